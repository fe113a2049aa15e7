import { nearest } from '../closest.ts';
import { isUndecided, known } from '../facts/cell.ts';
import { type Facts, gapFor } from '../facts/facts.ts';
import type { SecretRow } from '../facts/secrets.ts';
import type { Site } from '../site.ts';

/** One name of a file of secrets; never its value. */
export interface StoredKey {
  readonly file: string;
  readonly key: string;
  readonly at: Site;
}

/** What a file of sops has under the key of a secret. */
export type KeyState =
  | { readonly kind: 'there'; readonly key: StoredKey }
  /** Other names are below it, so that there is no text. */
  | { readonly kind: 'set'; readonly below: StoredKey }
  /** `value` is the part of the key that has a value and so nothing below it. */
  | { readonly kind: 'missing'; readonly value: StoredKey | undefined }
  | { readonly kind: 'undecided'; readonly reason: string };

/**
 * Whether the key of a secret is in its file. `undefined` for secrets that are a
 * whole file, and for files that sops did not write.
 */
export function keyStateOf(facts: Facts, secret: SecretRow): KeyState | undefined {
  const { manager, key, file } = secret;
  const doubt = [key, file].find(isUndecided);
  if (manager !== 'sops' || doubt) return doubt && { kind: 'undecided', reason: doubt.undecided };
  const [wanted, path] = [known(key), known(file)];
  if (wanted === undefined || wanted === '' || path === undefined) return undefined;
  const stored = facts.table('secret-file').rows.find((row) => row.file === path);
  if (stored?.manager !== 'sops' || stored.encryption === 'none') return undefined;
  return stateOf(facts, path, wanted);
}

function stateOf(facts: Facts, file: string, wanted: string): KeyState {
  const keys = keysIn(facts, file);
  const there = keys.find(({ key }) => key === wanted);
  if (there) return { kind: 'there', key: there };
  const below = keys.find(({ key }) => key.startsWith(`${wanted}/`));
  if (below) return { kind: 'set', below };
  const gap = gapFor(facts.table('secret-key'), { file, key: wanted });
  if (gap) return { kind: 'undecided', reason: gap.reason };
  return { kind: 'missing', value: keys.find(({ key }) => wanted.startsWith(`${key}/`)) };
}

/** The keys of a file, without the row that stands for the whole of it. */
function keysIn(facts: Facts, file: string): readonly StoredKey[] {
  return facts.table('secret-key').rows.filter((row) => row.file === file && !row.whole);
}

/** The key of the same file that is most like the one that is not there. */
export function nearestKey(facts: Facts, file: string, wanted: string): StoredKey | undefined {
  const keys = keysIn(facts, file);
  const limit = Math.max(2, Math.floor(wanted.length / 4));
  const [name, ...others] = nearest(
    wanted,
    keys.map(({ key }) => key),
    limit,
  ).names;
  return others.length === 0 ? keys.find(({ key }) => key === name) : undefined;
}

/** The one other file of sops that has the key. */
export function keyElsewhere(facts: Facts, file: string, wanted: string): StoredKey | undefined {
  const [first, ...others] = facts
    .table('secret-key')
    .rows.filter((row) => !row.whole && row.key === wanted && row.file !== file);
  return others.length === 0 ? first : undefined;
}
