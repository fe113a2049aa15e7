import { type Attributes, record, string, Thunk, type Value } from '../evaluate/value.ts';
import { type Definition, priorities } from './definitions.ts';
import type { OptionNode } from './option-node.ts';

/** `mkRenamedOptionModule` and its kin: what is defined elsewhere counts at this path too. */
export interface Alias {
  readonly to: readonly string[];
  readonly definitions: (root: OptionNode) => readonly Definition[];
}

const known = new WeakMap<Attributes, Alias>();

/** Remembers what a module made here passes on. */
export function registerAlias(module: Attributes, alias: Alias): Attributes {
  known.set(module, alias);
  return module;
}

/** What a module passes on from options of other names. */
export function aliasOf(module: Attributes): Alias | undefined {
  return known.get(module);
}

/** Whether two paths of options are one. */
export function isSamePath(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && startsWith(left, right);
}

/** Whether a path leads below another. */
export function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.length <= path.length && start.every((name, index) => name === path[index]);
}

/** The definitions of an option that leads to values, and what is passed on into the values. */
export function withPassed(node: OptionNode, own: readonly Definition[]): readonly Definition[] {
  if (node.tree.aliases().length === 0 || node.isPartOfValue) return own;
  if (!node.type || node.type.kind === 'form') return own;
  return [...own, ...passedInto(node)];
}

/** Whether options of other names pass something on to places below a path. */
export function isPassedBelow({ tree, path }: OptionNode): boolean {
  return tree
    .aliases()
    .some(
      ({ to, definitions }) =>
        to.length > path.length && startsWith(to, path) && definitions(tree.root()).length > 0,
    );
}

/** What options of other names pass on to places below an option, as definitions of the option. */
export function passedInto({ tree, path }: OptionNode): readonly Definition[] {
  return tree.aliases().flatMap(({ to, definitions }) => {
    if (to.length <= path.length || !startsWith(to, path)) return [];
    return definitions(tree.root()).map((definition) => nested(definition, to.slice(path.length)));
  });
}

/** A definition of what is around: a set that leads to it, which keeps the rank of what is inside. */
function nested(definition: Definition, names: readonly string[]): Definition {
  const { content, priority, order } = definition;
  const isUsual = priority === priorities.normal;
  const ranked = isUsual ? content : withProperty('override', priority, content);
  const inside = order === defaultOrder ? ranked : withProperty('order', order, ranked);
  const around = names.reduceRight<Thunk>(
    (value, name) => Thunk.of(record({ [name]: value }), content.site),
    inside,
  );
  return { ...definition, content: around, priority: priorities.normal, order: defaultOrder };
}

const defaultOrder = 1000;

function withProperty(type: string, rank: number, content: Thunk): Thunk {
  const priority: Value = { kind: 'int', value: BigInt(rank) };
  return Thunk.of(record({ _type: string(type), priority, content }), content.site);
}
