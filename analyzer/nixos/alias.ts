import type { Attributes } from '../evaluate/value.ts';
import type { Definition } from './definitions.ts';
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
