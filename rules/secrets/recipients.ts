import type { Note } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { SecretFileRow } from '#analyzer/facts/secret-files.ts';
import { enumerated } from '#analyzer/secrets/places.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'secrets/recipients',
    summary: 'Every file of sops is encrypted for those whom its rule names.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      A change of \`.sops.yaml\` changes no file: a machine that was added cannot
      open what it should, and one that was taken out still can, until
      \`sops updatekeys\` is run on each file. Who was taken out has seen the
      secrets, so they should be replaced as well.

      The recipients that sops noted in the file are compared with those of the
      first rule that takes it. Files that no rule takes are the subject of
      \`secrets/creation-rule\`.
    `,
    bad: [
      `
-- .sops.yaml --
creation_rules:
  - path_regex: vault\\.yaml$
#   ^^^^^^^^^^^^^^^^^^^^^^^^ note: the rule is here
    age: age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq
-- vault.yaml --
token: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
sops:
#^^^ \`vault.yaml\` is not encrypted for 1 recipient of its rule, and for 1 that it does not name
    age:
        - recipient: age1zyfr6jlax4rzs5d32hsywzttqc9jwwrdya3zzgp6v6ylxp5e9xyqyzdxzs
          enc: made up
    mac: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    version: 3.9.4
      `,
    ],
    good: [
      `
-- .sops.yaml --
creation_rules:
  - path_regex: vault\\.yaml$
    age: age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq
-- vault.yaml --
token: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
sops:
    age:
        - recipient: age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq
          enc: made up
    mac: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    version: 3.9.4
      `,
    ],
  },

  check(context) {
    for (const file of context.facts.table('secret-file').rows) {
      if (file.manager !== 'sops' || file.encryption === 'none') continue;
      const { recipients, 'rule-recipients': wanted } = file;
      const doubt = [recipients, wanted].find(isUndecided);
      if (doubt) context.undecided(doubt.undecided);
      if (doubt || isUndecided(recipients) || isUndecided(wanted) || !recipients || !wanted)
        continue;
      context.decided();
      const lacking = wanted.filter((each) => !recipients.includes(each));
      const spare = recipients.filter((each) => !wanted.includes(each));
      if (lacking.length + spare.length > 0) report(context, { file, lacking, spare });
    }
  },
});

/** A file that is not encrypted for exactly those whom its rule names. */
interface Drift {
  readonly file: SecretFileRow;
  readonly lacking: readonly string[];
  readonly spare: readonly string[];
}

function report({ facts, report }: FleetContext, { file, lacking, spare }: Drift): void {
  const named = namesOf(facts, file, lacking);
  const missing =
    lacking.length === 0
      ? ''
      : named.length === lacking.length
        ? `is not encrypted for ${enumerated(named)}`
        : `is not encrypted for ${counted(lacking.length)} of its rule`;
  const more =
    spare.length === 0
      ? ''
      : missing === ''
        ? `is encrypted for ${counted(spare.length)} that its rule does not name`
        : `, and for ${spare.length} that it does not name`;
  report(file.at, {
    message: `\`${file.file}\` ${missing}${more}`,
    related: ruleNotes(facts, file),
  });
}

function counted(count: number): string {
  return `${count} recipient${count === 1 ? '' : 's'}`;
}

/** What the rule calls the keys, where all of them have names. */
function namesOf(facts: Facts, { rule }: SecretFileRow, keys: readonly string[]): string[] {
  const rows = facts.table('rule-recipient').rows.filter((row) => row.rule === rule);
  return keys.flatMap((key) => {
    const name = rows.find(({ recipient }) => recipient === key)?.name;
    return name === undefined ? [] : [`\`${name}\``];
  });
}

function ruleNotes(facts: Facts, { rule }: SecretFileRow): readonly Note[] {
  const row = facts.table('secret-rule').rows.find(({ id }) => id === rule);
  return row ? [{ ...facts.locate(row.at), message: 'the rule is here' }] : [];
}
