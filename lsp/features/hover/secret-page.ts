import { type Cell, isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { SecretRow } from '#analyzer/facts/secrets.ts';
import { keyStateOf } from '#analyzer/secrets/stored-keys.ts';
import { factIndexOf } from '../meaning/facts/fact-index.ts';
import type { Thing } from '../meaning/facts/thing.ts';
import { fact, facts as factsOf, lines } from './cells.ts';
import { blocks, bullets, code, counted, names } from './markdown.ts';

/** What is known of a secret, on the machines that a place is about; never its value. */
export function secretPage(
  facts: Facts,
  { of, name }: Thing,
  hosts: readonly string[] | undefined,
): string | undefined {
  const rows = facts
    .table('secret')
    .rows.filter((row) => row.manager === of && row.name === name)
    .filter(({ host }) => hosts?.includes(host) ?? true);
  const head = `secret ${code(name)} of ${managers.get(of) ?? of}`;
  if (rows.length === 0) return `${head}\n\nNo machine declares it.`;
  return blocks([
    head,
    lines(
      `Declared by ${names([...new Set(rows.map(ownerOf))])}`,
      ownerLines(rows),
      factsOf('Mode', rows, ({ mode }) => mode),
      factsOf('Path', rows, ({ path }) => path),
      factsOf('File', rows, ({ file }) => file),
      factsOf('Key', rows, ({ key, name: own }) => (key === own ? undefined : key || undefined)),
      missingKeys(facts, rows),
      factsOf('Restarts', rows, (row) => row['restart-units']),
      factsOf('Reloads', rows, (row) => row['reload-units']),
    ),
    readersText(facts, rows),
  ]);
}

const managers: ReadonlyMap<string, string> = new Map([
  ['sops', 'sops-nix'],
  ['agenix', 'agenix'],
  ['vaultix', 'vaultix'],
  ['openbao', 'an agent of Vault or OpenBao'],
  ['opnix', 'opnix'],
]);

function ownerOf({ host, account }: SecretRow): string {
  return account === undefined ? host : `${account}@${host}`;
}

/** Numbers stand in for names that are unset. */
function ownerLines(rows: readonly SecretRow[]): readonly string[] {
  return [
    ...factsOf('Owner', rows, ({ owner, uid }) => owner ?? uid),
    ...factsOf('Group', rows, ({ group, gid }) => group ?? gid),
  ];
}

function missingKeys(facts: Facts, rows: readonly SecretRow[]): string | undefined {
  const row = rows.find((each) => keyStateOf(facts, each)?.kind === 'missing');
  return row && `The file has no key ${code(known(row.key) ?? row.name)}.`;
}

function readersText(facts: Facts, rows: readonly SecretRow[]): string {
  const [first] = rows;
  const own = new Set(rows.map(({ host }) => host));
  const readers = facts.table('secret-reference').rows.filter((row) => {
    const isNamed = row.kind === 'option' && row.target === first?.name;
    const isPath = row.kind === 'path' && rows.some(({ path }) => known(path) === row.target);
    return own.has(row.host) && row.manager === first?.manager && (isNamed || isPath);
  });
  if (readers.length === 0) return 'Nothing is seen to read it.';
  const texts = [...new Set(readers.map((row) => row.reader))];
  return `Read by:\n\n${bullets(texts, 8)}`;
}

/** What is known of a file that machines make from a text and secrets. */
export function templatePage(facts: Facts, { of, name }: Thing): string | undefined {
  const rows = facts
    .table('secret-template')
    .rows.filter((row) => row.manager === of && row.name === name);
  if (rows.length === 0) return undefined;
  return blocks([
    `template ${code(name)} of ${managers.get(of) ?? of}`,
    lines(
      `Made by ${names([...new Set(rows.map(({ host }) => host))])}`,
      factsOf('Owner', rows, ({ owner, uid }) => owner ?? uid),
      factsOf('Group', rows, ({ group, gid }) => group ?? gid),
      factsOf('Mode', rows, ({ mode }) => mode),
      factsOf('Path', rows, ({ path }) => path),
      factsOf('Secrets', rows, ({ secrets }) => secrets),
    ),
  ]);
}

/** What is known of a file of secrets: who can open it, and which machines take secrets from it. */
export function secretFilePage(facts: Facts, { name }: Thing): string | undefined {
  const row = facts.table('secret-file').rows.find(({ file }) => file === name);
  const users = facts.table('secret').rows.filter(({ file }) => known(file) === name);
  if (row === undefined && users.length === 0) return undefined;
  const keys = facts.table('secret-key').rows.filter(({ file, whole }) => file === name && !whole);
  return blocks([
    `file of secrets ${code(name)}`,
    lines(
      row && `Encrypted by ${row.manager}${row.encryption === 'none' ? ': no' : ''}`,
      keys.length > 0 ? counted(keys.length, 'key') : undefined,
      users.length > 0
        ? `Used by ${names([...new Set(users.map(({ host }) => host))])}`
        : undefined,
      row && openersText(facts, row.recipients),
      row && fact('Changed', row['last-modified']),
    ),
  ]);
}

function openersText(facts: Facts, recipients: Cell<readonly string[]>): string | undefined {
  if (isUndecided(recipients)) return `Who can open it is not known: ${recipients.undecided}`;
  if (recipients === undefined || recipients.length === 0) return undefined;
  return `Opened by ${names(recipients.map((key) => recipientName(facts, key)))}`;
}

/** What a key is called, or its beginning. */
function recipientName(facts: Facts, key: string): string {
  const called = [
    ...facts.table('rule-recipient').rows.filter((row) => (row.age ?? row.recipient) === key),
    ...facts.table('public-key').rows.filter((row) => (row.age ?? row.key) === key),
  ].find(({ name }) => name !== undefined)?.name;
  return called ?? `${key.slice(0, 16)}…`;
}

/** What is known of a key that files of secrets are encrypted for. */
export function recipientPage(facts: Facts, thing: Thing): string {
  const { name } = thing;
  const keys = facts.table('public-key').rows.filter((row) => (row.age ?? row.key) === name);
  const files = facts
    .table('secret-recipient')
    .rows.filter(({ recipient }) => recipient === name)
    .map(({ file }) => file);
  const owners = [...new Set(keys.flatMap(({ identifies }) => identifies))];
  const users = [...new Set(keys.flatMap(({ user }) => user ?? []))];
  const places = factIndexOf(facts).of(thing);
  return blocks([
    `key ${code(recipientName(facts, name))}`,
    lines(
      code(name),
      owners.length > 0 ? `The key of ${names(owners)}` : undefined,
      users.length > 0 ? `Opens the logins of ${names(users)}` : undefined,
      files.length > 0 ? `Opens ${names([...new Set(files)])}` : undefined,
      counted(places.length, 'place'),
    ),
  ]);
}
