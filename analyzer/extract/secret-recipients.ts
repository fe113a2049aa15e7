import type { Table } from '../facts/facts.ts';
import type { PublicKeyRow, SecretRecipientRow } from '../facts/secret-files.ts';
import type { AgeStanza } from '../secret-files/age-header.ts';
import type { FoundFile } from '../secret-files/found-files.ts';
import { fileSite, offsetSite } from '../secret-files/offset-site.ts';
import { tagOf, wrapsOf } from '../secret-files/stored-file.ts';
import { namesOfKeys } from './secret-rules.ts';
import { TableBuilder } from './table.ts';

interface KnownKeys {
  readonly publicKeys: Table<'public-key'>;
  readonly ruleRecipients: Table<'rule-recipient'>;
}

/** One row for everybody who can open a file. */
export function secretRecipientTable(
  found: readonly FoundFile[],
  keys: KnownKeys,
): TableBuilder<'secret-recipient'> {
  const table = new TableBuilder('secret-recipient');
  const names = namesOfRecipients(keys);
  for (const { stored } of found) {
    const { file } = stored;
    const at = fileSite(file);
    switch (stored.kind) {
      case 'sops':
        for (const { span, ...recipient } of stored.content.metadata?.recipients ?? []) {
          const name = names.get(recipient.recipient);
          table.add({ ...recipient, at: offsetSite(file, span), file, tag: undefined, name });
        }
        break;
      case 'age':
        for (const stanza of wrapsOf(stored.header)) {
          const { key, ...columns } = stanzaColumns(stanza, keys);
          table.add({
            ...columns,
            at,
            file,
            recipient: key,
            name: key && names.get(key),
            group: 0,
          });
        }
        break;
      case 'git-crypt':
        table.gap({ file }, 'git-crypt does not keep the keys in the file', at);
        break;
      case 'unreadable':
        table.gap({ file }, stored.reason, at);
        break;
    }
  }
  return table;
}

/** What rules call their keys, and what other places call theirs. */
function namesOfRecipients({ publicKeys, ruleRecipients }: KnownKeys): ReadonlyMap<string, string> {
  const ruled = ruleRecipients.rows.flatMap(({ recipient, name }): readonly [string, string][] => {
    return name === undefined ? [] : [[recipient, name]];
  });
  return new Map([...ruled.toReversed(), ...namesOfKeys(publicKeys)]);
}

function stanzaColumns(stanza: AgeStanza, { publicKeys }: KnownKeys) {
  const tag = tagOf(stanza);
  const key = tag === undefined ? undefined : keyOfTag(publicKeys, tag)?.key;
  return { kind: kindOfStanza(stanza), tag, key };
}

function kindOfStanza({ type }: AgeStanza): SecretRecipientRow['kind'] {
  if (type === 'ssh-ed25519' || type === 'ssh-rsa') return type;
  if (type === 'scrypt') return 'passphrase';
  return type === 'X25519' ? 'age' : 'other';
}

/** The key behind a mark, where the repository has exactly one that leaves it. */
export function keyOfTag({ rows }: Table<'public-key'>, tag: string): PublicKeyRow | undefined {
  const keys = rows.filter((row) => row.tag === tag);
  return keys.every(({ key }) => key === keys[0]?.key) ? keys[0] : undefined;
}
