import type { FilePath } from '../diagnostic.ts';
import { valueAt } from '../evaluate/look.ts';
import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  failure,
  isStuck,
  type Thunk,
  type Unknown,
  type Value,
} from '../evaluate/value.ts';
import type { HostClass } from '../facts/machines.ts';
import { propertyOf } from '../nixos/definitions.ts';
import type { Site } from '../site.ts';
import type { HostCall, HostRegistry } from './hosts.ts';
import { type OpenFlakes, openFlake } from './open-flake.ts';

/** A machine or home with the name its flake gives it. */
export interface FlakeHost {
  readonly name: string;
  /** Attribute path from the flake's outputs, such as `nixosConfigurations.web`. */
  readonly output: readonly string[];
  /** Where the attribute is named, or the call that makes the machine. */
  readonly at: Site | undefined;
  readonly call: HostCall;
}

/** A machine that a flake names, or may name, and that could not be evaluated. */
export interface FlakeGap {
  readonly output: readonly string[];
  readonly class: HostClass;
  readonly reason: Unknown['reason'] | { readonly kind: 'failure'; readonly message: string };
  readonly at: Site | undefined;
}

export interface Flake {
  readonly file: FilePath;
  readonly hosts: readonly FlakeHost[];
  readonly gaps: readonly FlakeGap[];
}

const configurations: ReadonlyMap<string, HostClass> = new Map([
  ['nixosConfigurations', 'nixos'],
  ['darwinConfigurations', 'darwin'],
  ['homeConfigurations', 'home'],
]);

/** An evaluation, the machines that it makes, and the flakes it has opened. */
export interface FlakeSession {
  readonly session: Session;
  readonly registry: HostRegistry;
  readonly opened: OpenFlakes;
}

/** The machines of one flake: those its configurations name, then those that other outputs build. */
export function evaluateFlake({ session, registry, opened }: FlakeSession, file: FilePath): Flake {
  const before = registry.calls.length;
  const outputs = openFlake(session, opened, file).outputs.force();
  const found: Found = { hosts: [], gaps: [] };
  for (const [output, hostClass] of configurations) {
    collectHosts(
      registry,
      { value: memberOrGap(outputs, output), output: [output], at: undefined, class: hostClass },
      found,
    );
  }
  const named = new Set(found.hosts.map((host) => host.call));
  if (outputs.kind === 'attrs') explore(outputs);
  for (const call of registry.calls.slice(before)) {
    if (named.has(call) || call.class !== 'nixos') continue;
    found.hosts.push({ name: '', output: [], at: call.at, call });
  }
  return { file, ...found };
}

/** The machine at one output, evaluating no other; `undefined` when there is none. */
export function findMachine(
  { session, registry, opened }: FlakeSession,
  file: FilePath,
  output: readonly string[],
): HostCall | undefined {
  if (output.length === 0) return undefined;
  const outputs = openFlake(session, opened, file).outputs.force();
  const machine = valueAt(outputs, ...output);
  const config = machine?.kind === 'attrs' ? machine.get('config')?.value : undefined;
  return config && registry.byConfig.get(config);
}

function memberOrGap(outputs: Value, name: string): Value | undefined {
  if (outputs.kind !== 'attrs') return outputs;
  return outputs.get(name)?.value.force() ?? outputs.open;
}

interface Place {
  readonly value: Value | undefined;
  readonly output: readonly string[];
  readonly at: Site | undefined;
  readonly class: HostClass;
}

/** `web.example.org = …` unquoted is a set in a set: names are looked for a few levels deep. */
function collectHosts(registry: HostRegistry, place: Place, found: Found): void {
  const { value, output, at } = place;
  if (value === undefined) return;
  const gap = (reason: FlakeGap['reason'], site: Site | undefined): void => {
    found.gaps.push({ output, class: place.class, reason, at: at ?? site });
  };
  if (value.kind === 'unknown') gap(value.reason, value.at);
  if (value.kind === 'failure') gap(value, value.at);
  if (value.kind !== 'attrs') {
    if (!isStuck(value)) gap(failure('the outputs are not a set'), undefined);
    return;
  }
  const config = value.get('config')?.value;
  const call = config && registry.byConfig.get(config);
  if (call) {
    found.hosts.push({ name: output.slice(1).join('.'), output, at: at ?? call.at, call });
    return;
  }
  if (output.length > 5 || propertyOf(value)) return;
  if (value.open) gap(value.open.reason, value.open.at);
  for (const name of value.names()) {
    const attribute = value.get(name);
    const inner = { value: attribute?.value.force(), output: [...output, name], at: attribute?.at };
    collectHosts(registry, { ...inner, class: place.class }, found);
  }
}

interface Found {
  readonly hosts: FlakeHost[];
  readonly gaps: FlakeGap[];
}

/** Outputs that may build images of machines. */
const explored = ['packages', 'images', 'apps', 'defaultPackage', 'legacyPackages', 'hydraJobs'];
const mostExplored = 4000;

/** Forces what packages are made of, so that machines built into images are met. */
function explore(outputs: Attributes): void {
  const queue = explored.flatMap((name) => outputs.get(name)?.value ?? []);
  const seen = new Set<Thunk>(queue);
  for (let index = 0; index < queue.length && index < mostExplored; index++) {
    const value = queue[index]?.force();
    for (const thunk of value ? within(value) : []) {
      if (seen.has(thunk)) continue;
      seen.add(thunk);
      queue.push(thunk);
    }
  }
}

function within(value: Value): readonly Thunk[] {
  switch (value.kind) {
    case 'attrs':
      return value.names().flatMap((name) => value.get(name)?.value ?? []);
    case 'list':
      return value.items;
    case 'unknown':
      return value.from ?? [];
    case 'template':
      return value.parts.flatMap((part) => (typeof part === 'string' ? [] : (part.from ?? [])));
    default:
      return [];
  }
}
