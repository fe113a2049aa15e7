import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { Thing } from '../meaning/facts/thing.ts';
import { fact, lines } from './cells.ts';
import { blocks, bullets, code, counted, names } from './markdown.ts';

/** What is known of an input of a flake. */
export function inputPage(facts: Facts, { of, name }: Thing): string | undefined {
  const rows = facts.table('input').rows.filter(({ flake }) => flake === of);
  const row = rows.find((each) => each.name === name);
  if (row === undefined) return undefined;
  const revision = known(row['locked-revision']);
  const time = known(row['last-modified']);
  const below = rows.filter((each) => each.name.startsWith(`${name}/`));
  const followers = rows.filter(({ follows }) => follows === name).map((each) => each.name);
  return blocks([
    `input ${code(name)}${of === 'flake.nix' ? '' : ` of ${code(of)}`}`,
    lines(
      fact('Address', row.url),
      row.follows === undefined ? undefined : `Follows ${code(row.follows || 'nothing')}`,
      row['is-flake'] ? undefined : 'No flake',
      revision &&
        `Locked to ${code(revision.slice(0, 12))}${time === undefined ? '' : ` of ${dayOf(time)}`}`,
      row['lock-problem'] === 'missing' ? 'The lock file does not have it.' : undefined,
      row['lock-problem'] === 'differs'
        ? `Locked from ${code(row['locked-from'] ?? 'another address')}.`
        : undefined,
      fact(
        'Its inputs that follow',
        below.flatMap(({ name: own, follows }) => (follows ? [own.slice(name.length + 1)] : [])),
      ),
      fact('Followed by', followers),
    ),
  ]);
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** What is known of an output of a flake. */
export function outputPage(facts: Facts, { of, name }: Thing): string | undefined {
  const row = facts.table('output').rows.find(({ flake, path }) => flake === of && path === name);
  if (row === undefined) return undefined;
  const article = /^[aeiou]/.test(row.type) ? 'an' : 'a';
  return blocks([
    `output ${code(name)}${of === 'flake.nix' ? '' : ` of ${code(of)}`}`,
    lines(
      row.type === 'other' ? undefined : `${article} ${row.type.replaceAll('-', ' ')}`,
      fact('Platform', row.system),
    ),
  ]);
}

/** What is known of a machine. */
export function hostPage(facts: Facts, { name }: Thing): string | undefined {
  const text = hostFacts(facts, name);
  return text && blocks([`machine ${code(name)}`, text]);
}

function hostFacts(facts: Facts, name: string): string | undefined {
  const row = facts.table('host').rows.find((host) => host.name === name);
  if (row === undefined) return undefined;
  const modules = facts.table('module').rows.filter(({ hosts }) => hosts.includes(name));
  const secrets = facts.table('secret').rows.filter(({ host }) => host === name);
  return lines(
    `${classes[row.class]}${known(row.system) === undefined ? '' : ` for ${code(known(row.system) ?? '')}`}`,
    known(row['host-name']) === name ? undefined : fact('Host name', row['host-name']),
    fact('Entry', row.entry),
    fact('Addresses', row.addresses),
    fact('Tags', row.tags),
    fact('Homes', row.homes),
    `${counted(modules.length, 'module')}, ${counted(secrets.length, 'secret')}`,
  );
}

const classes = {
  nixos: 'NixOS',
  darwin: 'macOS with nix-darwin',
  home: 'A home of Home Manager',
} as const;

/** What is known of a file as a module: what it is for, who imports it, and which machines reach it. */
export function modulePage(facts: Facts, { name }: Thing): string | undefined {
  const row = facts.table('module').rows.find(({ file }) => file === name);
  if (row === undefined) return undefined;
  const { kind, classes: own, importers, hosts } = row;
  return blocks([
    `${kind === 'module' ? 'module' : 'code'} ${code(name)}${own.length > 0 ? ` for ${own.join(', ')}` : ''}`,
    lines(
      hosts.length > 0 ? `Part of ${names(hosts)}` : 'Part of no machine',
      importers.length > 0 ? `Imported by ${counted(importers.length, 'file')}:` : undefined,
    ),
    importers.length > 0 ? bullets(importers.map(code), 6) : undefined,
  ]);
}

/** What is known of a flag: its default, and what profiles make of it. */
export function flagPage(facts: Facts, { of, name }: Thing): string | undefined {
  const isOwn = (row: { readonly section: string; readonly name: string }): boolean =>
    row.section === of && row.name === name;
  const flag = facts.table('flag').rows.find(isOwn);
  const settings = facts.table('profile-setting').rows.filter(isOwn);
  if (flag === undefined && settings.length === 0) return undefined;
  const reads = facts.table('flag-read').rows.filter(isOwn);
  const values = new Map<string, string[]>();
  for (const { profile, value } of settings) {
    const text = known(value) ?? 'not known';
    values.set(text, [...(values.get(text) ?? []), profile]);
  }
  return blocks([
    `flag ${code(`${of}.${name}`)}`,
    lines(
      flag && fact('Kind', flag.kind),
      flag && fact('Default', flag.default),
      `Read in ${counted(reads.length, 'place')}`,
    ),
    bullets([...values].map(([value, profiles]) => `${code(value)} in ${names(profiles)}`)),
  ]);
}

/** What is known of a resource of OpenTofu. */
export function resourcePage(facts: Facts, { of, name }: Thing): string | undefined {
  const rows = facts
    .table('resource')
    .rows.filter(
      (row) => row.root === of && (row.address === name || row.address.startsWith(`${name}[`)),
    );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { mode, provider } = row;
  const keys = rows.flatMap(({ key }) => key ?? []);
  return blocks([
    `${mode === 'data' ? 'data source' : 'resource'} ${code(name)}`,
    lines(
      fact('Root module', of === '' ? '.' : of),
      fact('Provider', provider),
      keys.length > 0 ? fact('Instances', keys) : undefined,
    ),
  ]);
}
