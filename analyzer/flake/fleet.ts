import type { FilePath } from '../diagnostic.ts';
import type { CodeReader } from '../evaluate/code.ts';
import { createSession } from '../evaluate/create-session.ts';
import type { Session } from '../evaluate/session.ts';
import type { HostClass } from '../facts/machines.ts';
import type { Files } from '../files.ts';
import type { Evaluation } from '../nixos/evaluation.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import type { FlakeGap } from './find-machines.ts';
import { evaluateFlake, type FlakeSession, findMachine } from './flake.ts';
import { homeOf } from './homes.ts';
import { type HostCall, hostRegistry, inputKnowledge } from './hosts.ts';

/** One machine of the workspace, under a name no other has. */
export interface FleetHost {
  readonly name: string;
  readonly class: HostClass;
  readonly output: string;
  readonly at: Site | undefined;
  readonly flake: FilePath;
  readonly evaluation: Evaluation;
  /** The homes of its users that Home Manager makes. */
  readonly homes: readonly FleetHome[];
}

export interface FleetHome {
  readonly user: string;
  readonly evaluation: Evaluation;
}

/** Machines of one evaluation. */
export interface Fleet {
  readonly session: Session;
  readonly hosts: readonly FleetHost[];
  /** The place of the machine among those of its flake, where nothing else led to it. */
  readonly place: number | undefined;
}

/** What an evaluation reads. */
export interface FleetSource extends CodeReader {
  readonly files: Files;
  readonly derivations: Session['derivations'];
}

/** A machine that a flake has. Where it stands is enough to find it again in another evaluation. */
export interface FoundMachine {
  /** The name that its flake or it itself gives it. */
  readonly wanted: string;
  readonly class: HostClass;
  readonly flake: FilePath;
  /** Empty for a machine that no output names. */
  readonly output: readonly string[];
  /** Its place among the machines of its flake. */
  readonly place: number;
  readonly at: Site | undefined;
}

/** A machine with a name that no other has. */
export interface NamedMachine extends FoundMachine {
  readonly name: string;
}

/** The machines that one flake has, as plain data. */
export interface Discovery {
  readonly machines: readonly FoundMachine[];
  readonly gaps: readonly FlakeGap[];
}

/** Evaluates a flake as far as is needed to know which machines it has. */
export function discoverMachines(source: FleetSource, flake: FilePath): Discovery {
  const { hosts, gaps } = evaluateFlake(flakeSession(source), flake);
  const seen = new Set<Evaluation>();
  const machines = hosts.flatMap(({ name, output, at, call }, place): FoundMachine[] => {
    if (seen.has(call.evaluation)) return [];
    seen.add(call.evaluation);
    const wanted = name || hostName(call.evaluation) || 'unnamed';
    return [{ wanted, class: call.class, flake, output, place, at }];
  });
  return { machines, gaps };
}

/**
 * Sets up one machine, in an evaluation of its own: what it shares with others
 * is evaluated again, so that nothing it is made of depends on them.
 */
export function evaluateMachine(source: FleetSource, machine: NamedMachine): Fleet {
  const evaluation = flakeSession(source);
  const { session } = evaluation;
  const { flake, output, place } = machine;
  const named = findMachine(evaluation, flake, output);
  const call = named ?? evaluateFlake(evaluation, flake).hosts[place]?.call;
  const hosts = call ? [fleetHost(session, machine, call)] : [];
  return { session, hosts, place: named ? undefined : place };
}

/** A fresh evaluation for flakes. */
export function flakeSession({ files, code, tell, derivations }: FleetSource): FlakeSession {
  const registry = hostRegistry();
  const inputs = inputKnowledge(registry);
  const session = createSession(files, { code, tell }, { inputs, derivations });
  return { session, registry, opened: new Map() };
}

function fleetHost(session: Session, machine: NamedMachine, { evaluation }: HostCall): FleetHost {
  return {
    name: machine.name,
    class: machine.class,
    output: machine.output.join('.'),
    at: machine.at,
    flake: machine.flake,
    evaluation,
    homes: machine.class === 'home' ? [] : homesOf(session, evaluation),
  };
}

function hostName(evaluation: Evaluation): string | undefined {
  const value = evaluation.root().at(['networking', 'hostName']).value;
  return value.kind === 'string' ? value.value : undefined;
}

/** Two flakes, or two classes, may use one name; the first to come keeps it. */
export function nameMachines(found: readonly FoundMachine[]): readonly NamedMachine[] {
  const taken = new Set<string>();
  return found.map((machine) => {
    const name = freeName(machine, taken);
    taken.add(name);
    return { ...machine, name };
  });
}

function freeName(machine: FoundMachine, taken: ReadonlySet<string>): string {
  if (!taken.has(machine.wanted)) return machine.wanted;
  const base = `${machine.wanted} (${machine.class})`;
  for (let number = 2; ; number++) {
    const name = number === 2 ? base : `${base} ${number}`;
    if (!taken.has(name)) return name;
  }
}

/** The homes that are there, or may be. */
function homesOf(session: Session, host: Evaluation): FleetHome[] {
  const users = host.root().child('home-manager').child('users');
  const names = users.names().filter((user) => users.child(user).isPresent());
  return names.map((user) => ({ user, evaluation: homeOf(session, host, user) }));
}

/** The node of an option of a machine. */
export function optionAt(host: FleetHost, path: readonly string[]): OptionNode {
  return host.evaluation.root().at(path);
}
