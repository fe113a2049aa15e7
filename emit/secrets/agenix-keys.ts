import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { HostRow } from '#analyzer/facts/machines.ts';
import type { PublicKeyRow } from '#analyzer/facts/secret-files.ts';
import { compareBytes } from '#analyzer/order/compare.ts';

/** The keys of a machine or of a person, under the name that they go by. */
export interface KeyHolder {
  readonly name: string;
  readonly keys: readonly string[];
}

/** Why nobody can tell the keys. */
export interface NoKey {
  readonly problem: string;
}

export interface KeySource {
  readonly facts: Facts;
  /** The only file whose keys count; empty for the whole repository. */
  readonly keys: string;
  /** The file of the rules themselves. */
  readonly rules: string | undefined;
  /** Names of keys there that people keep; `undefined` where they keep all of them. */
  readonly kept: ReadonlySet<string> | undefined;
}

/**
 * The public keys that files of age can be encrypted for, of those that may be
 * looked at. What the rules themselves call a name is not what others call so.
 */
export function usableKeys({ facts, keys, rules, kept }: KeySource): readonly PublicKeyRow[] {
  const rows = facts.table('public-key').rows.map(calledSomehow).filter(isUsable);
  const own = rows.filter(({ file, source, name = '' }) => {
    return file === rules && source === 'nix' && (kept?.has(name) ?? keys === '');
  });
  const elsewhere = rows.filter(({ file }) => file !== rules && (keys === '' || file === keys));
  const names = new Set(own.flatMap(({ name }) => name ?? []));
  const taken = new Set(
    [...names].filter((name) => kept !== undefined || !isSame(own, elsewhere, name)),
  );
  return [
    ...own.filter(({ name = '' }) => taken.has(name)),
    ...elsewhere.filter(({ name = '' }) => !taken.has(name)),
  ];
}

/** Whether keys of a name are the same in both places, so that the rules need not have them. */
function isSame(
  own: readonly PublicKeyRow[],
  elsewhere: readonly PublicKeyRow[],
  name: string,
): boolean {
  const [one, other] = [own, elsewhere].map((rows) => keysNamed(rows, [name]));
  if (one === undefined || other === undefined || 'problem' in one || 'problem' in other)
    return false;
  return one.keys.join('\n') === other.keys.join('\n');
}

function isUsable({ valid, type, source }: PublicKeyRow): boolean {
  const isElsewhere = source === 'authorized' || source === 'sops-rules';
  return valid && encryptable.has(type) && !isElsewhere;
}

/** A key that no name stands for is called by its comment. */
function calledSomehow(row: PublicKeyRow): PublicKeyRow {
  return row.name === undefined ? { ...row, name: row.comment } : row;
}

const encryptable: ReadonlySet<string> = new Set(['ssh-ed25519', 'ssh-rsa', 'age', 'age-plugin']);

/** A key that opens secrets of a machine, or of the home of one of its users. */
export interface Opener {
  readonly host: HostRow;
  readonly scope: 'system' | 'home';
  /** The user whose home it is, where that is told. */
  readonly account: string | undefined;
}

/** The keys that open secrets there, by the identities that the configuration names. */
export function keysOf(
  facts: Facts,
  rows: readonly PublicKeyRow[],
  opener: Opener,
): KeyHolder | NoKey {
  const { host, scope } = opener;
  const paths = identitiesOf(facts, opener);
  const hostKeys = paths.filter((path) => isHostKey(path));
  if (scope === 'system' && hostKeys.length + Number(paths.length === 0) > 0) {
    const own = rows.filter((row) => row.identifies.includes(host.name) || isCalled(row, host));
    return chosen({ rows: own, name: host.name, types: typesOf(hostKeys) });
  }
  return keysNamed(rows, namesOfIdentities(paths, opener), typesOf(paths));
}

/** The keys that go by the first of the names that has any. */
export function keysNamed(
  rows: readonly PublicKeyRow[],
  names: readonly string[],
  types: readonly string[] = [],
): KeyHolder | NoKey {
  for (const name of names) {
    const found = rows.filter((row) => row.name === name);
    if (found.length > 0) return chosen({ rows: found, name, types });
  }
  return { problem: `no public key of \`${names[0] ?? ''}\` is known` };
}

function identitiesOf(facts: Facts, { host, scope, account }: Opener): readonly string[] {
  return facts.table('secret-identity').rows.flatMap((row) => {
    const isHere = row.host === host.name && row.manager === 'agenix';
    return isHere && row.scope === scope && row.account === account ? [row.path] : [];
  });
}

function isHostKey(path: string): boolean {
  return /(^|\/)ssh_host_\w+_key$/.test(path);
}

function isCalled({ name, source }: PublicKeyRow, host: HostRow): boolean {
  if (name === undefined || source !== 'nix') return false;
  return name === host.name || name === known(host['host-name']);
}

/** What people call keys of users on machines, the narrowest name first. */
function namesOfIdentities(paths: readonly string[], { host, account }: Opener): readonly string[] {
  const own = paths.map(baseName).filter((name) => !/^id_[a-z0-9]+$/.test(name));
  const users = new Set([account, ...paths.map(userOf)].flatMap((user) => user ?? []));
  const machines = new Set([host.name, known(host['host-name']) ?? host.name]);
  const joined = [...users].flatMap((user) =>
    [...machines].flatMap((machine) => [
      `${user}@${machine}`,
      `${user}-${machine}`,
      `${user}_${machine}`,
      `${machine}-${user}`,
      `${machine}_${user}`,
    ]),
  );
  const home = host.class === 'home' ? [host.name] : [];
  return [...home, ...joined, ...own, ...users];
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function userOf(path: string): string | undefined {
  return /^\/(?:home|Users)\/([^/]+)\//.exec(path)?.[1];
}

/** The types of keys that lie under these names, where the names tell. */
function typesOf(paths: readonly string[]): readonly string[] {
  const types = paths.flatMap((path) => /(ed25519|rsa)(_key)?$/.exec(path)?.[1] ?? []);
  return types.length === paths.length ? types.map((type) => `ssh-${type}`) : [];
}

interface Candidates {
  readonly rows: readonly PublicKeyRow[];
  readonly name: string;
  /** The types of the keys that are there, the one that is tried first in front. */
  readonly types: readonly string[];
}

/** Keys of the source that says it most plainly; those of two files are nobody's to choose from. */
function chosen({ rows, name, types }: Candidates): KeyHolder | NoKey {
  const type = types.find((each) => rows.some((row) => row.type === each));
  const fit = type === undefined ? rows : rows.filter((row) => row.type === type);
  const source = sources.find((each) => fit.some((row) => row.source === each));
  const best = fit.filter((row) => row.source === source);
  const keys = [...new Set(best.map(({ key }) => key))].sort(compareBytes);
  const files = new Set(best.map(({ file }) => file));
  if (keys.length === 0) return { problem: `no public key of \`${name}\` is known` };
  if (keys.length > 1 && files.size > 1) {
    const listed = [...files].map((file) => `\`${file}\``).join(', ');
    return { problem: `several files have different keys of \`${name}\`: ${listed}` };
  }
  return { name, keys };
}

const sources: readonly PublicKeyRow['source'][] = [
  'host-key',
  'file',
  'known-host',
  'known-hosts',
  'nix',
];
