import type { FleetHost } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { leavesOf } from './leaves.ts';
import { anyName, type OptionPattern } from './name.ts';

/** An option with its path from the machine, which leads through the homes of users. */
export interface FoundOption {
  readonly path: readonly string[];
  readonly node: OptionNode;
}

/** The options of a machine that a pattern names; one that no module mentions is found as well. */
export function findOptions(host: FleetHost, pattern: OptionPattern): readonly FoundOption[] {
  let found: readonly FoundOption[] = [{ path: [], node: host.evaluation.root() }];
  for (const part of pattern) {
    found = found.flatMap(({ path, node }) => {
      const names = part === anyName ? mentionedNames(node) : [part];
      return names.map((name) => stepTo(host, [...path, name], node.child(name)));
    });
  }
  return found;
}

/** Every option that a module of the machine, or of a home on it, defines. */
export function* definedOptions(host: FleetHost): Generator<FoundOption> {
  for (const node of leavesOf(host.evaluation.root())) yield { path: node.path, node };
  for (const home of host.homes) {
    const around = [...homesPath, home.user];
    for (const node of leavesOf(home.evaluation.root())) {
      yield { path: [...around, ...node.path], node };
    }
  }
}

/** Where a machine has the options of a user's home. */
export const homesPath: readonly string[] = ['home-manager', 'users'];

/** Names below an option that are defined or declared, sorted. */
export function mentionedNames(node: OptionNode): readonly string[] {
  return [...new Set([...node.names(), ...node.declaredNames()])].sort();
}

/** A home is a module system of its own, entered where the machine names its user. */
function stepTo(host: FleetHost, path: readonly string[], node: OptionNode): FoundOption {
  const isHome = path.length === 3 && homesPath.every((name, index) => name === path[index]);
  const home = isHome ? host.homes.find(({ user }) => user === path[2]) : undefined;
  return { path, node: home ? home.evaluation.root() : node };
}
