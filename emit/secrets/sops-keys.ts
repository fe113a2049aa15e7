import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { HostRow } from '#analyzer/facts/machines.ts';
import type { RuleRecipientRow } from '#analyzer/facts/secret-files.ts';

/** A key that sops encrypts for, and the key group that it is in. */
export interface SopsKey {
  readonly kind: RuleRecipientRow['kind'];
  /** As sops writes it; ssh keys of age as the age recipients that they are. */
  readonly recipient: string;
  readonly group: number;
}

/** A key that the repository calls something. */
interface NamedKey {
  readonly key: SopsKey;
  readonly name: string | undefined;
  readonly file: string;
  /** Machines whose own key it is. */
  readonly hosts: readonly string[];
  /** The login that it is for, where it is one of a person. */
  readonly user: string | undefined;
}

/** The public keys of a repository, and what they are called there. */
export class SopsKeys {
  readonly #keys: readonly NamedKey[];

  constructor(facts: Facts) {
    this.#keys = [...ruleKeys(facts), ...publicKeys(facts)];
  }

  /** What people call a key, in this file if it names it; `undefined` where nothing does. */
  nameOf({ recipient }: SopsKey, file: string): string | undefined {
    const named = this.#keys.filter((each) => each.key.recipient === recipient && each.name);
    return (named.find((each) => each.file === file) ?? named[0])?.name;
  }

  /** The key that is called so, or that is written out; none where that could be several. */
  called(name: string): SopsKey | undefined {
    if (/^age1[a-z0-9]{50,}$/.test(name)) return { kind: 'age', recipient: name, group: 0 };
    return this.#only((each) => each.name === name || each.key.recipient === name);
  }

  /** The key of a machine: its own by what it is, else the one that is called like it. */
  ofHost(host: HostRow): SopsKey | undefined {
    const names = hostNames(host);
    return (
      this.#only(({ hosts }) => hosts.includes(host.name)) ??
      this.#only(({ name }) => name !== undefined && names.includes(name))
    );
  }

  /** The key of a person. */
  ofUser(login: string): SopsKey | undefined {
    return this.#only(({ name }) => name === login) ?? this.#only(({ user }) => user === login);
  }

  #only(fits: (key: NamedKey) => boolean): SopsKey | undefined {
    const found = new Map(this.#keys.filter(fits).map(({ key }) => [key.recipient, key]));
    const [first, ...others] = found.values();
    return others.length === 0 && first ? { ...first, group: 0 } : undefined;
  }
}

function hostNames(host: HostRow): readonly string[] {
  const folder = host.folder?.slice(host.folder.lastIndexOf('/') + 1);
  return [host.name, known(host['host-name']), folder].flatMap((name) => name ?? []);
}

function ruleKeys(facts: Facts): readonly NamedKey[] {
  return facts.table('rule-recipient').rows.map(({ kind, recipient, age, name, source }) => {
    return { key: keyOf(kind, recipient, age), name, file: source, hosts: [], user: undefined };
  });
}

/** Keys that sops cannot encrypt for are none of its. */
function publicKeys(facts: Facts): readonly NamedKey[] {
  return facts.table('public-key').rows.flatMap((row): NamedKey[] => {
    if (row.age === undefined || !row.valid) return [];
    const { name, file, identifies: hosts, user, age } = row;
    return [{ key: keyOf('age', age, undefined), name, file, hosts, user }];
  });
}

/** A key as sops writes it. */
export function keyOf(kind: SopsKey['kind'], recipient: string, age: string | undefined): SopsKey {
  return age === undefined
    ? { kind, recipient, group: 0 }
    : { kind: 'age', recipient: age, group: 0 };
}
