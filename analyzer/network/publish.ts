import type { Fix, Note } from '../diagnostic.ts';
import { copiedBlock, copyBlock, labelsOf, resourcesIn } from '../edit/block.ts';
import { known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { DnsRecordRow } from '../facts/network.ts';
import { compareBytes } from '../order/compare.ts';
import { isBelow, zoneOf } from './names.ts';
import { addZone } from './zones.ts';

/** Where the record of a name would stand. */
export function placeNote(facts: Facts, domain: string): Note[] {
  const rows = facts.table('dns-record').rows;
  const above = byName(rows).findLast((row) => compareBytes(known(row.name) ?? '', domain) < 0);
  const row = above ?? rows.at(-1);
  if (!row) return [];
  const { file, span } = facts.locate(row.at);
  const head = (facts.text(file) ?? '').slice(span.start, span.end).split('{', 1)[0] ?? '';
  const end = span.start + head.trimEnd().length;
  return [
    { file, span: { start: span.start, end }, message: 'its record would stand beside this' },
  ];
}

/**
 * Names a domain by a copy of one of the given records, at its place by name. A
 * domain of two labels is a zone of its own, which is added where there is none.
 */
export function publish(
  facts: Facts,
  domain: string,
  models: readonly DnsRecordRow[],
): Fix | undefined {
  const zone = zoneOf(facts, domain);
  if (zone !== undefined) return publishIn(facts, { domain, zone }, models);
  const isApex = domain.split('.').length === 2;
  const added = isApex ? addZone(facts, domain) : undefined;
  const record = added && publishIn(facts, { domain, zone: domain }, models);
  if (!record) return undefined;
  const title = `${record.title}, and ${added.title}`;
  return { title, safety: 'unsafe', edits: [...record.edits, ...added.edits] };
}

function publishIn(
  facts: Facts,
  { domain, zone }: NewName,
  models: readonly DnsRecordRow[],
): Fix | undefined {
  const near = models.toSorted((a, b) => Number(b.zone === zone) - Number(a.zone === zone));
  for (const model of near) {
    const edit = copyRecord(facts, model, { domain, zone });
    const { file } = model.at;
    const title = `add a record for ${domain}`;
    if (edit) return { title, safety: 'unsafe', edits: [{ file, ...edit }] };
  }
  return undefined;
}

/** A name that is to have a record, and its zone. */
export interface NewName {
  readonly domain: string;
  readonly zone: string;
}

/** The block of a record in the form of another; `undefined` where that cannot be told apart. */
export function recordLike(
  facts: Facts,
  model: DnsRecordRow,
  { label, ...name }: NewName & { readonly label: string },
): string | undefined {
  const { file, span } = facts.locate(model.at);
  const parts = partsFor(facts, model, name);
  return parts && copiedBlock(facts.text(file) ?? '', { model: span, label, parts });
}

function copyRecord(facts: Facts, model: DnsRecordRow, { domain, zone }: NewName) {
  const { file, span } = facts.locate(model.at);
  const text = facts.text(file) ?? '';
  const resources = resourcesIn(text);
  const type = resources.get(span.start)?.type;
  const parts = partsFor(facts, model, { domain, zone });
  const label = freeLabel({ domain, zone }, type ?? '', labelsOf(resources));
  const siblings = byName(facts.table('dns-record').rows).flatMap((row) => {
    const at = facts.locate(row.at);
    const isSibling = at.file === file && resources.get(at.span.start)?.type === type;
    return isSibling ? [{ name: known(row.name) ?? '', span: at.span }] : [];
  });
  const last = siblings.at(-1);
  if (!last || label === undefined || parts === undefined) return undefined;
  return copyBlock(text, {
    model: span,
    label,
    parts,
    before: siblings.find((row) => compareBytes(row.name, domain) > 0)?.span,
    last: last.span,
  });
}

type Part = {
  readonly span: { readonly start: number; readonly end: number };
  readonly text: string;
};

/** What is written otherwise than in the model; `undefined` where that cannot be told. */
function partsFor(facts: Facts, model: DnsRecordRow, name: NewName): readonly Part[] | undefined {
  const own = namePart(facts, model, name);
  const zone = zonePart(facts, model, name.zone);
  if (own === undefined || zone === undefined) return undefined;
  return zone === 'same' ? [own] : [own, zone];
}

/** The name as the model writes its own: whole, or without the zone. */
function namePart(facts: Facts, model: DnsRecordRow, name: NewName): Part | undefined {
  const place = model.places?.name && facts.locate(model.places.name);
  const written = place && facts.text(place.file)?.slice(place.span.start, place.span.end);
  if (!place || written === undefined) return undefined;
  if (written === `"${known(model.name)}"`) return { span: place.span, text: `"${name.domain}"` };
  const zone = known(model.zone);
  if (zone === undefined || !isBelow(known(model.name) ?? '', zone)) return undefined;
  const isRelative = written === `"${relative(known(model.name) ?? '', zone)}"`;
  return isRelative
    ? { span: place.span, text: `"${relative(name.domain, name.zone)}"` }
    : undefined;
}

/** Another zone can be written where the model names its own in quotes. */
function zonePart(facts: Facts, model: DnsRecordRow, zone: string): Part | 'same' | undefined {
  const own = known(model.zone);
  if (own === zone) return 'same';
  const place = model.places?.zone && facts.locate(model.places.zone);
  const written = place && facts.text(place.file)?.slice(place.span.start, place.span.end);
  if (own === undefined || !place || written === undefined) return undefined;
  if (written.split(`"${own}"`).length !== 2) return undefined;
  return { span: place.span, text: written.replace(`"${own}"`, `"${zone}"`) };
}

function relative(domain: string, zone: string): string {
  return domain === zone ? '@' : domain.slice(0, -zone.length - 1);
}

/** A label that says which name it is and that no other record of the type has. */
export function freeLabel(
  { domain, zone }: NewName,
  type: string,
  taken: ReadonlySet<string>,
): string | undefined {
  const short = domain === zone ? (zone.split('.')[0] ?? '') : relative(domain, zone);
  return [short, domain]
    .map((name) => name.replace(/[^a-z0-9-]+/g, '_'))
    .find((label) => /^[a-z]/.test(label) && !taken.has(`${type}.${label}`));
}

function byName(rows: readonly DnsRecordRow[]): readonly DnsRecordRow[] {
  return rows
    .filter((row) => known(row.name) !== undefined)
    .toSorted((a, b) => compareBytes(known(a.name) ?? '', known(b.name) ?? ''));
}
