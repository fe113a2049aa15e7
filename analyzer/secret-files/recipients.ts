import type { Span } from '#parser/span.ts';
import { itemsAt, type SecretNode, textAt, valueAt } from './secret-tree.ts';

/** What a data key is encrypted for. */
export type RecipientKind = 'age' | 'pgp' | 'kms' | 'gcp-kms' | 'azure-kv' | 'hc-vault' | 'hckms';

/** One recipient, in the words by which sops compares recipients. */
export interface Recipient {
  readonly kind: RecipientKind;
  readonly recipient: string;
  /** The key group, from 0 on. */
  readonly group: number;
  readonly span: Span;
}

/** A recipient before it belongs to a group. */
export type Key = Omit<Recipient, 'group'>;

/** Reads one key of a kind; `undefined` when it names none. */
type ReadKey = (node: SecretNode) => string | undefined;

/** How the metadata of encrypted files writes the keys of each kind. */
const storedKeys: readonly (readonly [string, RecipientKind, ReadKey])[] = [
  ['age', 'age', (node) => textAt(node, 'recipient')],
  ['pgp', 'pgp', (node) => textAt(node, 'fp')],
  ['kms', 'kms', (node) => amazonKey(node)],
  ['gcp_kms', 'gcp-kms', (node) => textAt(node, 'resource_id')],
  ['hckms', 'hckms', (node) => textAt(node, 'key_id')],
  ['azure_kv', 'azure-kv', (node) => azureKey(node, ['vault_url', 'name'])],
  ['hc_vault', 'hc-vault', (node) => vaultKey(node)],
];

/** The keys in the metadata of a file, or in one of its key groups. */
export function storedKeysIn(node: SecretNode | undefined): readonly Key[] {
  return storedKeys.flatMap(([name, kind, read]) =>
    itemsAt(node, name).flatMap((item): readonly Key[] => {
      const recipient = read(item);
      return recipient === undefined ? [] : [{ kind, recipient, span: spanOfKey(item, recipient) }];
    }),
  );
}

/** The place of the text that names the key, where one text does. */
function spanOfKey(node: SecretNode, recipient: string): Span {
  if (node.kind !== 'map') return node.span;
  const entry = node.entries.find(({ value }) => {
    return value.kind === 'scalar' && value.text === recipient;
  });
  return entry?.value.span ?? node.entries[0]?.span ?? node.span;
}

/** `arn+role|context|profile`, as sops writes it; the context sorted. */
export function amazonKey(node: SecretNode): string | undefined {
  const arn = textAt(node, 'arn');
  if (arn === undefined) return undefined;
  const role = textAt(node, 'role');
  const profile = textAt(node, 'aws_profile');
  const context = valueAt(node, 'context');
  const pairs = context?.kind === 'map' ? context.entries : [];
  const written = pairs
    .flatMap(({ name, value }) => (value.kind === 'scalar' ? `${name}:${value.text}` : []))
    .sort()
    .join(',');
  const key = role === undefined ? arn : `${arn}+${role}`;
  if (profile !== undefined) return `${key}|${written}|${profile}`;
  return written === '' ? key : `${key}|${written}`;
}

/** `url/keys/name/version`; without a version Azure is asked for the newest, so that none can be told. */
export function azureKey(
  node: SecretNode,
  [url, name]: readonly [string, string],
): string | undefined {
  const vault = textAt(node, url);
  const key = textAt(node, name);
  if (vault === undefined || key === undefined) return undefined;
  return `${vault}/keys/${key}/${textAt(node, 'version') ?? ''}`;
}

function vaultKey(node: SecretNode): string | undefined {
  const address = textAt(node, 'vault_address');
  const key = textAt(node, 'key_name');
  if (address === undefined || key === undefined) return undefined;
  return `${address}/v1/${textAt(node, 'engine_path') ?? ''}/keys/${key}`;
}
