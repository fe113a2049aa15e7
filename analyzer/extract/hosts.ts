import type { FilePath } from '../diagnostic.ts';
import { directoryOf } from '../evaluate/path-value.ts';
import { describe } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';
import type { Gap, Table } from '../facts/facts.ts';
import type { HostRow } from '../facts/machines.ts';
import type { FlakeGap } from '../flake/find-machines.ts';
import { type FleetHost, optionAt } from '../flake/fleet.ts';
import { cardAddresses } from './addresses.ts';
import { concatenated } from './cells.ts';
import { entryOf, type MachineFiles } from './modules.ts';
import { foreignGaps, Settings } from './settings.ts';
import { siteOf, stringCell, TableBuilder } from './table.ts';

/** What a machine says of itself, whatever other machines there are. */
export type OwnHostRow = Omit<HostRow, 'entry' | 'folder' | 'type'>;

/** The row of a machine; `addresses` has those of its tunnels. */
export function hostRow(host: FleetHost, tunnels: Table<'tunnel'>): OwnHostRow {
  const name = optionAt(host, ['networking', 'hostName']);
  const site = siteOf(name);
  const ofTunnels = tunnels.rows.flatMap((row) => row.addresses);
  return {
    at: host.at ?? { file: host.flake, expr: 0 },
    ...(site ? { places: { 'host-name': site } } : {}),
    name: host.name,
    class: host.class,
    system: systemCell(host),
    'host-name': stringCell(name),
    output: host.output,
    tags: tagsOf(host),
    addresses: [...new Set([...ofTunnels, ...cardAddresses(host)])],
    homes: host.homes.map(({ user }) => user).sort(),
  };
}

/** The machines of the fleet, with the file that belongs to each of them alone. */
export function hostTable(
  machines: readonly { readonly host: OwnHostRow; readonly files: MachineFiles }[],
  gaps: readonly FlakeGap[],
): Table<'host'> {
  const all = machines.map(({ files }) => files);
  const entries = machines.map(({ files }) => entryOf(files, all));
  const folders = machines.map(({ host, files }, index) => folderOf(host, entries[index], files));
  const shared = {
    machine: sharedDepth(folders.filter((_, index) => machines[index]?.host.class !== 'home')),
    home: sharedDepth(folders.filter((_, index) => machines[index]?.host.class === 'home')),
  };
  const rows = machines.map(({ host }, index) => {
    const depth = host.class === 'home' ? shared.home : shared.machine;
    const type = folders[index]?.slice(depth).join('/');
    const folder = ownFolder(entries, index);
    return { ...host, entry: entries[index], folder, type: type === '' ? undefined : type };
  });
  return { rows, gaps: hostGaps(gaps) };
}

/** What flakes may have besides the machines that are known. */
function hostGaps(gaps: readonly FlakeGap[]): readonly Gap<'host'>[] {
  const table = new TableBuilder('host');
  for (const { output, reason, at, class: hostClass } of gaps) {
    const text = reason.kind === 'failure' ? `fails: ${reason.message}` : describe(reason);
    const name = output.length > 1 ? output.slice(1).join('.') : undefined;
    const known = name === undefined ? { class: hostClass } : { class: hostClass, name };
    table.gap(known, text, at);
  }
  return table.gaps;
}

/** The folder of an entry, where it holds no other one. */
function ownFolder(entries: readonly (FilePath | undefined)[], own: number): string | undefined {
  const folder = directoryOf(entries[own] ?? '');
  if (folder === '') return undefined;
  const isShared = entries.some((entry, index) => index !== own && entry?.startsWith(`${folder}/`));
  return isShared ? undefined : folder;
}

function systemCell(host: FleetHost): Cell<string> {
  const value = host.evaluation.system.force();
  if (value.kind === 'string') return value.value;
  return { undecided: value.kind === 'unknown' ? describe(value.reason) : 'is not a string' };
}

/** Tags of NixOS, and those that tools for deployment choose machines by. */
function tagsOf(host: FleetHost): HostRow['tags'] {
  const foreign = foreignGaps(host.evaluation);
  const of = (...path: readonly string[]) =>
    new Settings(optionAt(host, path), foreign).items('tags');
  return concatenated(of('system', 'nixos'), of('deployment'));
}

/** The folders above the one, or the file, that is called like the machine, of its entry if possible. */
function folderOf(
  { name }: OwnHostRow,
  entry: FilePath | undefined,
  { files }: MachineFiles,
): readonly string[] | undefined {
  for (const file of [entry ?? [], files.map((each) => each.file)].flat()) {
    const parts = file.replace(/\.nix$/, '').split('/');
    const at = parts.indexOf(name);
    if (at > 0) return parts.slice(0, at);
  }
  return undefined;
}

/** How many folders all of them begin with. */
function sharedDepth(folders: readonly (readonly string[] | undefined)[]): number {
  const known = folders.filter((folder) => folder !== undefined);
  const [first = []] = known;
  const differing = first.findIndex((part, index) => known.some((each) => each[index] !== part));
  return differing === -1 ? first.length : differing;
}
