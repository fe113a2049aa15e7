import { valueAt } from '../evaluate/look.ts';
import type { Attributes } from '../evaluate/value.ts';
import type { HostClass } from '../facts/machines.ts';
import type { FlakeHost } from './find-machines.ts';

/** Where Nix looks for what a command names without its system. */
const around = ['packages', 'legacyPackages'];

/** An output below which a system has machines or homes. */
export interface SystemOutput {
  readonly output: readonly [string, string, string];
  readonly class: HostClass;
  readonly value: Attributes;
}

/** Outputs that have machines for each system, those that fit a class of machines first: they are made for the system on which Nix is called. */
export function outputsBySystem(
  outputs: Attributes,
  configurations: ReadonlyMap<string, HostClass>,
): readonly SystemOutput[] {
  return around.flatMap((name) => {
    const systems = valueAt(outputs, name);
    if (systems?.kind !== 'attrs') return [];
    return [...configurations].flatMap(([configuration, hostClass]) =>
      inOrderOf(hostClass, systems.names()).flatMap((system): SystemOutput[] => {
        const value = valueAt(systems, system, configuration);
        return value?.kind === 'attrs' && value.names().length > 0
          ? [{ output: [name, system, configuration], class: hostClass, value }]
          : [];
      }),
    );
  });
}

/** Systems of their own kind before others, and the most common one of those first. */
function inOrderOf(hostClass: HostClass, systems: readonly string[]): readonly string[] {
  if (hostClass === 'home') return systems;
  const [kind, first] = hostClass === 'nixos' ? ['-linux', 'x86_64-linux'] : ['-darwin', undefined];
  const rank = (system: string): number =>
    system === first ? 0 : system.endsWith(kind ?? '') ? 1 : 2;
  return systems.toSorted((a, b) => rank(a) - rank(b));
}

/** Those that are read of machines of one name: first the ones that are made for the system below which they are. */
export function nativeFirst(hosts: readonly FlakeHost[]): readonly FlakeHost[] {
  return [...hosts.filter(isNative), ...hosts.filter((host) => !isNative(host))];
}

function isNative({ output, call }: FlakeHost): boolean {
  const system = call.evaluation.system.force();
  return system.kind === 'string' && system.value === output[1];
}
