import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { PublicKeyRow, SecretRuleRow } from '#analyzer/facts/secret-files.ts';
import { compareBytes } from '#analyzer/order/compare.ts';
import { parse } from '#parser/parse.ts';
import { type Node, root } from '#parser/tree.ts';
import type { Problem } from '../emitter.ts';
import { nixBindings } from '../print/nix.ts';
import { type KeyHolder, keysNamed, type NoKey } from './agenix-keys.ts';
import type { AgenixEntry } from './agenix-text.ts';

/** Rules that people wrote, before they are written for them. */
export interface OldRules {
  readonly facts: Facts;
  /** The file of the rules. */
  readonly rules: string;
  /** What is there now; `undefined` for nothing. */
  readonly text: string | undefined;
  readonly keys: readonly PublicKeyRow[];
}

/** The names in the list that is called `admins` in rules of ours. */
export function adminNames(text: string): readonly string[] {
  const binding = [...root(parse(text, 'nix')).descendants()].find((node) => {
    return node.kind === 'binding' && node.child('attrpath')?.text === 'admins';
  });
  const value = binding?.child('expression');
  return value === undefined ? [] : leavesOf(value).map(lastName);
}

/** The names in lists that are joined. */
function leavesOf(node: Node): readonly Node[] {
  if (node.kind !== 'list_expression' && node.kind !== 'binary_expression') return [node];
  return node
    .children()
    .filter(({ kind }) => kind !== 'comment')
    .flatMap(leavesOf);
}

function lastName({ text }: Node): string {
  return text.slice(text.indexOf('.') + 1).replaceAll('"', '');
}

/** The keys that all rules for these files have in common, those of machines left out. */
export function sharedKeys(old: OldRules, files: readonly string[]): readonly KeyHolder[] {
  const all = rulesOf(old).filter((row) => files.includes(nameOf(row)));
  const [first, ...others] = all.map((row) => known(row.recipients) ?? []);
  const shared = (first ?? []).filter((key) => others.every((list) => list.includes(key)));
  const machines = machineNames(old.facts);
  const holders = new Map<string, string[]>();
  for (const key of shared) {
    const rows = old.keys
      .filter((row) => row.key === key)
      .toSorted((a, b) => Number(b.file === old.rules) - Number(a.file === old.rules));
    const isOfMachine = rows.some(
      ({ name = '', identifies }) => identifies.length > 0 || machines.has(name),
    );
    const name = rows.find((row) => row.name !== undefined)?.name;
    if (isOfMachine || name === undefined) continue;
    holders.set(name, [...(holders.get(name) ?? []), key]);
  }
  return [...holders].map(([name, keys]) => ({ name, keys: keys.toSorted(compareBytes) }));
}

/** Lines for the part that people keep: keys that stand nowhere but in the rules. */
export function ownKeyLines(old: OldRules, holders: readonly (KeyHolder | NoKey)[]): string {
  const own = new Map<string, string | readonly string[]>();
  for (const holder of holders) {
    if ('problem' in holder) continue;
    const rows = old.keys.filter(({ key }) => holder.keys.includes(key));
    const isOwn = rows.some(({ file, source, name }) => {
      return file === old.rules && source === 'nix' && name === holder.name;
    });
    if (!isOwn) continue;
    const [first = '', ...more] = holder.keys;
    own.set(holder.name, more.length === 0 ? first : holder.keys);
  }
  return nixBindings(Object.fromEntries(own), '  ');
}

/** Lines for the part that people keep: rules of files that nobody declares. */
export function ownRuleLines(old: OldRules, entries: readonly AgenixEntry[]): string {
  const written = new Set(entries.map(({ name }) => name));
  const others = rulesOf(old).filter((row) => !written.has(nameOf(row)));
  const rules = others.flatMap((row) => {
    const keys = known(row.recipients);
    const publicKeys = keys?.map((key) => {
      const name = keysNamedBy(old, key);
      return name === undefined ? key : { item: key, comment: name };
    });
    const armor = known(row.armor) === true ? { armor: true } : {};
    return publicKeys === undefined ? [] : [[nameOf(row), { publicKeys, ...armor }] as const];
  });
  return nixBindings(Object.fromEntries(rules), '  ');
}

