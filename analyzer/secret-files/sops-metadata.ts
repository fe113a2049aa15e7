import { type Recipient, storedKeysIn } from './recipients.ts';
import { itemsAt, type SecretNode, textAt } from './secret-tree.ts';
import { type Selector, selectorIn } from './selectors.ts';

/** What sops wrote beside the encrypted values. */
export interface SopsMetadata {
  readonly recipients: readonly Recipient[];
  /** How many key groups there are; with several, a threshold of them opens the file. */
  readonly groups: number;
  readonly threshold: number | undefined;
  readonly version: string | undefined;
  readonly lastModified: string | undefined;
  readonly hasMac: boolean;
  /** Which values are encrypted; `undefined` when the metadata contradicts itself. */
  readonly selector: Selector | undefined;
}

/** Reads the metadata; `undefined` for something else that is named like it. */
export function metadataOf(node: SecretNode | undefined): SopsMetadata | undefined {
  if (node?.kind !== 'map') return undefined;
  const own = storedKeysIn(node);
  const groups = own.length > 0 ? [own] : itemsAt(node, 'key_groups').map(storedKeysIn);
  const recipients = groups.flatMap((keys, group) => keys.map((key) => ({ ...key, group })));
  const hasMac = textAt(node, 'mac') !== undefined;
  const lastModified = textAt(node, 'lastmodified');
  const version = textAt(node, 'version');
  if (!hasMac && recipients.length === 0) return undefined;
  return {
    recipients,
    groups: groups.length,
    threshold: numberAt(node, 'shamir_threshold'),
    version,
    lastModified,
    hasMac,
    selector: selectorIn(node),
  };
}

function numberAt(node: SecretNode, name: string): number | undefined {
  const text = textAt(node, name);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
