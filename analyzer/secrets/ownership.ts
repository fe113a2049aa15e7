import type { Fix } from '../diagnostic.ts';
import { insertAttributes, type NewAttribute, nixString } from '../edit/attribute-set.ts';
import { isUndecided, known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { SecretRow } from '../facts/secrets.ts';
import type { Site } from '../site.ts';
import { primaryGroup, soleReader } from './accounts.ts';
import { matchesName } from './root-names.ts';

export const ownerColumns = ['owner', 'group'] as const;
export type OwnerColumn = (typeof ownerColumns)[number];

/** Which of owner and group a secret leaves to sops-nix, or why that cannot be told. */
export type Ownership =
  | { readonly kind: 'known'; readonly missing: readonly OwnerColumn[] }
  | { readonly kind: 'undecided'; readonly reason: string };

const numbers = { owner: 'uid', group: 'gid' } as const;

/** Secrets that users need before they exist belong to root, whatever they say. */
export function ownershipOf(secret: SecretRow): Ownership {
  const early = secret['needed-for-users'];
  if (early === true) return { kind: 'known', missing: [] };
  const missing: OwnerColumn[] = [];
  for (const column of ownerColumns) {
    const [name, number] = [statusOf(secret, column), statusOf(secret, numbers[column])];
    if (name === 'set' || number === 'set') continue;
    const doubt = [name, number, early].find(isUndecided);
    if (doubt) return { kind: 'undecided', reason: doubt.undecided };
    missing.push(column);
  }
  return { kind: 'known', missing };
}

/** A value that is written but not known counts as set. */
function statusOf(secret: SecretRow, column: OwnerColumn | 'uid' | 'gid') {
  const cell = secret[column];
  if (isUndecided(cell)) return secret.places?.[column] ? 'set' : cell;
  return cell === undefined ? 'unset' : 'set';
}

/** Values for what a secret lacks. */
interface Proposal {
  readonly title: string;
  readonly safety: Fix['safety'];
  readonly attributes: readonly NewAttribute[];
}

/** How rows of one secret, of one machine each, get what they all lack. */
export function ownerFixes(
  facts: Facts,
  rows: readonly SecretRow[],
  rootAllowed: readonly string[],
): readonly Fix[] {
  const proposals = rows.map((row) => proposalsFor(facts, row, rootAllowed));
  const [first, ...others] = proposals;
  if (!first || others.some((other) => JSON.stringify(other) !== JSON.stringify(first))) return [];
  return first.flatMap(({ title, safety, attributes }) => {
    const edit = insertionFor(facts, rows, attributes);
    return edit ? [{ title, safety, edits: [edit] }] : [];
  });
}

function proposalsFor(
  facts: Facts,
  secret: SecretRow,
  rootAllowed: readonly string[],
): readonly Proposal[] {
  const ownership = ownershipOf(secret);
  const missing = ownership.kind === 'known' ? ownership.missing : [];
  if (!missing.includes('owner')) return groupProposals(facts, secret);
  const host = facts.table('host').rows.find(({ name }) => name === secret.host);
  const isDarwin = host?.class === 'darwin';
  if (matchesName(secret.name, rootAllowed)) {
    if (!missing.includes('group')) return [proposal('safe', { owner: 'root' })];
    if (!isDarwin) return [proposal('safe', { owner: 'root', group: 'root' })];
    return darwinGroups.map((group) => proposal('unsafe', { owner: 'root', group }));
  }
  const reader = soleReader(facts, secret);
  if (!reader) return [];
  const { user: owner, group } = reader;
  if (!missing.includes('group')) return [proposal('unsafe', { owner })];
  if (group !== undefined) return [proposal('unsafe', { owner, group })];
  return isDarwin ? darwinGroups.map((each) => proposal('unsafe', { owner, group: each })) : [];
}

/** What administrators of a Mac share, and what sops-nix takes there. */
const darwinGroups = ['wheel', 'staff'] as const;

function groupProposals(facts: Facts, secret: SecretRow): readonly Proposal[] {
  const host = facts.table('host').rows.find(({ name }) => name === secret.host);
  if (host?.class === 'darwin') return darwinGroups.map((group) => proposal('unsafe', { group }));
  const owner = known(secret.owner);
  const group = owner === undefined ? undefined : primaryGroup(facts, secret.host, owner);
  return group ? [proposal(group.isDefault ? 'safe' : 'unsafe', { group: group.name })] : [];
}

function proposal(
  safety: Fix['safety'],
  values: { readonly owner?: string; readonly group?: string },
): Proposal {
  const entries = Object.entries(values);
  const title = `set ${entries.map(([name, value]) => `\`${name}\` to \`${value}\``).join(' and ')}`;
  const attributes = entries.map(([name, value]) => ({ name, value: nixString(value) }));
  return { title, safety, attributes };
}

/** The first set that defines these rows and no others, and that can take the attributes. */
function insertionFor(
  facts: Facts,
  rows: readonly SecretRow[],
  attributes: readonly NewAttribute[],
) {
  const own = new Set(rows);
  for (const site of rows[0]?.definitions ?? []) {
    const sharers = facts.table('secret').rows.filter((row) => row.definitions.some(isAt(site)));
    const isShared = sharers.some((row) => !own.has(row)) || sharers.length < rows.length;
    const { file, span } = facts.locate(site);
    const tree = isShared ? undefined : facts.tree(file);
    const edit = tree && insertAttributes(tree, span, { attributes, after: 'owner' });
    if (edit) return { file, ...edit };
  }
  return undefined;
}

/** Whether a site is the given one. */
export function isAt({ file, expr }: Site): (other: Site) => boolean {
  return (other) => other.file === file && other.expr === expr;
}
