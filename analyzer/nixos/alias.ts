import { templateReason } from '../evaluate/comparison.ts';
import {
  type Attributes,
  record,
  string,
  Thunk,
  type Unknown,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { type Definition, priorities } from './definitions.ts';
import type { OptionNode } from './option-node.ts';

/** `mkRenamedOptionModule` and its kin: what is defined elsewhere counts at this path too. */
export interface Alias {
  /** The names of the path, each asked for late, since the configuration may give it. */
  readonly to: readonly Thunk[];
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

/** A name of a path, or why it cannot be told. */
function nameIn(thunk: Thunk | undefined): string | Unknown | undefined {
  const value = thunk?.force();
  if (value?.kind === 'string') return value.value;
  const stuck = value?.kind === 'template' ? templateReason(value) : value;
  if (stuck === undefined || stuck.kind === 'unknown') return stuck;
  const message = stuck.kind === 'failure' ? stuck.message : 'a name needs to be a string';
  return unknown({ kind: 'failing-module', message }, thunk?.site);
}

/** The next name of a path that certainly leads below another one, or why it cannot be told. */
export function nameBelow(
  to: readonly Thunk[],
  path: readonly string[],
): ReturnType<typeof nameIn> {
  return to.length > path.length && startsWith(to, path) ? nameIn(to[path.length]) : undefined;
}

/** Whether two paths of options are certainly one. */
export function isSamePath(to: readonly Thunk[], path: readonly string[]): boolean {
  return to.length === path.length && startsWith(to, path);
}

/** Whether a path certainly leads below another. No more of its names are asked for than that takes. */
function startsWith(to: readonly Thunk[], path: readonly string[]): boolean {
  return path.length <= to.length && path.every((name, index) => name === nameIn(to[index]));
}

/** What options of other names pass on to below a path, under names that cannot be told. */
export function passedToUnknown({ tree, path }: OptionNode): readonly Unknown[] {
  const aliases = tree.aliases();
  if (aliases.length === 0) return [];
  return aliases.flatMap(({ to, definitions }) => {
    const next = nameBelow(to, path);
    return typeof next === 'object' && definitions(tree.root()).length > 0 ? [next] : [];
  });
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
function nested(definition: Definition, names: readonly Thunk[]): Definition {
  const { content, priority, order } = definition;
  const isUsual = priority === priorities.normal;
  const ranked = isUsual ? content : withProperty('override', priority, content);
  const inside = order === defaultOrder ? ranked : withProperty('order', order, ranked);
  const around = names.reduceRight<Thunk>(
    (value, name) => new Thunk(content.site, () => setOf(name, value)),
    inside,
  );
  return { ...definition, content: around, priority: priorities.normal, order: defaultOrder };
}

function setOf(name: Thunk, value: Thunk): Value {
  const known = nameIn(name);
  return typeof known === 'string' ? record({ [known]: value }) : (known ?? record({}));
}

const defaultOrder = 1000;

function withProperty(type: string, rank: number, content: Thunk): Thunk {
  const priority: Value = { kind: 'int', value: BigInt(rank) };
  return Thunk.of(record({ _type: string(type), priority, content }), content.site);
}
