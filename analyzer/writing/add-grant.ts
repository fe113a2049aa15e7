import type { FilePath } from '../diagnostic.ts';
import { insertGrant, type WrittenGrant } from '../edit/polkit-grant.ts';
import { known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { GrantRow } from '../facts/grants.ts';
import type { Values, Writing } from './writing.ts';

/** Lets a user manage a unit, in the file of polkit rules that grants most on its machine and on no other. */
export function addGrant(facts: Facts, columns: Values): Writing | undefined {
  const { host, mechanism = 'polkit', user, unit, result = 'yes' } = columns;
  if (typeof user !== 'string' || typeof unit !== 'string' || mechanism !== 'polkit')
    return undefined;
  const { rows } = facts.table('grant');
  const shared = new Set(rows.flatMap((row) => (row.host === host ? [] : row.at.file)));
  const byFile = new Map<FilePath, WrittenGrant[]>();
  for (const row of rows) {
    const isOwn = row.host === host && row.result === result && !shared.has(row.at.file);
    const written = isOwn ? writtenGrant(facts, row) : undefined;
    if (written) byFile.set(row.at.file, [...(byFile.get(row.at.file) ?? []), written]);
  }
  const [file, grants] = [...byFile].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? [];
  const text = file && facts.text(file);
  const edit = text && grants && insertGrant(text, inOrder(grants), { user, unit });
  const title = `let \`${user}\` manage \`${unit}\``;
  return edit && file ? { title, edits: [{ file, ...edit }] } : undefined;
}

/** A grant of a file of its own whose names stand there as they are. */
function writtenGrant(facts: Facts, row: GrantRow): WrittenGrant | undefined {
  const [user, unit] = [known(row.user), known(row.unit)];
  const [userAt, unitAt] = [row.places?.user, row.places?.unit];
  const isPlain = row.conditions.length === 0 && row['unit-match'] === 'exact';
  if (user === undefined || unit === undefined || !isPlain || !userAt || !unitAt) return undefined;
  if (!row.at.file.endsWith('.rules')) return undefined;
  return {
    user,
    unit,
    userSpan: facts.locate(userAt).span,
    unitSpan: facts.locate(unitAt).span,
  };
}

function inOrder(grants: readonly WrittenGrant[]): readonly WrittenGrant[] {
  return grants.toSorted((a, b) => a.unitSpan.start - b.unitSpan.start);
}
