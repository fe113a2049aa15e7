import { equal } from '../evaluate/comparison.ts';
import {
  type Attributes,
  failure,
  list,
  type Thunk,
  type Unknown,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { type Definition, holds, propertyOf } from './definitions.ts';
import type { OptionNode } from './option-node.ts';

/**
 * The value an option has on a machine.
 *
 * A set is given back without looking at conditions, because its attributes
 * carry them on; looking would make modules that read each other circular.
 * Options that only upstream declares merge by shape: sets merge, lists
 * concatenate, equal scalars agree, everything else is unknown.
 */
export function mergeDefinitions(node: OptionNode): Value {
  const { definitions } = node;
  if (definitions.length === 0) return undefinedValue(node);
  if (!node.declaration && definitions.every(isSet)) return node.view();
  const judged = definitions.map((definition) => ({ definition, holds: holds(definition) }));
  const possible = judged.filter((entry) => entry.holds !== false);
  if (possible.length === 0) return undefinedValue(node);
  const strongest = Math.min(
    ...possible.filter((entry) => entry.holds === true).map((entry) => entry.definition.priority),
  );
  const relevant = possible.filter((entry) => entry.definition.priority <= strongest);
  const certain = relevant.filter((entry) => entry.holds === true).map((entry) => entry.definition);
  const undecided = relevant.flatMap((entry) =>
    typeof entry.holds === 'object' ? [{ definition: entry.definition, why: entry.holds }] : [],
  );
  return merge(node, certain, undecided);
}

interface Undecided {
  readonly definition: Definition;
  readonly why: Unknown;
}

function merge(
  node: OptionNode,
  certain: readonly Definition[],
  undecided: readonly Undecided[],
): Value {
  const all = [...certain, ...undecided.map((entry) => entry.definition)];
  const contents = all.map((definition) => definition.content.force());
  const problem = contents.find((content) => content.kind === 'failure');
  if (problem) return undecided.length > 0 ? (undecided[0]?.why ?? problem) : problem;
  if (
    contents.every((content) => content.kind === 'attrs' || content.kind === 'unknown') &&
    certain.every(
      (definition) => isSet(definition) || definition.content.force().kind === 'unknown',
    ) &&
    contents.some((content) => content.kind === 'attrs')
  )
    return node.view();
  if (
    contents.every((content) => content.kind === 'list' || content.kind === 'unknown') &&
    contents.some((content) => content.kind === 'list')
  ) {
    return mergedLists(certain, undecided[0]?.why ?? node.gaps[0]);
  }
  const gap = undecided[0]?.why ?? contents.find((content) => content.kind === 'unknown');
  if (gap) return gap;
  return mergedScalars(node, certain);
}

function mergedLists(definitions: readonly Definition[], gap: Unknown | undefined): Value {
  const sorted = [...definitions].sort((a, b) => a.order - b.order);
  const items: Thunk[] = [];
  let open = gap;
  for (const definition of sorted) {
    const content = definition.content.force();
    if (content.kind === 'list') {
      items.push(...content.items);
      open ??= content.open;
    }
  }
  return list(items, open);
}

function mergedScalars(node: OptionNode, definitions: readonly Definition[]): Value {
  const [first, ...others] = definitions;
  if (!first) return undefinedValue(node);
  const value = first.content.force();
  if (others.length === 0) return value;
  const agree = others.every((other) => {
    const same = equal(value, other.content.force());
    return same.kind === 'bool' && same.value;
  });
  return agree ? value : unknown({ kind: 'merge', path: node.path }, first.content.site);
}

/** What an option has that nobody defines: its default, the options below it, or upstream's secret. */
function undefinedValue(node: OptionNode): Value {
  if (node.gaps[0]) return node.gaps[0];
  const { declaration } = node;
  if (declaration)
    return (
      declaration.get('default')?.value.force() ??
      failure(`the option \`${node.path.join('.')}\` is used but not defined`)
    );
  if (node.isDeclared) return node.view();
  return (
    node.tree.upstreamDefault(node.path) ?? unknown({ kind: 'undefined-option', path: node.path })
  );
}

function isSet(definition: Definition): boolean {
  const content = definition.content.force();
  return content.kind === 'attrs' && !isDerivation(content);
}

function isDerivation(value: Attributes): boolean {
  const type = value.get('type')?.value.force();
  return (
    (type?.kind === 'string' && type.value === 'derivation') || propertyOf(value) !== undefined
  );
}
