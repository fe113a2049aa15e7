import { Document, type Node, type Scalar } from 'yaml';
import { grouped } from '../grouped.ts';
import type { FileRule } from './rule-patterns.ts';
import type { SopsKey } from './sops-keys.ts';

/** How a `.sops.yaml` writes the keys of a kind in a key group; `undefined` for what it cannot. */
function fieldOf(kind: SopsKey['kind']): string | undefined {
  switch (kind) {
    case 'age':
    case 'pgp':
    case 'kms':
    case 'hckms':
      return kind;
    case 'gcp-kms':
      return 'gcp_kms';
    case 'hc-vault':
      return 'hc_vault';
    case 'azure-kv':
    case 'ssh-ed25519':
    case 'ssh-rsa':
    case 'passphrase':
    case 'other':
      return undefined;
  }
}

/** The setting that holds a key of a service in the cloud. */
const settings: { readonly [field: string]: string } = {
  kms: 'arn',
  gcp_kms: 'resource_id',
  hckms: 'key_id',
};

/** Whether a key can be written; a key of Amazon with a role is more than its name. */
export function canWrite({ kind, recipient }: SopsKey): boolean {
  return fieldOf(kind) !== undefined && !(kind === 'kms' && /[+|]/.test(recipient));
}

/** What keys are called, and the order of names. */
interface Naming {
  readonly nameOf: (key: SopsKey) => string | undefined;
  readonly compare: (a: string, b: string) => number;
}

/** A `.sops.yaml`: keys by their names, and the rules that name them. */
export function rulesText(rules: readonly FileRule[], naming: Naming): string {
  const { compare } = naming;
  const document = new Document();
  const anchors = anchorsFor(rules, naming);
  const named = new Map<string, Scalar>();
  for (const [recipient, anchor] of anchors) {
    const node = document.createNode(recipient) as Scalar;
    node.anchor = anchor;
    named.set(recipient, node);
  }
  const reference = (recipient: string): Node | string => {
    const node = named.get(recipient);
    return node ? document.createAlias(node) : recipient;
  };
  const content = {
    ...(named.size > 0 && { keys: [...named.values()] }),
    creation_rules: rules.map(({ pattern, of }) => ({
      path_regex: pattern,
      ...(of.threshold !== undefined && { shamir_threshold: of.threshold }),
      key_groups: groupsOf(of.keys).map((group) =>
        groupText(group, { reference, compare, anchors }),
      ),
    })),
  };
  document.contents = document.createNode(content) as typeof document.contents;
  return document.toString({ lineWidth: 0 });
}

/** The anchors of keys that have a name of their own, in the order of the names. */
function anchorsFor(
  rules: readonly FileRule[],
  { nameOf, compare }: Naming,
): ReadonlyMap<string, string> {
  const all = new Map(
    rules.flatMap(({ of }) => of.keys.map((key) => [key.recipient, key] as const)),
  );
  const taken = new Set<string>();
  const found = [...all.values()].flatMap((key): [string, string][] => {
    const anchor = nameOf(key)
      ?.replace(/[^\w-]+/g, '-')
      .replace(/^-+|-+$/g, '');
    if (anchor === undefined || anchor === '' || taken.has(anchor)) return [];
    taken.add(anchor);
    return [[key.recipient, anchor]];
  });
  return new Map(found.toSorted(([, a], [, b]) => compare(a, b)));
}

function groupsOf(keys: readonly SopsKey[]): readonly (readonly SopsKey[])[] {
  const groups = grouped(keys, ({ group }) => group);
  return [...groups].toSorted(([a], [b]) => a - b).map(([, members]) => members);
}

interface Printing {
  readonly reference: (recipient: string) => Node | string;
  readonly compare: (a: string, b: string) => number;
  readonly anchors: ReadonlyMap<string, string>;
}

/** The keys of a group by their kinds; by name, and those without one behind. */
function groupText(
  group: readonly SopsKey[],
  { reference, compare, anchors }: Printing,
): { readonly [field: string]: readonly unknown[] } {
  const nameOf = ({ recipient }: SopsKey): string => anchors.get(recipient) ?? `~${recipient}`;
  const sorted = group.filter(canWrite).toSorted((a, b) => compare(nameOf(a), nameOf(b)));
  const fields = grouped(sorted, ({ kind }) => fieldOf(kind) ?? '');
  return Object.fromEntries(
    [...fields].map(([field, members]) => {
      const setting = settings[field];
      const items = members.map(({ recipient }) => {
        return setting === undefined ? reference(recipient) : { [setting]: reference(recipient) };
      });
      return [field, items];
    }),
  );
}
