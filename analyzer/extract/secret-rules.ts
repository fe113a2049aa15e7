import type { FilePath } from '../diagnostic.ts';
import { type Cell, isUndecided } from '../facts/cell.ts';
import type { Table } from '../facts/facts.ts';
import type { PublicKeyRow, RuleRecipientRow } from '../facts/secret-files.ts';
import type { AgenixRule, AgenixRules } from '../secret-files/agenix-rules.ts';
import { offsetSite } from '../secret-files/offset-site.ts';
import { type KeyIdentity, type PublicKey, readPublicKey } from '../secret-files/public-key.ts';
import type { CreationRule, RuleRecipient, SopsRules } from '../secret-files/sops-rules.ts';
import { TableBuilder } from './table.ts';

/** The rules of a repository that say for whom files are encrypted. */
export interface RuleSources {
  readonly sops: ReadonlyMap<FilePath, SopsRules>;
  readonly agenix: readonly AgenixRules[];
}

/** A rule by its file and its number there. */
export function sopsRuleId(source: FilePath, index: number): string {
  return `${source}#${index}`;
}

function agenixRuleId(source: FilePath, { name }: AgenixRule): string {
  return `${source}#${name}`;
}

/**
 * One row for each rule. `filesOf` gives the files that follow a rule of sops,
 * or why they cannot be told.
 */
export function secretRuleTable(
  { sops, agenix }: RuleSources,
  recipients: Table<'rule-recipient'>,
  filesOf: (id: string) => Cell<readonly string[]>,
): TableBuilder<'secret-rule'> {
  const table = new TableBuilder('secret-rule');
  const namesOf = (id: string): readonly string[] => namesIn(recipients, id);
  for (const [source, { rules, problems }] of sops) {
    for (const { reason, span } of problems)
      table.gap({ source, manager: 'sops' }, reason, offsetSite(source, span));
    for (const [order, rule] of rules.entries()) {
      const id = sopsRuleId(source, order);
      table.add({
        ...sopsPlaces(source, rule),
        id,
        source,
        manager: 'sops',
        order,
        pattern: rule.pattern,
        files: rule.problem === undefined ? filesOf(id) : { undecided: rule.problem },
        recipients: sorted(rule.recipients.map(({ recipient }) => recipient)),
        names: namesOf(id),
        armor: undefined,
      });
    }
  }
  for (const { source, rules, open } of agenix) {
    if (open !== undefined) table.gap({ source, manager: 'agenix' }, open);
    for (const [order, rule] of rules.entries())
      table.add(agenixRow({ source, order, rule }, namesOf(agenixRuleId(source, rule))));
  }
  return table;
}

function sopsPlaces(source: FilePath, { span, patternSpan }: CreationRule) {
  const at = offsetSite(source, span);
  return patternSpan ? { at, places: { pattern: offsetSite(source, patternSpan) } } : { at };
}

interface PlacedRule {
  readonly source: FilePath;
  readonly order: number;
  readonly rule: AgenixRule;
}

function agenixRow({ source, order, rule }: PlacedRule, names: readonly string[]) {
  const { at, keys, keysAt, armor, file } = rule;
  const recipients = mapped(keys, (all) => sorted(all.map(({ text }) => keyText(text))));
  return {
    at,
    ...(keysAt ? { places: { recipients: keysAt } } : {}),
    id: agenixRuleId(source, rule),
    source,
    manager: 'agenix',
    order,
    pattern: undefined,
    files: [file],
    recipients,
    names,
    armor,
  } as const;
}

/** A key without its comment, or the text where it is no key. */
function keyText(text: string): string {
  return readPublicKey(text)?.key ?? text;
}

function namesIn({ rows }: Table<'rule-recipient'>, id: string): readonly string[] {
  return sorted(rows.flatMap(({ rule, name }) => (rule === id && name !== undefined ? name : [])));
}

