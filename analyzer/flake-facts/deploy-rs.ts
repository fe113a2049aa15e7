import { valueAt } from '../evaluate/look.ts';
import { describe, type Thunk, type Value } from '../evaluate/value.ts';
import { concatenated } from '../extract/cells.ts';
import { TableBuilder } from '../extract/table.ts';
import type { Cell, Undecided } from '../facts/cell.ts';
import type { Gap } from '../facts/facts.ts';
import type { Flake } from '../flake/flake.ts';
import type { HostCall, HostRegistry } from '../flake/hosts.ts';
import type { Site } from '../site.ts';
import type { FlakeDeployment } from './flake-deployment.ts';

/** What profiles are joined with machines by. */
interface Machines {
  readonly flake: Flake;
  readonly registry: HostRegistry;
}

/** The nodes of deploy-rs: a row for each profile, with what its node and all nodes say. */
export function deployRsNodes(machines: Machines, deploy: Value | undefined) {
  const gaps = new TableBuilder('deployment');
  const rows: FlakeDeployment[] = [];
  for (const node of membersOf(gaps, { set: deploy, name: 'nodes', known: {} })) {
    const known = { node: node.name };
    for (const profile of membersOf(gaps, { set: node.value, name: 'profiles', known })) {
      // What is said nearer to the profile goes first.
      const settings = [profile.value, node.value, ...(deploy ? [deploy] : [])];
      const row: FlakeDeployment['row'] = {
        at: node.at ?? { file: machines.flake.file, expr: 0 },
        tool: 'deploy-rs',
        node: node.name,
        profile: profile.name,
        address: textCell(node.value, 'hostname'),
        user: settings.map((set) => textCell(set, 'sshUser')).find((cell) => cell !== undefined),
        port: portOf(settings.map(sshOptions)),
        tags: [],
      };
      rows.push({ row, machine: machineOf(machines, profile.value) });
    }
  }
  return { rows, gaps };
}

interface Member {
  readonly name: string;
  readonly value: Value;
  readonly at: Site | undefined;
}

interface Members {
  readonly set: Value | undefined;
  readonly name: string;
  readonly known: Gap<'deployment'>['known'];
}

/** The members of one attribute of a set. */
function membersOf(
  gaps: TableBuilder<'deployment'>,
  { set, name, known }: Members,
): readonly Member[] {
  if (set === undefined) return [];
  const members = valueAt(set, name) ?? (set.kind === 'attrs' ? set.open : set);
  if (members === undefined) return [];
  const gap = { ...known, tool: 'deploy-rs' } as const;
  const open = members.kind === 'attrs' ? members.open : members;
  if (open?.kind === 'unknown') gaps.gap(gap, open);
  else if (open) gaps.gap(gap, `\`${name}\` is not a set`);
  if (members.kind !== 'attrs') return [];
  return members.names().flatMap((each): Member[] => {
    const member = members.get(each);
    return member ? [{ name: each, value: member.value.force(), at: member.at }] : [];
  });
}

function textCell(set: Value, name: string): Cell<string> {
  const value = valueAt(set, name);
  if (value === undefined || value.kind === 'null') return hiddenIn(set);
  if (value.kind === 'string') return value.value;
  return { undecided: value.kind === 'unknown' ? describe(value.reason) : 'is no known text' };
}

/** Why a set may have what is not seen in it. */
function hiddenIn(set: Value): Undecided | undefined {
  const why = set.kind === 'attrs' ? set.open : set;
  return why?.kind === 'unknown' ? { undecided: describe(why.reason) } : undefined;
}

/** The words that ssh is given. */
function sshOptions(set: Value): Cell<readonly string[]> {
  const options = valueAt(set, 'sshOpts');
  if (options === undefined) return hiddenIn(set);
  const texts = options.kind === 'list' && !options.open ? options.items.map(textOf) : [undefined];
  const known = texts.filter((text) => text !== undefined);
  return known.length === texts.length ? known : { undecided: 'options of ssh are not known' };
}

function textOf(thunk: Thunk): string | undefined {
  const value = thunk.force();
  return value.kind === 'string' ? value.value : undefined;
}

/** The first port among all words, which is the one that ssh takes. */
function portOf(options: readonly Cell<readonly string[]>[]): Cell<number> {
  const words = concatenated(...options);
  if (words === undefined || 'undecided' in words) return words;
  const at = words.findIndex((word) => /^-p/.test(word));
  const text = words[at] === '-p' ? words[at + 1] : words[at]?.slice(2);
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}

/** The machine that the program of a profile is made of. */
function machineOf({ flake, registry }: Machines, profile: Value): Cell<string> {
  const path = valueAt(profile, 'path');
  const given = path?.kind === 'unknown' ? (path.from ?? []) : [];
  const call = given.map((thunk) => callOf(registry, thunk)).find((each) => each !== undefined);
  const host = flake.hosts.find((each) => each.call.evaluation === call?.evaluation);
  return host?.output.join('.') ?? { undecided: 'what is deployed is not told apart' };
}

function callOf({ byConfig }: HostRegistry, thunk: Thunk): HostCall | undefined {
  const value = thunk.force();
  const config = value.kind === 'attrs' ? value.get('config')?.value : undefined;
  return config && byConfig.get(config);
}
