import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { SecretReferenceRow, SecretRow } from '#analyzer/facts/secrets.ts';
import { leadsTo } from '#analyzer/secrets/references.ts';
import type { Site } from '#analyzer/site.ts';
import { groupedBy } from './grouped.ts';
import type { FactMention, Thing } from './thing.ts';

function secretThing({ manager, name }: Pick<SecretRow, 'manager' | 'name'>): Thing {
  return { kind: 'secret', of: manager, name };
}

/** Where secrets are declared, kept, ruled and read. */
export function* secretMentions(facts: Facts): Iterable<FactMention> {
  const secrets = facts.table('secret').rows;
  for (const row of secrets) {
    yield { thing: secretThing(row), role: 'declaration', at: row.at, hosts: [row.host] };
  }
  yield* storedMentions(facts, secrets);
  for (const row of facts.table('secret-template').rows) {
    const thing: Thing = { kind: 'template', of: row.manager, name: row.name };
    yield { thing, role: 'declaration', at: row.at, hosts: [row.host] };
  }
  yield* referenceMentions(facts, secrets);
}

/** Keys in encrypted files, and the rules that say for whom these are encrypted. */
function* storedMentions(facts: Facts, secrets: readonly SecretRow[]): Iterable<FactMention> {
  const keys = new Map(
    facts.table('secret-key').rows.map((row) => [`${row.file} ${row.key}`, row]),
  );
  const rules = rulesByFile(facts);
  for (const row of secrets) {
    const file = known(row.file);
    if (file === undefined) continue;
    const [thing, hosts] = [secretThing(row), [row.host]];
    const key = row.manager === 'sops' ? known(row.key) : undefined;
    const stored = keys.get(`${file} ${key ?? ''}`);
    const kept = [...(stored ? [stored.at] : []), ...(rules.get(file) ?? [])];
    for (const at of kept) yield { thing, role: 'definition', at, hosts };
    const written = row.places?.file;
    if (written) yield { thing: fileThing(file), role: 'use', at: written, hosts };
  }
  yield* fileMentions(facts, rules);
}

function rulesByFile(facts: Facts): ReadonlyMap<string, readonly Site[]> {
  const rules = new Map<string, Site[]>();
  for (const { files, at: whole, places } of facts.table('secret-rule').rows) {
    const at = places?.pattern ?? whole;
    for (const file of known(files) ?? []) rules.set(file, [...(rules.get(file) ?? []), at]);
  }
  return rules;
}

function fileThing(file: string): Thing {
  return { kind: 'secret-file', of: '', name: file };
}

function* fileMentions(
  facts: Facts,
  rules: ReadonlyMap<string, readonly Site[]>,
): Iterable<FactMention> {
  for (const { file, at } of facts.table('secret-file').rows) {
    const thing = fileThing(file);
    yield { thing, role: 'declaration', at: { ...at, expr: 0, content: start }, hosts: undefined };
    for (const rule of rules.get(file) ?? [])
      yield { thing, role: 'definition', at: rule, hosts: undefined };
  }
}

/** The beginning of a file without a tree. */
const start = { start: 0, end: 0 };

function* referenceMentions(facts: Facts, secrets: readonly SecretRow[]): Iterable<FactMention> {
  const ofHost = groupedBy(secrets, ({ host }) => host);
  for (const row of facts.table('secret-reference').rows) {
    const at = row.places?.target ?? row.at;
    for (const thing of thingsOf(row, ofHost.get(row.host) ?? []))
      yield { thing, role: 'use', at, hosts: [row.host] };
  }
}

/** What a reference names; a path that nothing known has names nothing. */
function thingsOf(row: SecretReferenceRow, secrets: readonly SecretRow[]): readonly Thing[] {
  const { kind, manager, target } = row;
  if (kind === 'template') return [{ kind: 'template', of: manager, name: target }];
  if (kind === 'option') return [{ kind: 'secret', of: manager, name: target }];
  return secrets
    .filter((secret) => !isUndecided(secret.path) && leadsTo(row, secret))
    .map(secretThing);
}