/** One row for each key that a rule names. `publicKeys` tell what keys without a name are called. */
export function ruleRecipientTable(
  { sops, agenix }: RuleSources,
  publicKeys: Table<'public-key'>,
  identityOf: Known['identityOf'],
): TableBuilder<'rule-recipient'> {
  const table = new TableBuilder('rule-recipient');
  const known: Known = { names: namesOfKeys(publicKeys), identityOf };
  for (const [source, { rules, problems }] of sops) {
    for (const { reason, span } of problems)
      table.gap({ source }, reason, offsetSite(source, span));
    for (const [order, rule] of rules.entries())
      for (const recipient of rule.recipients)
        table.add(sopsRecipient({ source, id: sopsRuleId(source, order) }, recipient, known));
  }
  for (const { source, rules, open } of agenix) {
    if (open !== undefined) table.gap({ source }, open);
    for (const rule of rules) addAgenixKeys(table, { source, rule }, known);
  }
  return table;
}

/** What is known of keys. */
interface Known {
  readonly names: ReadonlyMap<string, string>;
  readonly identityOf: (key: PublicKey) => KeyIdentity;
}

function sopsRecipient(
  { source, id: rule }: { readonly source: FilePath; readonly id: string },
  { kind, recipient, name, group, span }: RuleRecipient,
  { names, identityOf }: Known,
): RuleRecipientRow {
  const key = kind === 'age' ? readPublicKey(recipient) : undefined;
  const identity = key && identityOf(key);
  return {
    at: offsetSite(source, span),
    rule,
    source,
    kind: key?.type === 'ssh-ed25519' || key?.type === 'ssh-rsa' ? key.type : kind,
    recipient,
    age: identity?.recipient,
    tag: identity?.tag,
    name: name ?? names.get(recipient),
    group,
    valid: kind !== 'age' || (identity?.valid === true && canEncrypt(key?.type)),
  };
}

/** age encrypts for its own keys, those of its plugins, and two kinds of ssh. */
function canEncrypt(type: string | undefined): boolean {
  return type !== undefined && ['age', 'age-plugin', 'ssh-ed25519', 'ssh-rsa'].includes(type);
}

function addAgenixKeys(
  table: TableBuilder<'rule-recipient'>,
  { source, rule }: { readonly source: FilePath; readonly rule: AgenixRule },
  { names, identityOf }: Known,
): void {
  const id = agenixRuleId(source, rule);
  if (isUndecided(rule.keys)) table.gap({ source, rule: id }, rule.keys.undecided, rule.keysAt);
  for (const { text, at } of isUndecided(rule.keys) ? [] : (rule.keys ?? [])) {
    const key = readPublicKey(text);
    const identity = key && identityOf(key);
    table.add({
      at: at ?? rule.at,
      rule: id,
      source,
      kind: key ? kindOfKey(key.type) : 'other',
      recipient: keyText(text),
      age: identity?.recipient,
      tag: identity?.tag,
      name: names.get(keyText(text)) ?? key?.comment,
      group: 0,
      valid: identity?.valid === true && canEncrypt(key?.type),
    });
  }
}

function kindOfKey(type: string): RuleRecipientRow['kind'] {
  if (type === 'ssh-ed25519' || type === 'ssh-rsa') return type;
  return type === 'age' || type === 'age-plugin' ? 'age' : 'other';
}

/** The first name that each key has, by the key and by the recipient that it is. */
export function namesOfKeys({ rows }: Table<'public-key'>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const named = (rows_: readonly PublicKeyRow[]): void => {
    for (const { key, age, name } of rows_) {
      if (name === undefined) continue;
      if (!names.has(key)) names.set(key, name);
      if (age !== undefined && !names.has(age)) names.set(age, name);
    }
  };
  named(rows.filter(({ source }) => source === 'nix' || source === 'sops-rules'));
  named(rows);
  return names;
}

export function sorted(texts: readonly string[]): readonly string[] {
  return [...texts].sort();
}

/** Goes on with the value of a cell, where there is one. */
function mapped<From, To>(cell: Cell<From>, to: (value: From) => To): Cell<To> {
  if (isUndecided(cell)) return cell;
  return cell === undefined ? undefined : to(cell);
}
