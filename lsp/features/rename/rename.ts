import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Span } from '#parser/span.ts';
import { Node } from '#parser/tree.ts';
import type { Meaning } from '../meaning/at.ts';
import { atCursor } from '../meaning/at-cursor.ts';
import type { Names } from '../meaning/names.ts';
import { namesAt } from '../meaning/related.ts';
import { conflictsOf } from './conflicts.ts';
import type { Outcome, RenameEdit } from './edit.ts';
import { refusalOf } from './given-names.ts';
import { lockEdits } from './lock-edits.ts';
import { editsOf } from './name-edits.ts';
import { isIdentifier, type Renaming, renamingOf } from './renaming.ts';

/** What would be renamed at an offset, and how it is called now. */
export function prepareRename(
  names: Names,
  file: FilePath,
  offset: number,
): Outcome<{ readonly span: Span; readonly text: string }> {
  const found = renamedAt(names, file, offset);
  if ('refusal' in found) return found;
  const { meaning, renaming } = found;
  const tree = names.analysis(file)?.tree;
  const span = tree === undefined ? { start: 0, end: 0 } : new Node(tree, meaning.node).span;
  if (meaning.kind !== 'string') return { span, text: renaming.text };
  const start = span.start + 1;
  return { span: { start, end: start + renaming.text.length }, text: renaming.text };
}

/** Every edit that gives another name to what stands at an offset, in all files. */
export function rename(
  names: Names,
  at: { readonly file: FilePath; readonly offset: number },
  to: string,
): Outcome<{ readonly edits: readonly RenameEdit[] }> {
  const found = renamedAt(names, at.file, at.offset);
  if ('refusal' in found) return found;
  const { renaming } = found;
  if (to === renaming.text) return { edits: [] };
  if (to === '') return { refusal: 'a name cannot be empty' };
  if (!isIdentifier(to) && renaming.variables.length > 0)
    return { refusal: `\`${to}\` is no name that can be mentioned without quotes` };
  const conflicts = conflictsOf(names, renaming, to);
  if ('refusal' in conflicts) return conflicts;
  const edits = editsOf(names, renaming, { to, warnings: conflicts.warnings });
  return 'refusal' in edits
    ? edits
    : { edits: sorted([...edits.edits, ...lockEdits(names, renaming, to)]) };
}

interface Renamed {
  readonly meaning: Meaning;
  readonly renaming: Renaming;
}

function renamedAt(names: Names, file: FilePath, offset: number): Outcome<Renamed> {
  const found = atCursor(names, file, offset);
  if (found === undefined) return { refusal: 'there is no name here' };
  const { meaning } = found;
  const start = startOf(names, file, meaning);
  if ('refusal' in start) return start;
  const renaming = renamingOf(names, start.names);
  const refusal = refusalOf(names, renaming);
  return refusal === undefined ? { meaning, renaming } : { refusal };
}

/** The names to begin with. Where something is inherited, its own name is meant, not the one that it comes from. */
function startOf(
  names: Names,
  file: FilePath,
  meaning: Meaning,
): Outcome<{ readonly names: ReturnType<typeof namesAt> }> {
  if (meaning.kind === 'with') return { refusal: '`with` is a keyword' };
  if (meaning.kind === 'path') return { refusal: 'a path is renamed with its file' };
  const found =
    meaning.kind === 'declaration'
      ? namesAt(names, file, { ...meaning, inherited: undefined })
      : namesAt(names, file, meaning);
  if (found.length > 0) return { names: found };
  if (meaning.kind === 'string') return { refusal: 'a text is no name' };
  if (meaning.kind === 'attribute')
    return { refusal: `nothing in the workspace is known to give \`${meaning.use.text}\`` };
  if (meaning.kind !== 'variable') return { refusal: 'there is no name here' };
  return { refusal: refusalOfVariable(meaning) };
}

function refusalOfVariable({ text, referent }: Extract<Meaning, { kind: 'variable' }>): string {
  if (referent.kind === 'global') return `\`${text}\` is a name of Nix itself`;
  if (referent.kind === 'with')
    return `\`${text}\` comes from a \`with\` whose set is not in the workspace`;
  return `nothing gives the name \`${text}\``;
}

function sorted(edits: readonly RenameEdit[]): readonly RenameEdit[] {
  const unique = new Map(
    edits.map((edit) => [`${edit.span.start} ${edit.span.end} ${edit.file}`, edit]),
  );
  return [...unique.values()].sort((a, b) =>
    a.file === b.file ? a.span.start - b.span.start : a.file < b.file ? -1 : 1,
  );
}
