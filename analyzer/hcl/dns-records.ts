import { type Cell, isUndecided } from '../facts/cell.ts';
import type { DnsRecordRow } from '../facts/network.ts';
import { type Part, partOf, placesOf, type Resource, textCell, textsCell } from './resource.ts';
import type { Value } from './values/value.ts';

/** How one type of resource spells a DNS record. */
interface RecordShape {
  readonly zone: string;
  /** The first of these attributes that is set. */
  readonly targets: readonly string[];
  /** Whether the zone is added to a name: always, never, or when the name does not end in it. */
  readonly relative: 'always' | 'never' | 'unless-ends';
}

const shapes: ReadonlyMap<string, RecordShape> = new Map<string, RecordShape>([
  ['aws_route53_record', { zone: 'zone_id', targets: ['records'], relative: 'unless-ends' }],
  [
    'cloudflare_record',
    { zone: 'zone_id', targets: ['content', 'value'], relative: 'unless-ends' },
  ],
  ['cloudflare_dns_record', { zone: 'zone_id', targets: ['content'], relative: 'unless-ends' }],
  ['digitalocean_record', { zone: 'domain', targets: ['value'], relative: 'always' }],
  ['hetznerdns_record', { zone: 'zone_id', targets: ['value'], relative: 'always' }],
  ['hcloud_zone_rrset', { zone: 'zone', targets: ['records'], relative: 'always' }],
  ['google_dns_record_set', { zone: 'managed_zone', targets: ['rrdatas'], relative: 'never' }],
]);

export function isDnsRecord(type: string): boolean {
  return shapes.has(type);
}

/** A kind of resource that holds records in a way that is not read here. */
export function mayHoldDnsRecords(type: string): boolean {
  return !shapes.has(type) && /(^|_)(records?|rrset|record_set)$/.test(type);
}

/** The zone's name by the address of the zone's resource, such as `aws_route53_zone.main`. */
export type ZoneNames = ReadonlyMap<string, Cell<string>>;

export function dnsRecord(resource: Resource, zones: ZoneNames): DnsRecordRow {
  const shape = shapes.get(resource.type) ?? { zone: '', targets: [], relative: 'never' };
  const part = partOf(resource);
  const given = part.value(shape.zone);
  const zone = zoneOf(given, zones);
  const type = textCell(part.value('type'));
  const alias = part.inner('alias').parts[0];
  const target = shape.targets.find((name) => part.place(name)) ?? '';
  return {
    at: part.at,
    label: resource.label,
    name: fullName(textCell(part.value('name')), zone, shape),
    type: typeof type === 'string' ? type.toUpperCase() : type,
    zone,
    targets: alias ? textsCell(alias.value('name')) : targetsOf(resource.type, part, target),
    places: placesOf(resource, {
      name: part.place('name'),
      type: part.place('type'),
      zone: part.place(shape.zone),
      targets: alias?.place('name') ?? part.place(target),
    }),
  };
}

/** The zone as an expression or a reference tells it; its bare id does not. */
function zoneOf(value: Value, zones: ZoneNames): Cell<string> {
  if (value.selected) return domain(value.selected.key);
  const reference = value.kind === 'unknown' ? value.reference : undefined;
  if (reference !== undefined) {
    const address = reference.replace(/\.\w+$/, '');
    return zones.get(address) ?? { undecided: `the zone is \`${reference}\`` };
  }
  const text = textCell(value);
  if (typeof text === 'string' && !text.includes('.'))
    return { undecided: 'the zone is given by its id' };
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
  const ends = typeof zone === 'string' && (written === zone || written.endsWith(`.${zone}`));
  if (shape.relative === 'unless-ends' && ends) return written;
  if (typeof zone === 'string' && zone.includes('.')) {
    return written === '@' || written === '' ? zone : `${written}.${zone}`;
  }
  const whole = shape.relative === 'unless-ends' && written.includes('.');
  return whole ? written : { undecided: 'the name is relative to a zone that is not known' };
}

/** `records` of Hetzner's cloud is a list of objects with a `value`. */
function targetsOf(type: string, part: Part, attribute: string): Cell<readonly string[]> {
  if (type !== 'hcloud_zone_rrset') return textsCell(part.value(attribute));
  const inner = part.inner(attribute);
  const texts = inner.parts.map((record) => textsCell(record.value('value')));
  const unknown = texts.find(isUndecided);
  if (unknown || inner.undecided !== undefined)
    return unknown ?? { undecided: inner.undecided ?? '' };
  return texts.flatMap((text) => (Array.isArray(text) ? text : []));
}
