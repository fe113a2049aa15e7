import { parse } from '#parser/parse.ts';
import type { Span } from '#parser/span.ts';
import { type Node, root } from '#parser/tree.ts';
import { compareBytes } from '../order/compare.ts';
import { bindingPath } from '../syntax/option-path.ts';
import { type Insertion, insertAfter, insertBefore } from './insertion.ts';

/**
 * Puts `"name" = …;` beside bindings that name the same kind of thing, at its
 * place by name and with the value of one of them. `names` are the left sides
 * in the file. `undefined` when no value can be copied, because each speaks of
 * its own name.
 */
export function copyBinding(
  text: string,
  names: readonly Span[],
  name: string,
): Insertion | undefined {
  const members = membersOf(text, names);
  const last = members.at(-1);
  const model = members.find(isModel);
  if (!last || !model) return undefined;
  const item = { text: renamed(model, name) };
  const next = members.find((member) => compareBytes(member.name, name) > 0);
  return next ? insertBefore(text, next.node.span, item) : insertAfter(text, last.node.span, item);
}

/** A binding whose left side is one name. */
export interface Member {
  readonly name: string;
  readonly node: Node;
  readonly path: Node;
  readonly value: Node;
}

/** The bindings of the set that holds most of the names. */
export function membersOf(text: string, names: readonly Span[]): readonly Member[] {
  const starts = new Set(names.map(({ start }) => start));
  const sets = new Map<number, Member[]>();
  for (const node of root(parse(text, 'nix')).descendants()) {
    const member = node.kind === 'binding' ? memberOf(node) : undefined;
    const set = node.parent?.id;
    if (!member || set === undefined || !starts.has(member.path.start)) continue;
    sets.set(set, [...(sets.get(set) ?? []), member]);
  }
  return [...sets.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
}

function memberOf(node: Node): Member | undefined {
  const [path, value] = [node.child('attrpath'), node.child('expression')];
  const segments = bindingPath(node);
  const name = segments.length === 1 ? segments[0] : undefined;
  return path && value && name !== undefined ? { name, node, path, value } : undefined;
}

function isModel({ name, value }: Member): boolean {
  return value.kind === 'attrset_expression' && !value.text.includes(name);
}

function renamed({ node, path }: Member, name: string): string {
  return `"${name}"${node.text.slice(path.end - node.start)}`;
}
