import { nextId } from '#analyzer/accounts/darwin-account.ts';
import type { UserRow } from '#analyzer/facts/accounts.ts';
import { known } from '#analyzer/facts/cell.ts';
import { emitter } from '../emitter.ts';
import { code } from '../print/markdown.ts';

export const accountNumbers = emitter({
  name: 'account-numbers',
  summary: 'Sentences about the numbers that accounts of macOS have.',
  inputs: ['host', 'user', 'sentence'],
  formats: ['markdown'],
  output: 'docs/account-numbers.md',
  effect: 'documentation',
  options: {},
  emit: ({ facts, wants, compare, existing }) => {
    const hosts = facts
      .table('host')
      .rows.filter((row) => wants(row.name) && row.class === 'darwin')
      .toSorted((a, b) => compare(a.name, b.name));
    const items = hosts.flatMap(({ name: host }) => {
      const users = facts
        .table('user')
        .rows.filter((row) => row.host === host && row.known === true);
      const sentences = users
        .toSorted((a, b) => Number(known(a.uid)) - Number(known(b.uid)) || compare(a.key, b.key))
        .flatMap((row) => sentenceOf(row) ?? []);
      if (sentences.length === 0) return [];
      return [
        ...sentences,
        `The highest UID that ${code(host)} ever gave is ${code(String(nextId(facts, host) - 1))}.`,
      ];
    });
    const text = items.map((item) => `- ${item}\n`).join('');
    const isAny = items.length > 0 || existing({}) !== undefined;
    return { parts: isAny ? [{ names: {}, text }] : [], problems: [] };
  },
});

/** Nothing of a user whose numbers are not known. */
function sentenceOf({ host, key, name, uid, gid }: UserRow): string | undefined {
  const [login, user, group] = [known(name) ?? key, known(uid), known(gid)];
  if (user === undefined || group === undefined) return undefined;
  const numbers =
    user === group
      ? `UID/GID ${code(String(user))}`
      : `UID ${code(String(user))} and GID ${code(String(group))}`;
  return `${code(login)} on ${code(host)} uses ${numbers}.`;
}
