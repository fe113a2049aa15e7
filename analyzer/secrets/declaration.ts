import type { Fix, Location } from '../diagnostic.ts';
import {
  hasOneLineSets,
  indentUnit,
  type NewAttribute,
  nixString,
  writtenSet,
} from '../edit/attribute-set.ts';
import { type Member, membersOf } from '../edit/binding.ts';
import { type Insertion, insertAfter, insertBefore } from '../edit/insertion.ts';
import type { Facts } from '../facts/facts.ts';
import type { SecretReferenceRow } from '../facts/secrets.ts';
import { compareBytes } from '../order/compare.ts';
import { readerOf } from './accounts.ts';

/**
 * Declares the secret of a reference in the one file where its machine declares
 * most of them, for the account of the reader. `undefined` when the name, the
 * account or the place is not certain.
 */
export function declareSecret(facts: Facts, reference: SecretReferenceRow): Fix | undefined {
  const reader = readerOf(facts, reference);
  const name = nameOf(reference);
  if (reference.manager !== 'sops' || reader?.group === undefined || name === undefined)
    return undefined;
  const places = declarations(facts, reference);
  const file = places[0]?.file;
  const text = file === undefined ? undefined : facts.text(file);
  if (file === undefined || text === undefined) return undefined;
  const attributes = [
    { name: 'owner', value: nixString(reader.user) },
    { name: 'group', value: nixString(reader.group) },
  ];
  const spans = places.map(({ span }) => span);
  const insertion = insertSet(text, membersOf(text, spans), { name, attributes });
  if (!insertion) return undefined;
  return {
    title: `declare \`${name}\` for \`${reader.user}\` (its key must be in the encrypted file)`,
    safety: 'unsafe',
    edits: [{ file, ...insertion }],
  };
}

/** The name under which a secret has the path by default. */
export function nameOf({ kind, scope, target }: SecretReferenceRow): string | undefined {
  if (scope === 'home') return undefined;
  if (kind === 'option') return target;
  const name = /^\/run\/secrets\/(.+)$/.exec(target)?.[1];
  return name?.startsWith('rendered/') ? undefined : name;
}

/** The names of the machine's secrets in the file that has most of them and that no other machine reads. */
function declarations(facts: Facts, { host, scope, manager }: SecretReferenceRow): Location[] {
  const byFile = new Map<string, Location[]>();
  for (const row of facts.table('secret').rows) {
    if (row.host !== host || row.scope !== scope || row.manager !== manager) continue;
    const place = facts.locate(row.at);
    if (!isShared(facts, place.file))
      byFile.set(place.file, [...(byFile.get(place.file) ?? []), place]);
  }
  return [...byFile.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
}

function isShared(facts: Facts, file: string): boolean {
  const row = facts.table('module').rows.find((module) => module.file === file);
  return row === undefined || row.hosts.length > 1;
}

interface NewSet {
  readonly name: string;
  readonly attributes: readonly NewAttribute[];
}

/** Writes a set beside others, in their form and at its place among their names. */
function insertSet(
  text: string,
  members: readonly Member[],
  { name, attributes }: NewSet,
): Insertion | undefined {
  const set = members[0]?.node.parent?.parent;
  const last = members.at(-1);
  if (!set || !last || members.some((member) => member.name === name)) return undefined;
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', last.node.start) + 1))?.[0] ?? '';
  const unit = indentUnit(text, last.node.start, set.start);
  const value = writtenSet(attributes, hasOneLineSets(set) ? 'one line' : { indent, unit });
  const item = { text: `${nixString(name)} = ${value};` };
  const { neighbour, side } = placeOf(name, members, last);
  const insert = side === 'before' ? insertBefore : insertAfter;
  return insert(text, neighbour.node.span, item);
}

/** Where a name belongs: by the alphabet, or else behind the names most like it. */
function placeOf(
  name: string,
  members: readonly Member[],
  last: Member,
): { readonly neighbour: Member; readonly side: 'before' | 'after' } {
  const isSorted = members.every(({ name: own }, index) => {
    return index === 0 || compareBytes(members[index - 1]?.name ?? '', own) <= 0;
  });
  const next = members.find((member) => compareBytes(member.name, name) > 0);
  if (isSorted)
    return next ? { neighbour: next, side: 'before' } : { neighbour: last, side: 'after' };
  const nearness = members.map((member) => sharedSegments(member.name, name));
  const most = Math.max(...nearness);
  const like = members.findLast((_, index) => nearness[index] === most && most > 0);
  return { neighbour: like ?? last, side: 'after' };
}

function sharedSegments(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  const different = left.findIndex((segment, index) => segment !== right[index]);
  return different === -1 ? left.length : different;
}
