import type { Fix, Location, Note } from '../diagnostic.ts';
import { known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { DnsRecordRow, DnsZoneRow } from '../facts/network.ts';
import { compareBytes } from '../order/compare.ts';
import { isBelow, zoneOf } from './names.ts';

/** Where a record names its zone by the key of a map, such as `var.zones["example.org"]`. */
export function zoneKey(facts: Facts, record: DnsRecordRow): Location | undefined {
  const place = record.places?.zone && facts.locate(record.places.zone);
  const written = place && facts.text(place.file)?.slice(place.span.start, place.span.end);
  const key = `["${known(record.zone)}"]`;
  if (!place || !written?.endsWith(key)) return undefined;
  const end = place.span.end - 1;
  return { file: place.file, span: { start: end - key.length + 2, end } };
}

/** The zones of the map that a record takes its zone from, as other records of the map tell. */
function zonesBeside(facts: Facts): readonly DnsZoneRow[] {
  const rows = facts.table('dns-zone').rows.filter((row) => entryAt(facts, row) !== undefined);
  const seen = new Set<string>();
  return rows.filter(({ name }) => !seen.has(name) && seen.add(name));
}

/** Where the map is, for people. */
export function zonesNote(facts: Facts): Note[] {
  const [first] = zonesBeside(facts);
  return first
    ? [{ ...facts.locate(first.places?.name ?? first.at), message: 'the zones are listed here' }]
    : [];
}

interface Entry extends Location {
  /** The whole entry, without what separates it from others. */
  readonly text: string;
}

/** `"example.org": "Z1"` or `"example.org" = "Z1"`. */
function entryAt(facts: Facts, row: DnsZoneRow): Entry | undefined {
  const { file, span } = facts.locate(row.places?.name ?? row.at);
  const text = facts.text(file)?.slice(span.start) ?? '';
  const entry = /^"[^"\n]*"[ \t]*[:=][ \t]*"[^"\n]*"/.exec(text)?.[0];
  if (entry === undefined) return undefined;
  return { file, span: { start: span.start, end: span.start + entry.length }, text: entry };
}

/** Adds a zone whose id only its owner knows, at its place among the others. */
export function addZone(facts: Facts, zone: string): Fix | undefined {
  const rows = zonesBeside(facts);
  const next = rows.find(({ name }) => compareBytes(name, zone) > 0);
  const neighbour = next ?? rows.at(-1);
  const entry = neighbour && entryAt(facts, neighbour);
  const text = entry && facts.text(entry.file);
  if (!entry || text === undefined) return undefined;
  const { file, span } = entry;
  const added = entry.text.replace(/^"[^"]*"([ \t]*[:=][ \t]*)"[^"]*"$/, `"${zone}"$1"TODO"`);
  const isJson = /^"[^"]*"[ \t]*:/.test(entry.text);
  const line = text.lastIndexOf('\n', span.start - 1) + 1;
  const indent = text.slice(line, span.start);
  const between = `${isJson ? ',' : ''}${indent.trim() === '' ? `\n${indent}` : ' '}`;
  if (!isJson && indent.trim() !== '') return undefined;
  const offset = next ? span.start : span.end;
  const edit = next ? `${added}${between}` : `${between}${added}`;
  return {
    title: `add the zone ${zone}, whose id is yet to be filled in`,
    safety: 'unsafe',
    edits: [{ file, span: { start: offset, end: offset }, text: edit }],
  };
}

/** A record whose name, as it is written, lies in another zone of the repository than its own. */
export interface StrayName {
  readonly name: string;
  readonly zone: string;
  readonly own: string;
}

/**
 * Providers take a name that does not end in the zone as one within it, so only
 * a name that is certainly of another zone is wrong.
 */
export function strayName(facts: Facts, record: DnsRecordRow): StrayName | undefined {
  const place = record.places?.name && facts.locate(record.places.name);
  const written = place && facts.text(place.file)?.slice(place.span.start, place.span.end);
  const name = /^"([\w.-]+)"$/.exec(written ?? '')?.[1]?.toLowerCase();
  const own = known(record.zone);
  if (name === undefined || own === undefined || isBelow(name, own)) return undefined;
  const zone = zoneOf(facts, name);
  return zone === undefined || zone === own ? undefined : { name, zone, own };
}

/** Takes the zone that the name lies in. */
export function moveToZone(facts: Facts, record: DnsRecordRow, zone: string): Fix | undefined {
  const place = zoneKey(facts, record);
  if (!place) return undefined;
  const edits = [{ ...place, text: `"${zone}"` }];
  return { title: `take the zone ${zone}`, safety: 'unsafe', edits };
}
