import { directoryOf, filePath, normalizePath } from '#analyzer/evaluate/path-value.ts';
import { literalString } from '#analyzer/syntax/option-path.ts';
import type { Texts } from '#lsp/folder.ts';
import { type Node, root } from '#parser/tree.ts';
import { localFlake } from '../meaning/local-flake.ts';
import type { MovedFile, MoveEdit } from './moved-files.ts';
import { relativeFrom, writtenFrom } from './moves.ts';

type Edit = Omit<MoveEdit, 'file'>;

/** The edits of texts that go on where the flake, or a path, begins: `"${self}/x"`, `./. + "/x"`, and of inputs in folders. */
export function textEdits(texts: Texts, moved: MovedFile): readonly Edit[] {
  const edits: Edit[] = [];
  for (const node of root(moved.analysis.tree).descendants()) {
    if (node.kind !== 'string_expression') continue;
    const edit = continuedEdit(texts, moved, node) ?? inputEdit(moved, node);
    if (edit !== undefined) edits.push(edit);
  }
  return edits;
}

/** Where a text goes on: the folder before and after, and the fragment of the text with its path. */
interface Continued {
  readonly folder: string;
  readonly newFolder: string;
  readonly fragment: Node;
}

function continuedEdit(texts: Texts, moved: MovedFile, string: Node): Edit | undefined {
  const continued = continuedAt(texts, moved, string);
  if (continued === undefined) return undefined;
  const { folder, newFolder, fragment } = continued;
  const written = fragment.text;
  const isWhole = fragment.end === string.end - 1;
  const length = isWhole ? written.length : written.lastIndexOf('/');
  const path = written.slice(0, length);
  if (!/^\/[^"\\$]+$/.test(path)) return undefined;
  const target = moved.moves.leadsTo(normalizePath(`./${folder}${path}`));
  if (normalizePath(`./${newFolder}${path}`) === target) return undefined;
  const span = { start: fragment.start, end: fragment.start + length };
  return { span, text: `/${relativeFrom(newFolder, target)}` };
}

function continuedAt(texts: Texts, moved: MovedFile, string: Node): Continued | undefined {
  const [first, second] = [...string.children()];
  if (first?.kind === 'interpolation' && second?.kind === 'string_fragment') {
    const base = first.child('expression');
    return base && continuedFrom(texts, moved, { base, fragment: second });
  }
  const sum = string.parent;
  const isSum = sum?.kind === 'binary_expression' && sum.child('operator')?.text === '+';
  const base = isSum && string.field === 'right' ? sum.child('left') : undefined;
  if (base === undefined || first?.kind !== 'string_fragment') return undefined;
  return continuedFrom(texts, moved, { base, fragment: first });
}

function continuedFrom(
  texts: Texts,
  { folder, moves }: MovedFile,
  { base, fragment }: { readonly base: Node; readonly fragment: Node },
): Continued | undefined {
  if (base.kind === 'path_expression') {
    const path = normalizePath(`./${folder}/${base.text}`);
    return { folder: path, newFolder: moves.after(path), fragment };
  }
  const isSelf = /^(inputs\.)?self(\.outPath)?$/.test(base.text);
  if (!isSelf) return undefined;
  const flake = flakeFolder(texts, folder);
  if (flake === undefined) return undefined;
  const after = directoryOf(moves.after(flake === '' ? 'flake.nix' : `${flake}/flake.nix`));
  return { folder: flake, newFolder: after, fragment };
}

/** The folder of the nearest flake around. */
function flakeFolder({ contents }: Texts, folder: string): string | undefined {
  for (let around = folder; ; around = directoryOf(around)) {
    const flake = around === '' ? 'flake.nix' : `${around}/flake.nix`;
    if (contents.kind(filePath(flake)) === 'file') return around;
    if (around === '') return undefined;
  }
}

/** The address of an input that is a flake in a folder of the repository. */
function inputEdit({ file, folder, newFolder, moves }: MovedFile, string: Node): Edit | undefined {
  if (!/(^|\/)flake\.nix$/.test(file) || string.field !== 'expression') return undefined;
  const written = literalString(string);
  const path = written === undefined ? undefined : localFlake(written);
  if (written === undefined || path === undefined) return undefined;
  const target = moves.after(normalizePath(`./${folder}/${path}`));
  if (normalizePath(`./${newFolder}/${path}`) === target) return undefined;
  const start = string.start + 1 + written.indexOf(path);
  const text = writtenFrom(newFolder, target).replace(/\/\.$/, '');
  return { span: { start, end: start + path.length }, text };
}
