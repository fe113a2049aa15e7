import type { FilePath } from '../diagnostic.ts';
import { createSession } from '../evaluate/create-session.ts';
import type { Session } from '../evaluate/session.ts';
import { type Attributes, attributes, type Thunk } from '../evaluate/value.ts';
import type { HostClass } from '../facts/machines.ts';
import type { Files } from '../files.ts';
import { type Evaluation, evaluateModules } from '../nixos/evaluation.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { evaluateFlake, type FlakeGap, type FlakeHost } from './flake.ts';
import { hostRegistry, inputKnowledge } from './hosts.ts';

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

export interface Fleet {
  readonly session: Session;
  readonly hosts: readonly FleetHost[];
  readonly gaps: readonly FlakeGap[];
}

/** Where the text of a fleet comes from. */
export interface FleetSource {
  readonly files: Files;
  readonly module: Session['module'];
  readonly derivations: Session['derivations'];
}

/** Every machine that the flakes of the workspace make. */
export function evaluateFleet(
  { files, module, derivations }: FleetSource,
  flakes: readonly FilePath[],
): Fleet {
  const registry = hostRegistry();
  const session = createSession(files, module, {
    inputs: inputKnowledge(registry),
    derivations,
  });
  const evaluation = { session, registry, opened: new Map() };
  const hosts: FleetHost[] = [];
  const gaps: FlakeGap[] = [];
  const seen = new Set<Evaluation>();
  for (const file of flakes) {
    const flake = evaluateFlake(evaluation, file);
    gaps.push(...flake.gaps);
    for (const host of flake.hosts) {
      if (seen.has(host.call.evaluation)) continue;
      seen.add(host.call.evaluation);
      hosts.push(fleetHost({ session, file, taken: hosts }, host));
    }
  }
  return { session, hosts, gaps };
}

interface Naming {
  readonly session: Session;
  readonly file: FilePath;
  readonly taken: readonly FleetHost[];
}

function fleetHost({ session, file, taken }: Naming, host: FlakeHost): FleetHost {
  const { evaluation } = host.call;
  const wanted = host.name || hostName(evaluation) || 'unnamed';
  return {
    name: freeName(wanted, { taken, suffix: host.call.class }),
    class: host.call.class,
    output: host.output.join('.'),
    at: host.at,
    flake: file,
    evaluation,
    homes: host.call.class === 'home' ? [] : homesOf(session, evaluation),
  };
}

function hostName(evaluation: Evaluation): string | undefined {
  const value = evaluation.root().at(['networking', 'hostName']).value;
  return value.kind === 'string' ? value.value : undefined;
}

/** Two flakes, or two classes, may use one name. */
function freeName(
  wanted: string,
  { taken, suffix }: { readonly taken: readonly FleetHost[]; readonly suffix: string },
): string {
  const isFree = (name: string): boolean => taken.every((host) => host.name !== name);
  if (isFree(wanted)) return wanted;
  const base = `${wanted} (${suffix})`;
  for (let number = 2; ; number++) {
    const name = number === 2 ? base : `${base} ${number}`;
    if (isFree(name)) return name;
  }
}

/** Each user's definitions are modules of their own, started with what the machine passes on. */
function homesOf(session: Session, host: Evaluation): FleetHome[] {
  const manager = host.root().child('home-manager');
  const users = manager.child('users');
  return users.names().map((user) => {
    const shared = manager.child('sharedModules').value;
    const special = manager.child('extraSpecialArgs').value;
    const evaluation = evaluateModules(session, {
      class: 'home',
      modules: [
        ...users.child(user).definitions.map((definition) => definition.content),
        ...(shared.kind === 'list' ? shared.items : []),
      ],
      open: shared.kind === 'list' ? shared.open : undefined,
      specialArgs: special.kind === 'attrs' ? special : noArguments,
      extraArgs: new Map<string, Thunk>([
        ['osConfig', host.config],
        ['nixosConfig', host.config],
        ['darwinConfig', host.config],
      ]),
      system: host.system,
    });
    return { user, evaluation };
  });
}

const noArguments: Attributes = attributes(new Map());

/** The node of an option of a machine. */
export function optionAt(host: FleetHost, path: readonly string[]): OptionNode {
  return host.evaluation.root().at(path);
}
