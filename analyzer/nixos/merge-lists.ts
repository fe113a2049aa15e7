import { list, type Thunk, type Unknown, type Value } from '../evaluate/value.ts';
import type { OptionType } from '../option-types/option-type.ts';
import { type Definition, definitionsIn, inOrder, priorities, propertyOf } from './definitions.ts';
import type { OptionNode } from './option-node.ts';
import { settle } from './settle.ts';

/** Definitions of a list, and the type of its elements where the repository declares it. */
interface ListDefinitions {
  readonly definitions: readonly Definition[];
  readonly type: OptionType | undefined;
}

/**
 * The elements of all definitions, each merged by the type of elements.
 * Elements under a condition that does not hold are left out, as `listOf` does.
 */
export function mergedList(
  node: OptionNode,
  { definitions, type }: ListDefinitions,
  doubt: Unknown | undefined,
): Value {
  const items: Thunk[] = [];
  let open = doubt;
  for (const [index, definition] of inOrder(definitions).entries()) {
    if (definition.conditions.length > 0) continue;
    const value = definition.content.force();
    if (value.kind === 'failure') return value;
    if (value.kind === 'unknown') open ??= value;
    if (value.kind !== 'list') continue;
    open ??= value.open;
    for (const [position, item] of value.items.entries()) {
      const place = `[definition ${index + 1}-entry ${position + 1}]`;
      const merged = mergedItem(node, type, { item, definition, place });
      if (merged.kind === 'there') items.push(merged.item);
      else open ??= merged.doubt;
    }
  }
  return list(items, open);
}

interface Item {
  readonly item: Thunk;
  readonly definition: Definition;
  readonly place: string;
}

type MergedItem =
  | { readonly kind: 'there'; readonly item: Thunk }
  | { readonly kind: 'absent'; readonly doubt: Unknown | undefined };

function mergedItem(
  node: OptionNode,
  type: OptionType | undefined,
  { item, definition, place }: Item,
): MergedItem {
  const isPlain = (!type || type.kind === 'scalar') && !hasProperty(item);
  if (isPlain) return { kind: 'there', item };
  const raw: Definition = {
    ...definition,
    content: item,
    priority: priorities.normal,
    order: 1000,
  };
  const { certain, undecided } = settle(definitionsIn(raw));
  if (certain.length === 0) return { kind: 'absent', doubt: undecided[0]?.why };
  return { kind: 'there', item: node.anonymous(place, [raw], type).thunk };
}

function hasProperty(item: Thunk): boolean {
  const value = item.force();
  return value.kind === 'attrs' && propertyOf(value) !== undefined;
}
