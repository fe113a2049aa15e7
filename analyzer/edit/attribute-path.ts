import type { Node } from '#parser/tree.ts';
import { bindingPath, wrappedSet } from '../syntax/option-path.ts';
import { bindingsOf, fillEmpty, namesOf, plainName } from './attribute-set.ts';
import { type Insertion, insertAfter, insertBefore } from './insertion.ts';

/** An attribute of any depth to be written; the value is Nix text. */
export interface DeepAttribute {
  readonly path: readonly string[];
  readonly value: string;
}

/**
 * Writes attributes into a set, below the sets that it has for them already.
 * They go to their place where the set is in order, else behind what begins
 * alike, else to the end. `undefined` when the set has one of them, or says the
 * value around it in a way that nothing can be added to.
 */
export function insertDeepAttributes(
  set: Node,
  attributes: readonly DeepAttribute[],
): readonly Insertion[] | undefined {
  const homes = new Map<number, Home>();
  for (const attribute of attributes) {
    const found = homeOf(set, attribute);
    if (!found) return undefined;
    const home = homes.get(found.set.id) ?? { set: found.set, attributes: [] };
    homes.set(found.set.id, { ...home, attributes: [...home.attributes, found.attribute] });
  }
  return [...homes.values()].flatMap(insertionsInto);
}

/** A set with what goes into it. */
interface Home {
  readonly set: Node;
  readonly attributes: readonly DeepAttribute[];
}

/** The innermost set that an attribute belongs into, and what is left of its path there. */
function homeOf(
  set: Node,
  { path, value }: DeepAttribute,
): { readonly set: Node; readonly attribute: DeepAttribute } | undefined {
  for (const binding of bindingsOf(set)) {
    if (binding.kind !== 'binding') {
      if (namesOf(binding).includes(path[0] ?? '')) return undefined;
      continue;
    }
    const own = bindingPath(binding);
    const isBelow = own.length < path.length && own.every((name, index) => name === path[index]);
    const isAbove = own.length >= path.length && path.every((name, index) => name === own[index]);
    if (isAbove) return undefined;
    if (!isBelow) continue;
    const bound = binding.child('expression');
    const inner = bound && wrappedSet(bound);
    return inner && homeOf(inner, { path: path.slice(own.length), value });
  }
  return { set, attribute: { path, value } };
}

function insertionsInto({ set, attributes }: Home): readonly Insertion[] {
  const { text } = set.tree;
  const written = attributes.map(writtenAttribute);
  if (bindingsOf(set).length === 0) return [fillEmpty(text, set, written)];
  return attributes.map((attribute) => {
    const { neighbour, side } = placeIn(set, attribute.path);
    const insert = side === 'before' ? insertBefore : insertAfter;
    return insert(text, neighbour.span, { text: writtenAttribute(attribute) });
  });
}

export function writtenAttribute({ path, value }: DeepAttribute): string {
  return `${path.map(plainName).join('.')} = ${value};`;
}

/** Beside which binding of a set, that is not empty, an attribute goes. */
function placeIn(
  set: Node,
  [first = '']: readonly string[],
): { readonly neighbour: Node; readonly side: 'before' | 'after' } {
  const bindings = bindingsOf(set);
  const names = bindings.map((binding) => namesOf(binding)[0] ?? '');
  const alike = bindings[names.lastIndexOf(first)];
  if (alike) return { neighbour: alike, side: 'after' };
  const isSorted =
    names.length > 1 &&
    names.every((name, index) => index === 0 || (names[index - 1] ?? '') <= name);
  const next = isSorted ? bindings[names.findIndex((name) => name > first)] : undefined;
  if (next) return { neighbour: next, side: 'before' };
  return { neighbour: bindings.at(-1) ?? set, side: 'after' };
}
