import type { Node } from '#parser/tree.ts';
import { compareBytes } from '../order/compare.ts';
import {
  hasOneLineSets,
  indentUnit,
  type NewAttribute,
  nixString,
  plainName,
  writtenSet,
} from './attribute-set.ts';
import { type Insertion, insertAfter, insertBefore } from './insertion.ts';

/** A binding of a set whose sets are named alike. */
export interface NamedMember {
  readonly name: string;
  readonly binding: Node;
  /** What is written before the name, such as `users.users.`. */
  readonly prefix: string;
}

export interface NewSet {
  readonly name: string;
  readonly attributes: readonly NewAttribute[];
}

/**
 * Writes a named set beside others of the same set, in their form and at its
 * place among their names. `undefined` when one of them has the name.
 */
export function insertSetBeside(
  members: readonly NamedMember[],
  { name, attributes }: NewSet,
): Insertion | undefined {
  const last = members.at(-1);
  const set = last?.binding.parent?.parent;
  if (!set || !last || members.some((member) => member.name === name)) return undefined;
  const { text } = last.binding.tree;
  const lineStart = text.lastIndexOf('\n', last.binding.start) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const unit = indentUnit(text, last.binding.start, set.start);
  const isShort = attributes.length === 0 || hasOneLineSets(set);
  const value =
    isShort && attributes.length === 0
      ? '{ }'
      : writtenSet(attributes, isShort ? 'one line' : { indent, unit });
  const item = { text: `${last.prefix}${nameLike(members, name)} = ${value};` };
  const { neighbour, side } = placeOf(name, members, last);
  const insert = side === 'before' ? insertBefore : insertAfter;
  return insert(text, neighbour.binding.span, item);
}

/** Names are quoted where those beside them all are. */
function nameLike(members: readonly NamedMember[], name: string): string {
  const isQuoted = members.every(({ binding, prefix }) =>
    binding.text.slice(prefix.length).startsWith('"'),
  );
  return isQuoted ? nixString(name) : plainName(name);
}

/** Where a name belongs: by the alphabet, or else behind the names most like it. */
function placeOf(
  name: string,
  members: readonly NamedMember[],
  last: NamedMember,
): { readonly neighbour: NamedMember; readonly side: 'before' | 'after' } {
  const isSorted = members.every(({ name: own }, index) => {
    return index === 0 || compareBytes(members[index - 1]?.name ?? '', own) <= 0;
  });
  const next = members.find((member) => compareBytes(member.name, name) > 0);
  if (isSorted)
    return next ? { neighbour: next, side: 'before' } : { neighbour: last, side: 'after' };
  const nearness = members.map((member) => sharedSegments(member.name, name));
  const most = Math.max(...nearness);
  const like = members.findLast((_, index) => nearness[index] === most && most > 0);
  return { neighbour: like ?? last, side: 'after' };
}

function sharedSegments(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  const different = left.findIndex((segment, index) => segment !== right[index]);
  return different === -1 ? left.length : different;
}
