import { doubtAt } from '../evaluate/conditional-sets.ts';
import { valueAt } from '../evaluate/look.ts';
import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  failure,
  isStuck,
  type Thunk,
  type Unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import type { HostClass } from '../facts/machines.ts';
import { hiveNodes } from '../frameworks/colmena.ts';
import { propertyOf } from '../nixos/definitions.ts';
import type { Site } from '../site.ts';
import type { HostCall, HostRegistry } from './hosts.ts';
import { nativeFirst, outputsBySystem } from './machines-by-system.ts';

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

/** Machines while they are found. */
export interface Found {
  readonly hosts: FlakeHost[];
  /** Machines that another output names as well. */
  readonly again: FlakeHost[];
  readonly gaps: FlakeGap[];
}

function nothingFound(): Found {
  return { hosts: [], again: [], gaps: [] };
}

const configurations: ReadonlyMap<string, HostClass> = new Map([
  ['nixosConfigurations', 'nixos'],
  ['darwinConfigurations', 'darwin'],
  ['homeConfigurations', 'home'],
]);

/** What machines are looked for in, and what is known of those that were made. */
export interface Search {
  readonly session: Session;
  readonly registry: HostRegistry;
}

/**
 * The machines that outputs name: those of the usual outputs, of a hive, of
 * outputs with names like theirs, and those that there are for each system. A
 * name that was found before is the same machine.
 */
export function machinesIn(search: Search, outputs: Value): Found {
  const found = nothingFound();
  const { registry } = search;
  for (const [output, hostClass] of configurations) {
    const value = memberOrGap(outputs, output);
    collect(
      registry,
      { value, output: [output], named: 1, at: undefined, class: hostClass },
      found,
    );
  }
  if (outputs.kind !== 'attrs') return found;
  for (const name of outputs.names()) {
    if (/Configurations$/.test(name) && !configurations.has(name))
      addOthers(search, outputs, [name], found);
  }
  addHive(search, outputs, found);
  addBySystem(search, outputs, found);
  return found;
}

/** The machines of a hive that stands for itself. */
export function machinesOfHive(search: Search, hive: Thunk): Found {
  const found = nothingFound();
  const value = hiveNodes(search.session, hive);
  collect(search.registry, { value, output: [], named: 0, at: undefined, class: 'nixos' }, found);
  return found;
}

function memberOrGap(outputs: Value, name: string): Value | undefined {
  if (outputs.kind !== 'attrs') return outputs;
  return outputs.get(name)?.value.force() ?? doubtAt(outputs, name);
}

interface Place {
  readonly value: Value | undefined;
  readonly output: readonly string[];
  /** Where in `output` the name of the machine begins. */
  readonly named: number;
  readonly at: Site | undefined;
  readonly class: HostClass;
}

/** `web.example.org = …` unquoted is a set in a set: names are looked for a few levels deep. */
function collect(registry: HostRegistry, place: Place, found: Found): void {
  const { value, output, named, at } = place;
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
    found.hosts.push({ name: output.slice(named).join('.'), output, at: at ?? call.at, call });
    return;
  }
  const property = propertyOf(value);
  if (property === 'configuration') gap(unsupported('lib.evalModules').reason, config?.site);
  if (output.length > named + 4 || property) return;
  if (value.open) gap(value.open.reason, value.open.at);
  for (const name of value.names()) {
    const attribute = value.get(name);
    const inner = { value: attribute?.value.force(), output: [...output, name], at: attribute?.at };
    collect(registry, { ...inner, named, class: place.class }, found);
  }
}

/** Machines of outputs that few flakes have; what is unknown there need not be one. */
function addOthers(
  { registry }: Search,
  outputs: Attributes,
  path: readonly string[],
  found: Found,
): void {
  const others = nothingFound();
  const value = valueAt(outputs, ...path);
  collect(
    registry,
    { value, output: path, named: path.length, at: undefined, class: 'nixos' },
    others,
  );
  addHosts(others.hosts, found);
}

/** A name that was found before is the same machine. */
function addHosts(hosts: readonly FlakeHost[], found: Found): void {
  for (const host of hosts) {
    const isKnown = found.hosts.some(({ name, call }) => {
      return name === host.name && call.class === host.call.class;
    });
    if (isKnown) found.again.push(host);
    else found.hosts.push(host);
  }
}

/** A node with the name of a machine is that machine, with what is needed to deploy it. */
function addHive(search: Search, outputs: Attributes, found: Found): void {
  const written = outputs.get('colmena');
  if (outputs.get('colmenaHive')) addOthers(search, outputs, ['colmenaHive', 'nodes'], found);
  if (!written || outputs.get('colmenaHive')) return;
  const hive = machinesOfHive(search, written.value);
  addHosts(
    hive.hosts.map((host) => ({ ...host, output: ['colmena', ...host.output] })),
    found,
  );
  found.gaps.push(...hive.gaps.map((gap) => ({ ...gap, output: ['colmena', ...gap.output] })));
}

/** Nix and Home Manager take what is there for the system they run on; of one name, one machine is taken here. */
function addBySystem({ registry }: Search, outputs: Attributes, found: Found): void {
  const others = nothingFound();
  for (const each of outputsBySystem(outputs, configurations))
    collect(registry, { ...each, named: each.output.length, at: undefined }, others);
  addHosts(nativeFirst(others.hosts), found);
}
