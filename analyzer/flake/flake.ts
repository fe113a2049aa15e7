import type { FilePath } from '../diagnostic.ts';
import type { Telling } from '../evaluate/code.ts';
import { valueAt } from '../evaluate/look.ts';
import { importPath } from '../evaluate/paths.ts';
import type { Session } from '../evaluate/session.ts';
import { type Attributes, Thunk, unknown, type Value } from '../evaluate/value.ts';
import { hiveNodes } from '../frameworks/colmena.ts';
import type { ExprId } from '../syntax/module.ts';
import { type FlakeGap, type FlakeHost, machinesIn, machinesOfHive } from './find-machines.ts';
import type { HostCall, HostRegistry } from './hosts.ts';
import { type OpenFlakes, openFlake } from './open-flake.ts';

export interface Flake {
  readonly file: FilePath;
  readonly hosts: readonly FlakeHost[];
  /** Machines under names that another output has given them as well. */
  readonly again: readonly FlakeHost[];
  readonly gaps: readonly FlakeGap[];
}

/** An evaluation, the machines that it makes, and the flakes it has opened. */
export interface FlakeSession {
  readonly session: Session;
  readonly registry: HostRegistry;
  readonly opened: OpenFlakes;
}

/** A file that is a hive of colmena, and no flake. */
function isHive(file: FilePath): boolean {
  return file === 'hive.nix' || file.endsWith('/hive.nix');
}

/** The machines of one flake or hive: those that outputs name, then those that outputs build. */
export function evaluateFlake(flakes: FlakeSession, file: FilePath): Flake {
  const { session, registry, opened } = flakes;
  if (isHive(file)) return { file, ...hiveMachines(flakes, file) };
  const before = registry.calls.length;
  const flake = openFlake(session, opened, file);
  const lost = session.tell(file, isBroken) ? machinesIn(flakes, brokenText(file)).gaps : [];
  if (!flake.isFlake) return { file, hosts: [], again: [], gaps: lost };
  const outputs = flake.outputs.force();
  const found = machinesIn(flakes, outputs);
  const named = new Set([...found.hosts, ...found.again].map((host) => host.call));
  if (outputs.kind === 'attrs') explore(session, outputs);
  const built = registry.calls
    .slice(before)
    .filter((call) => !named.has(call) && call.class === 'nixos')
    .map((call): FlakeHost => ({ name: '', output: [], at: call.at, call }));
  const gaps = [...found.gaps, ...lost.filter((gap) => !isAmong(found.gaps, gap))];
  return { file, hosts: [...found.hosts, ...built], again: found.again, gaps };
}

function isAmong(gaps: readonly FlakeGap[], { output }: FlakeGap): boolean {
  return gaps.some((gap) => gap.output.join('.') === output.join('.'));
}

/** Whether a file may say more than could be read of it. */
const isBroken: Telling<boolean> = ({ tree }) => tree.errors.length > 0;

function brokenText(file: FilePath): Value {
  return unknown({ kind: 'syntax' }, { file, expr: 0 as ExprId });
}

/** The machines of a file named as hives are; one without what makes a hive is something else. */
function hiveMachines(flakes: FlakeSession, file: FilePath): Omit<Flake, 'file'> {
  const hive = hiveAt(flakes.session, file);
  const written = hive.force();
  const isOther =
    written.kind === 'attrs' &&
    !written.open &&
    !['meta', 'network', 'defaults'].some((name) => written.get(name));
  return isOther ? { hosts: [], again: [], gaps: [] } : machinesOfHive(flakes, hive);
}

/** The machine at one output, evaluating no other; `undefined` when there is none. */
export function findMachine(
  flakes: FlakeSession,
  file: FilePath,
  output: readonly string[],
): HostCall | undefined {
  if (output.length === 0) return undefined;
  const machine = machineAt(flakes, file, output);
  const config = machine?.kind === 'attrs' ? machine.get('config')?.value : undefined;
  return config && flakes.registry.byConfig.get(config);
}

function machineAt(
  { session, opened }: FlakeSession,
  file: FilePath,
  output: readonly string[],
): Value | undefined {
  if (isHive(file)) return valueAt(hiveNodes(session, hiveAt(session, file)), ...output);
  const outputs = openFlake(session, opened, file).outputs.force();
  const [first, ...rest] = output;
  const hive = first === 'colmena' && outputs.kind === 'attrs' ? outputs.get(first) : undefined;
  return hive ? valueAt(hiveNodes(session, hive.value), ...rest) : valueAt(outputs, ...output);
}

function hiveAt(session: Session, file: FilePath): Thunk {
  const path: Value = { kind: 'path', root: 'workspace', path: file };
  return new Thunk(undefined, () => importPath(session, path, undefined));
}

/** Outputs that may build images of machines. */
const explored = ['packages', 'images', 'apps', 'defaultPackage', 'legacyPackages', 'hydraJobs'];
const mostExplored = 4000;

/** What exploring may take, so that enough is left for the machines themselves. */
const stepsForExploring = 200_000;

/** Forces what packages are made of, so that machines built into images are met. */
function explore(session: Session, outputs: Attributes): void {
  const kept = Math.max(0, session.steps - stepsForExploring);
  session.steps -= kept;
  forceAll(outputs);
  session.steps += kept;
}

function forceAll(outputs: Attributes): void {
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
      return [
        ...value.names().flatMap((name) => value.get(name)?.value ?? []),
        ...(value.perhaps?.() ?? []).map(({ set }) => set),
      ];
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
