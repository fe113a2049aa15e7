import { bindingsOf } from '#analyzer/edit/attribute-set.ts';
import { commentBehind } from '#analyzer/edit/insertion.ts';
import { bindingPath } from '#analyzer/syntax/option-path.ts';
import { parse } from '#parser/parse.ts';
import { type Node, root } from '#parser/tree.ts';
import { fencesIn } from '../fence.ts';
import { NixCode, type NixData } from '../print/nix.ts';

/** Stands between the names of a path; no name has it. */
export const apart = '\n';

/** Values of a template that is there, by their paths, with the comments behind them. */
export function writtenIn(text: string): ReadonlyMap<string, NixData> {
  const body = bodyOf(text) ?? bodyOf(`{\n${text}\n}`);
  return new Map(body === undefined ? [] : valuesIn(body, []));
}

/** The set that a text is; what is inside of a fence is only a part of one. */
function bodyOf(text: string): Node | undefined {
  const tree = parse(text, 'nix');
  const body = root(tree).child('expression');
  return tree.errors.length === 0 && body?.kind === 'attrset_expression' ? body : undefined;
}

/** The keys that a text has outside of its fences. */
export function keysOutside(text: string): ReadonlySet<string> {
  const fences = fencesIn(text).flatMap((fence) => ('problem' in fence ? [] : [fence.inside]));
  const outside = fences.toReversed().reduce((rest, { start, end }) => {
    return rest.slice(0, start) + rest.slice(end);
  }, text);
  return new Set(writtenIn(outside).keys());
}

/** Sets in sets lead on; what is in lists and functions is part of a value. */
function valuesIn(set: Node, above: readonly string[]): readonly (readonly [string, NixData])[] {
  return bindingsOf(set).flatMap((binding) => {
    const value = binding.child('expression');
    const path = [...above, ...namesIn(bindingPath(binding))];
    if (value === undefined) return [];
    const isSet = value.kind === 'attrset_expression' && bindingsOf(value).length > 0;
    if (isSet) return valuesIn(value, path);
    const item = new NixCode(value.text);
    const comment = commentBehind(binding.tree.text, binding.span);
    return [[path.join(apart), comment === undefined ? item : { item, comment }] as const];
  });
}

function namesIn(path: ReturnType<typeof bindingPath>): readonly string[] {
  return path.filter((name) => typeof name === 'string');
}
