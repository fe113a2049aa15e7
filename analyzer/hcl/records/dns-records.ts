import { type Cell, isUndecided } from '#analyzer/facts/cell.ts';
import type { DnsRecordRow } from '#analyzer/facts/network.ts';
import {
  type Part,
  partOf,
  placesOf,
  type Resource,
  textCell,
  textsCell,
} from '../resources/resource.ts';
import { nothing, string, type Value } from '../values/value.ts';
import { type RecordShape, recordBlocks, recordShapes } from './shapes.ts';

export function isDnsRecord(type: string): boolean {
  return recordShapes.has(type) || recordBlocks.has(type) || type === vultrDomain;
}

/** A domain for which the provider makes records of its own where an address is given. */
const vultrDomain = 'vultr_dns_domain';

/** A kind of resource that holds records in a way that is not read here. */
export function mayHoldDnsRecords(type: string): boolean {
  return !isDnsRecord(type) && /(^|_)(records?|rrsets?|record_sets?)$/.test(type);
}

/** The zone's name by the address of the zone's resource, such as `aws_route53_zone.main`. */
export type ZoneNames = ReadonlyMap<string, Cell<string>>;

export interface DnsRecords {
  readonly rows: readonly DnsRecordRow[];
  /** Why there may be more records in the resource. */
  readonly undecided: string | undefined;
}

export function dnsRecords(resource: Resource, zones: ZoneNames): DnsRecords {
  const part = partOf(resource);
  if (resource.type === vultrDomain) {
    const undecided = isGiven(part, 'ip')
      ? 'Vultr makes records for the address itself'
      : undefined;
    return { rows: [], undecided };
  }
  const blocks = recordBlocks.get(resource.type);
  if (!blocks) {
    const shape = recordShapes.get(resource.type);
    const isNone = shape?.isOptional && !shape.targets.some((name) => isGiven(part, name));
    const row = shape && !isNone && recordRow(resource, { shape, part, outer: part }, zones);
    return { rows: row ? [row] : [], undecided: undefined };
  }
  const { parts, undecided } = part.inner(blocks.block);
  const rows = parts.map((inner) =>
    recordRow(resource, { shape: blocks.shape, part: inner, outer: part }, zones),
  );
  return { rows, undecided };
}

interface WrittenRecord {
  readonly shape: RecordShape;
  readonly part: Part;
  /** What the zone stands in. */
  readonly outer: Part;
}

function recordRow(
  resource: Resource,
  { shape, part, outer }: WrittenRecord,
  zones: ZoneNames,
): DnsRecordRow {
  const zone = zoneOf(outer.value(shape.zone), zones);
  const type = textCell(typeValue(shape, part));
  const alias = part.inner('alias').parts[0];
  const nameAttribute = shape.names.find((name) => part.place(name)) ?? shape.names[0] ?? '';
  const target = shape.targets.find((name) => isGiven(part, name)) ?? '';
  return {
    at: part.at,
    label: resource.label,
    name: fullName(textCell(namedValue(part, nameAttribute)), zone, shape),
    type: typeof type === 'string' ? type.toUpperCase() : type,
    zone,
    targets: targetCell(shape, part, { alias, target }),
    places: placesOf(resource, {
      name: part.place(nameAttribute),
      type: part.place(shape.type),
      zone: outer.place(shape.zone),
      targets: alias?.place('name') ?? part.place(target),
    }),
  };
}

interface Target {
  readonly alias: Part | undefined;
  readonly target: string;
}

function targetCell(
  shape: RecordShape,
  part: Part,
  { alias, target }: Target,
): Cell<readonly string[]> {
  if (part.inner('routing_policy').parts.length > 0)
    return { undecided: 'the record has a routing policy' };
  return alias ? textsCell(alias.value('name')) : targetsOf(shape, part, target);
}

/** A type in capitals is the same for every resource of the kind. */
function typeValue({ type }: RecordShape, part: Part): Value {
  return type === type.toUpperCase() ? string(type) : part.value(type);
}

/** A name that is left out is that of the zone. */
function namedValue(part: Part, attribute: string): Value {
  const value = part.value(attribute);
  return value.kind === 'null' ? string('') : value;
}

function isGiven(part: Part, name: string): boolean {
  return part.place(name) !== undefined || part.inner(name).parts.length > 0;
}

/** The zone as an expression or a reference tells it; its bare id does not. */
function zoneOf(value: Value, zones: ZoneNames): Cell<string> {
  const key = value.selected?.key;
  if (key?.includes('.')) return domain(key);
  const reference = value.kind === 'unknown' ? value.reference : undefined;
  const owner = value.owner ?? reference?.replace(/\.\w+$/, '');
  const named = owner === undefined ? undefined : zones.get(owner);
  if (named !== undefined) return named;
  if (reference !== undefined) return { undecided: `the zone is \`${reference}\`` };
  const text = textCell(value);
  if (typeof text === 'string' && !text.includes('.')) {
    return { undecided: 'the zone is given by its id' };
  }
  return typeof text === 'string' ? domain(text) : text;
}

/** A domain as people write it: small letters, no dot at the end. */
export function domain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function fullName(name: Cell<string>, zone: Cell<string>, shape: RecordShape): Cell<string> {
  if (name === undefined || isUndecided(name)) return name;
  const written = domain(name);
  if (shape.relative === 'never' || name.endsWith('.')) return written;
  if (typeof zone === 'string' && zone.includes('.')) return inZone(written, zone, shape);
  const whole = shape.relative === 'unless-ends' && written.includes('.');
  return whole ? written : { undecided: 'the name is relative to a zone that is not known' };
}

function inZone(name: string, zone: string, { relative }: RecordShape): string {
  const ends = name === zone || name.endsWith(`.${zone}`);
  if (relative === 'unless-ends' && ends) return name;
  return name === '@' || name === '' ? zone : `${name}.${zone}`;
}

/** Targets may be texts, or objects or blocks that have them in one of their attributes. */
function targetsOf(
  { member }: RecordShape,
  part: Part,
  attribute: string,
): Cell<readonly string[]> {
  if (member === undefined) return textsCell(attribute === '' ? nothing : part.value(attribute));
  const { parts, undecided } = part.inner(attribute);
  const texts = parts.map((inner) => textsCell(inner.value(member)));
  const unknown = texts.find(isUndecided);
  if (unknown) return unknown;
  if (undecided !== undefined) return { undecided };
  return texts.flatMap((text) => (Array.isArray(text) ? text : []));
}
