import type { Fix } from '../diagnostic.ts';
import type { GroupRow, UserRow } from '../facts/accounts.ts';
import { rowsOf } from '../facts/any-row.ts';
import { isUndecided, known } from '../facts/cell.ts';
import { type Facts, gapFor } from '../facts/facts.ts';
import { addRow } from '../writing/add-row.ts';
import { setColumns } from '../writing/set-columns.ts';
import type { Values, Writing } from '../writing/writing.ts';

/** One of the five places in which nix-darwin wants an account. */
export type AccountPart = 'uid' | 'gid' | 'group' | 'known-user' | 'known-group';

/** What a user of a Mac lacks to be made, or why that cannot be told. */
export type DarwinAccount =
  | { readonly kind: 'undecided'; readonly reason: string }
  | {
      readonly kind: 'known';
      readonly missing: readonly AccountPart[];
      readonly group: GroupRow | undefined;
    };

/**
 * Which of its places a user of a Mac is not in: nix-darwin makes a user that
 * has a `uid` and a `gid` and is in `users.knownUsers`, and a group that is in
 * `users.knownGroups`, and nothing without these.
 */
export function darwinAccount(facts: Facts, user: UserRow): DarwinAccount {
  const { host, uid, gid } = user;
  const login = known(user.name);
  const groups = facts.table('group').rows.filter((row) => row.host === host);
  const group =
    groups.find(({ name }) => name === login) ??
    groups.find((row) => gid !== undefined && row.gid === gid);
  const doubt = [uid, gid, user.name, group?.gid].find(isUndecided)?.undecided;
  if (doubt !== undefined || login === undefined || user.known === undefined)
    return { kind: 'undecided', reason: doubt ?? 'the known users are not known' };
  const gap = group ? undefined : gapFor(facts.table('group'), { host, name: login });
  if (gap) return { kind: 'undecided', reason: gap.reason };
  const lacks: readonly (readonly [AccountPart, boolean])[] = [
    ['uid', uid === undefined],
    ['gid', gid === undefined],
    ['group', group === undefined],
    ['known-user', !user.known],
    ['known-group', group?.known !== true],
  ];
  return { kind: 'known', missing: lacks.flatMap(([part, is]) => (is ? [part] : [])), group };
}

/**
 * The first id above every one that a machine has or that a document says of
 * it, and above the one that nix-darwin keeps for runners.
 */
export function nextId(facts: Facts, host: string): number {
  const ids = [...facts.table('user').rows, ...facts.table('group').rows]
    .filter((row) => row.host === host)
    .flatMap((row) => [known(row.gid), 'uid' in row ? known(row.uid) : undefined]);
  const taken = [...ids, ...documentedIds(facts, host)];
  return (
    Math.max(runnerId, ...taken.filter((id) => id !== undefined && id < nobody).map(Number)) + 1
  );
}

/** Ids in sentences that speak of one and name the machine; they may be of accounts that are gone. */
function documentedIds(facts: Facts, host: string): readonly number[] {
  const row = facts.table('host').rows.find(({ name }) => name === host);
  const folder = row?.folder?.slice(row.folder.lastIndexOf('/') + 1);
  const names = [host, known(row?.['host-name']), folder].flatMap((name) => name ?? []);
  const words = new Set(names.map((name) => name.toLowerCase()));
  return facts.table('sentence').rows.flatMap(({ text, numbers }) => {
    const isMeant = text.split(/[^\w.-]+/).some((word) => words.has(word.toLowerCase()));
    return isMeant && /\b[ug]id\b/i.test(text) ? numbers : [];
  });
}

/** `_github-runner` of nix-darwin. */
const runnerId = 533;

/** From here on ids are those of networks and of nobody. */
const nobody = 10_000;

/** Writes what an account lacks, with one id for the user and its group. */
export function completeAccount(
  facts: Facts,
  user: UserRow,
  { missing, group }: Extract<DarwinAccount, { readonly kind: 'known' }>,
): readonly Fix[] {
  const { host } = user;
  const name = known(user.name);
  if (name === undefined) return [];
  const own = known(user.gid) ?? (group && known(group.gid)) ?? known(user.uid);
  const id = own ?? nextId(facts, host);
  const near = user.at;
  const ids = Object.fromEntries(
    (['uid', 'gid'] as const).flatMap((part) => (missing.includes(part) ? [[part, id]] : [])),
  );
  const listed = (kind: 'user' | 'group') =>
    addRow(facts, { table: 'known-account', columns: { host, kind, name }, near });
  const writings: (Writing | undefined)[] = [];
  if (Object.keys(ids).length > 0) writings.push(setIds(facts, user, ids));
  if (missing.includes('group'))
    writings.push(addRow(facts, { table: 'group', columns: { host, name, gid: id }, near }));
  if (missing.includes('known-user')) writings.push(listed('user'));
  if (missing.includes('known-group')) writings.push(listed('group'));
  const written = writings.flatMap((each) => each ?? []);
  if (written.length < writings.length || written.length === 0) return [];
  const title = `make \`${name}\` an account that nix-darwin manages, with the id ${id}`;
  return [{ title, safety: 'unsafe', edits: written.flatMap(({ edits }) => edits) }];
}

function setIds(facts: Facts, { host, key }: UserRow, ids: Values): Writing | undefined {
  const row = rowsOf(facts, 'user').find((each) => each.host === host && each.key === key);
  return row && setColumns(facts, { table: 'user', row }, ids);
}
