import type { FilePath } from '#analyzer/diagnostic.ts';
import { directoryOf, normalizePath } from '#analyzer/evaluate/path-value.ts';
import { bindingPath, literalString, optionPath } from '#analyzer/syntax/option-path.ts';
import type { Span } from '#parser/span.ts';
import { Node, type NodeId, root } from '#parser/tree.ts';
import { inputsOf } from './attributes.ts';
import { valuesIn } from './declared.ts';
import { localFlake } from './local-flake.ts';
import type { Name } from './name.ts';
import type { Names } from './names.ts';

/** The input that a text of `follows` names: the first one on the way. */
export function inputNamedAt(names: Names, file: FilePath, node: NodeId): Name | undefined {
  const text = inputText(names, { file, node }, 'follows');
  const first = text?.split('/')[0];
  const owner = first === undefined ? undefined : inputsOf(names, file);
  if (first === undefined || owner === undefined) return undefined;
  return valuesIn(names.module(file), owner).has(first) ? { file, owner, text: first } : undefined;
}

/** A text of a `follows`, and the part of it that names an input of the flake. */
export interface Follows {
  readonly node: NodeId;
  readonly span: Span;
}

/** The texts of `follows` that name an input; none for every other name. */
export function followsOf(names: Names, { file, owner, text }: Name): readonly Follows[] {
  const analysis = names.analysis(file);
  if (analysis === undefined || inputsOf(names, file) !== owner) return [];
  return [...root(analysis.tree).descendants()].flatMap((node) => {
    if (node.kind !== 'string_expression' || !node.text.startsWith(text, 1)) return [];
    if (inputNamedAt(names, file, node.id)?.text !== text) return [];
    const start = node.start + 1;
    return [{ node: node.id, span: { start, end: start + text.length } }];
  });
}

/** The path of the `flake.nix` that an input’s `url` leads to within the repository. */
export function localInputAt(names: Names, file: FilePath, node: NodeId): string | undefined {
  const text = inputText(names, { file, node }, 'url');
  const path = text === undefined ? undefined : localFlake(text);
  if (path === undefined) return undefined;
  return normalizePath(`./${directoryOf(file)}/${path}/flake.nix`);
}

/** The text of one attribute of an input. */
function inputText(
  names: Names,
  { file, node }: { readonly file: FilePath; readonly node: NodeId },
  attribute: 'follows' | 'url',
): string | undefined {
  const analysis = names.analysis(file);
  if (analysis === undefined || inputsOf(names, file) === undefined) return undefined;
  const string = new Node(analysis.tree, node);
  const binding = string.parent;
  if (binding?.kind !== 'binding' || bindingPath(binding).at(-1) !== attribute) return undefined;
  return optionPath(string)[0] === 'inputs' ? literalString(string) : undefined;
}
