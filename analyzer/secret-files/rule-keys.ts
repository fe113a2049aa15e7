import { amazonKey, azureKey, type Key, type RecipientKind } from './recipients.ts';
import {
  itemsAt,
  type SecretNode,
  type SecretScalar,
  textAt,
  valueAt,
  withMerges,
} from './secret-tree.ts';
import { vaultKeyOf } from './vault-key.ts';

/** A key as a rule writes it. */
export interface WrittenKey extends Key {
  readonly node: SecretScalar | undefined;
}

/** Key groups where there are any; all keys of the rule as one group otherwise. */
export function keyGroupsOf(node: SecretNode): readonly (readonly WrittenKey[])[] {
  const groups = itemsAt(node, 'key_groups');
  if (groups.length > 0) return groups.map((group) => unique(groupKeys(withMerges(group), 0)));
  return [unique(plainKeys.flatMap(([name, kind]) => textKeys(node, name, kind)))];
}

/** Whether something stands where sops wants a text, so that it refuses all rules of the file. */
export function hasOddKeys(node: SecretNode): boolean {
  const groups = itemsAt(node, 'key_groups').map(withMerges);
  const texts = [node, ...groups].flatMap((holder) =>
    ['age', 'pgp', 'hc_vault'].flatMap((name) => valueAt(holder, name) ?? []),
  );
  return texts.some((value) => {
    if (value.kind === 'list') return value.items.some(({ kind }) => kind !== 'scalar');
    return value.kind === 'map';
  });
}

/** The keys that a rule may name by text alone. */
const plainKeys: readonly (readonly [string, RecipientKind])[] = [
  ['age', 'age'],
  ['pgp', 'pgp'],
  ['kms', 'kms'],
  ['gcp_kms', 'gcp-kms'],
  ['hckms', 'hckms'],
  ['azure_keyvault', 'azure-kv'],
  ['hc_vault_transit_uri', 'hc-vault'],
];

/** Groups may be merged from groups; real ones not more than once or twice. */
const deepestMerge = 8;

function groupKeys(group: SecretNode, depth: number): readonly WrittenKey[] {
  if (depth > deepestMerge) return [];
  const merged = itemsAt(group, 'merge').flatMap((part) => groupKeys(withMerges(part), depth + 1));
  const amazon = itemsAt(group, 'kms').flatMap((item) =>
    structuredKey(item, 'kms', amazonKey(item)),
  );
  const azure = itemsAt(group, 'azure_keyvault').flatMap((item) =>
    structuredKey(item, 'azure-kv', azureKey(item, ['vaultUrl', 'key'])),
  );
  const google = itemsAt(group, 'gcp_kms').flatMap((item) =>
    structuredKey(item, 'gcp-kms', textAt(item, 'resource_id')),
  );
  const huawei = itemsAt(group, 'hckms').flatMap((item) =>
    structuredKey(item, 'hckms', textAt(item, 'key_id')),
  );
  return [
    ...merged,
    ...textKeys(group, 'age', 'age'),
    ...textKeys(group, 'pgp', 'pgp'),
    ...amazon,
    ...google,
    ...huawei,
    ...azure,
    ...textKeys(group, 'hc_vault', 'hc-vault'),
  ];
}

function structuredKey(
  item: SecretNode,
  kind: RecipientKind,
  recipient: string | undefined,
): readonly WrittenKey[] {
  const first = item.kind === 'map' ? item.entries[0] : undefined;
  const span = first?.value.span ?? item.span;
  return recipient === undefined ? [] : [{ kind, recipient, span, node: undefined }];
}

/** A text or a list of texts; each may hold several keys with commas between them. */
function textKeys(node: SecretNode, name: string, kind: RecipientKind): readonly WrittenKey[] {
  const value = valueAt(node, name);
  const items = value?.kind === 'list' ? value.items : value ? [value] : [];
  return items.flatMap((item) => (item.kind === 'scalar' ? keysInText(item, kind) : []));
}

function keysInText(node: SecretScalar, kind: RecipientKind): readonly WrittenKey[] {
  let at = 0;
  const pieces = node.text.split(',').map((piece) => {
    const start = at + piece.length - piece.trimStart().length;
    at += piece.length + 1;
    return { start, text: piece.trim() };
  });
  const isPlain = node.span.end - node.span.start === node.text.length;
  const isOnly = pieces.filter(({ text }) => text !== '').length === 1;
  return pieces.flatMap(({ start, text }): readonly WrittenKey[] => {
    const recipient = recipientOf(text, kind);
    if (recipient === undefined) return [];
    const from = node.span.start + start;
    const span = isPlain ? { start: from, end: from + text.length } : node.span;
    return [{ kind, recipient, span, node: isOnly ? node : undefined }];
  });
}

/** A key in the words by which sops compares it with those of a file. */
function recipientOf(text: string, kind: RecipientKind): string | undefined {
  if (text === '') return undefined;
  switch (kind) {
    case 'age':
    case 'gcp-kms':
    case 'hckms':
      return text;
    case 'pgp':
    case 'kms':
      return text.replaceAll(' ', '');
    case 'azure-kv':
      return /^https:\/\/[^/]+\/keys\/[^/]+$/.test(text) ? `${text}/` : text;
    case 'hc-vault':
      return vaultKeyOf(text) ?? text;
  }
}

function unique(keys: readonly WrittenKey[]): readonly WrittenKey[] {
  const seen = new Set<string>();
  return keys.filter(({ kind, recipient }) => {
    const key = `${kind} ${recipient}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
