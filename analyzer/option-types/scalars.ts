import { update } from '../evaluate/operators.ts';
import { template } from '../evaluate/strings.ts';
import {
  bool,
  failure,
  list,
  type Thunk,
  type Unknown,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import type { Definition } from '../nixos/definitions.ts';
import { type ScalarMerge, same } from './option-type.ts';

/**
 * One value of the definitions of an option whose type has no parts of its
 * own. `definitions` are those that hold, at least one, in the order of merging.
 */
export function mergeScalars(
  merge: ScalarMerge,
  definitions: readonly Definition[],
  path: readonly string[],
): Value {
  const contents = definitions.map(({ content }) => content);
  const [first] = contents;
  if (!first) return unknown({ kind: 'merge', path });
  switch (merge.by) {
    case 'one':
      return contents.length === 1 ? first.force() : conflict(path, contents[1]);
    case 'equal':
      return mergeEqual(contents, path);
    case 'join':
      return joined(contents, merge.separator);
    case 'or':
      return anyOf(contents);
    case 'update':
      return contents.slice(1).reduce((all, each) => update(all, each.force()), first.force());
    case 'default':
      return byForm(contents, path);
    case 'anything':
      return mergeEqual(contents, path);
  }
}

/** The value on which all agree. */
export function mergeEqual(contents: readonly Thunk[], path: readonly string[]): Value {
  const [first, ...others] = contents;
  if (!first) return unknown({ kind: 'merge', path });
  const value = first.force();
  let doubt: Unknown | undefined;
  for (const other of others) {
    const verdict = same(value, other.force());
    if (verdict === false) return conflict(path, other);
    if (typeof verdict === 'object') doubt ??= verdict;
  }
  return doubt ?? value;
}

function conflict(path: readonly string[], other: Thunk | undefined): Value {
  return failure(`the definitions of \`${path.join('.')}\` contradict each other`, other?.site);
}

function joined(contents: readonly Thunk[], separator: string): Value {
  const parts: (string | Unknown)[] = [];
  for (const [index, content] of contents.entries()) {
    const value = content.force();
    if (index > 0) parts.push(separator);
    if (value.kind === 'string') parts.push(value.value);
    else if (value.kind === 'template') parts.push(...value.parts);
    else if (value.kind === 'unknown') parts.push(value);
    else return value.kind === 'failure' ? value : failure('is not a string', content.site);
  }
  return template(parts);
}

function anyOf(contents: readonly Thunk[]): Value {
  const values = contents.map((content) => content.force());
  const isTrue = (value: Value): boolean => value.kind === 'bool' && value.value;
  if (values.some(isTrue)) return bool(true);
  return values.find((value) => value.kind !== 'bool') ?? bool(false);
}

/** `mergeDefaultOption`: lists are joined, sets updated, texts joined, Booleans or-ed. */
function byForm(contents: readonly Thunk[], path: readonly string[]): Value {
  const [first, ...others] = contents;
  const value = first?.force();
  if (!value || others.length === 0) return value ?? unknown({ kind: 'merge', path });
  const values = contents.map((content) => content.force());
  const every = (...kinds: Value['kind'][]): boolean =>
    values.every(({ kind }) => kinds.includes(kind));
  if (every('list')) {
    const lists = values.flatMap((each) => (each.kind === 'list' ? [each] : []));
    return list(
      lists.flatMap(({ items }) => items),
      lists.find(({ open }) => open)?.open,
    );
  }
  if (every('attrs')) return values.slice(1).reduce((all, each) => update(all, each), value);
  if (every('bool')) return anyOf(contents);
  if (every('string', 'template')) return joined(contents, '');
  return values.find(({ kind }) => kind === 'unknown') ?? mergeEqual(contents, path);
}