/** What is lost of rules that people wrote: who could open files, and may not any more. */
export function losses(
  old: OldRules,
  entries: readonly (AgenixEntry & { readonly keys: readonly string[] })[],
): readonly Problem[] {
  return rulesOf(old).flatMap((row): readonly Problem[] => {
    const entry = entries.find(({ name }) => name === nameOf(row));
    const at = row.places?.recipients ?? row.at;
    if (isUndecided(row.recipients) && entry === undefined)
      return [
        { message: `the rule of \`${nameOf(row)}\` is not known: ${row.recipients.undecided}`, at },
      ];
    const lost = (known(row.recipients) ?? []).filter((key) => entry && !entry.keys.includes(key));
    if (lost.length === 0) return [];
    const names = lost.map((key) => `\`${keysNamedBy(old, key) ?? key}\``).join(', ');
    const message = `${names} may open \`${nameOf(row)}\` so far, and no machine with that key declares it; \`extra\` is for those who should`;
    return [{ message, at }];
  });
}

function machineNames(facts: Facts): ReadonlySet<string> {
  const machines = facts.table('host').rows.filter((host) => host.class !== 'home');
  return new Set(machines.map(({ name }) => name));
}

/** A machine that reads a file by the rules as they are, and may go on to, for all that is known. */
export interface Staying {
  readonly holder: KeyHolder;
  readonly reason: string;
}

/** The readers of a file that nobody can say do not declare it. */
export function stayingReaders(old: OldRules, name: string): readonly Staying[] {
  const row = rulesOf(old).find((each) => nameOf(each) === name);
  return (known(row?.recipients) ?? []).flatMap((key): readonly Staying[] => {
    const owner = old.keys.find((each) => each.key === key);
    const called = owner?.identifies[0] ?? owner?.name ?? '';
    const machines = machineNames(old.facts);
    const host = [called, called.replace(/\..*/, '')].find((each) => machines.has(each));
    if (host === undefined) return [];
    const secret = old.facts
      .table('secret')
      .rows.find((each) => each.host === host && isUndecided(each.file));
    if (secret === undefined) return [];
    const reason = `\`${host}\` goes on to open \`${name}\`: the file of its \`${secret.name}\` is not known`;
    return [{ holder: { name: host, keys: [key] }, reason }];
  });
}

function keysNamedBy({ facts, rules }: OldRules, key: string): string | undefined {
  const row = facts
    .table('public-key')
    .rows.find((each) => each.key === key && each.file === rules && each.name !== undefined);
  if (row !== undefined) return row.name;
  const ofRule = facts
    .table('rule-recipient')
    .rows.find((row) => row.source === rules && row.recipient === key && row.name !== undefined);
  return ofRule?.name ?? facts.table('public-key').rows.find((row) => row.key === key)?.name;
}

function rulesOf({ facts, rules }: OldRules): readonly SecretRuleRow[] {
  return facts
    .table('secret-rule')
    .rows.filter((row) => row.manager === 'agenix' && row.source === rules);
}

/** The file as the rules call it. */
function nameOf({ id, source }: SecretRuleRow): string {
  return id.slice(source.length + 1);
}

/** Whether agenix writes the file as text, by the rules as they are. */
export function isArmored({ facts, rules }: OldRules, name: string): boolean {
  const row = facts.table('secret-rule').rows.find(({ id }) => id === `${rules}#${name}`);
  return row !== undefined && known(row.armor) === true;
}

/** Those who go by these names. */
export function holdersNamed(
  keys: readonly PublicKeyRow[],
  names: readonly string[],
): readonly (KeyHolder | NoKey)[] {
  return names.map((name) => keysNamed(keys, [name]));
}
