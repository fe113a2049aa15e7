import type { FilePath } from '../diagnostic.ts';
import type { Table } from '../facts/facts.ts';
import type { PublicKeyRow } from '../facts/secret-files.ts';
import { type KeyLine, keyLines } from '../secret-files/key-lines.ts';
import type { NixKey } from '../secret-files/nix-keys.ts';
import { offsetSite } from '../secret-files/offset-site.ts';
import { readPublicKey } from '../secret-files/public-key.ts';
import type { SopsRules } from '../secret-files/sops-rules.ts';
import type { HostKeys } from './host-keys.ts';
import {
  identified,
  type KeyContext,
  type KeyPlace,
  keyRow,
  type MachineName,
  machinesNamed,
} from './key-row.ts';
import { TableBuilder } from './table.ts';

/** What the table of public keys is put together from. */
export interface KeySources extends KeyContext {
  /** The keys of each file of keys; `undefined` for one that cannot be read. */
  readonly files: ReadonlyMap<FilePath, readonly KeyLine[] | undefined>;
  readonly nix: readonly NixKey[];
  readonly sopsRules: ReadonlyMap<FilePath, SopsRules>;
  readonly hostKeys: readonly HostKeys[];
}

/** Every public key that the repository writes out, and those that options of machines hold. */
export function publicKeyTable(sources: KeySources): Table<'public-key'> {
  const table = new TableBuilder('public-key');
  for (const [file, lines] of sources.files) {
    if (!lines) table.gap({ file }, `\`${file}\` cannot be read`);
    for (const row of fileKeys(file, lines ?? [], sources)) table.add(row);
  }
  for (const { key, at, name } of sources.nix)
    table.add(identified(keyRow(key, { at, source: 'nix', file: at.file, name }), sources));
  for (const [file, rules] of sources.sopsRules)
    for (const row of ruleKeys(file, rules, sources)) table.add(row);
  for (const { rows, gaps } of sources.hostKeys) {
    for (const row of rows) table.add(identified(row, sources));
    for (const { known, reason, at } of gaps) table.gap(known, reason, at);
  }
  return { rows: table.rows, gaps: table.gaps };
}

/** Whether a file is one of public keys, by its name. */
export function isKeyFile(file: FilePath): boolean {
  return file.endsWith('.pub') || isKnownHosts(file) || /(^|[/_-])authorized_keys2?$/.test(file);
}

export function readKeyFile(text: string): readonly KeyLine[] {
  return keyLines(text);
}

function isKnownHosts(file: FilePath): boolean {
  return /(^|\/)[^/]*known[_-]hosts2?$/.test(file);
}

function fileKeys(
  file: FilePath,
  lines: readonly KeyLine[],
  context: KeyContext,
): readonly PublicKeyRow[] {
  const owner = ownerOf(file, context.machines);
  return lines.map(({ key, span, hosts }) => {
    const at = offsetSite(file, span);
    const place: KeyPlace = isKnownHosts(file)
      ? { at, source: 'known-hosts', file, name: hosts[0], hosts }
      : { at, source: 'file', file, name: owner ?? nameOfFile(file), hosts: owner ? [owner] : [] };
    return identified(keyRow(key, place), context);
  });
}

/** `hosts/oak/ssh_host_ed25519_key.pub` is the key of `oak`. */
function ownerOf(file: FilePath, machines: readonly MachineName[]): string | undefined {
  const folders = file.split('/').slice(0, -1);
  const base = file.slice(file.lastIndexOf('/') + 1);
  if (!/^(ssh_)?host_.*key.*\.pub$/.test(base)) return undefined;
  const owners = machinesNamed(machines, folders);
  return owners.length === 1 ? owners[0] : undefined;
}

/** The name of a file that has one of its own, else that of its folder. */
function nameOfFile(file: FilePath): string | undefined {
  const [base = '', folder] = file.split('/').toReversed();
  const own = base.replace(/\.pub$/, '');
  const isGeneric = /^(id_[a-z0-9]+|ssh(_host)?(_[a-z0-9]+)?(_key)?|authorized_keys2?|keys?)$/.test(
    own,
  );
  return isGeneric ? folder : own;
}

function ruleKeys(
  file: FilePath,
  { texts }: SopsRules,
  context: KeyContext,
): readonly PublicKeyRow[] {
  return texts.flatMap(({ text, name, span }) => {
    const key = readPublicKey(text);
    const place: KeyPlace = { at: offsetSite(file, span), source: 'sops-rules', file, name };
    return key ? [identified(keyRow(key, place), context)] : [];
  });
}
