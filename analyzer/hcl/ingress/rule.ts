import { type Cell, isUndecided } from '#analyzer/facts/cell.ts';
import type { IngressRuleRow } from '#analyzer/facts/network.ts';
import { networkOf } from '../functions/network.ts';
import { type Part, placesOf, type Resource, textCell, textsCell } from '../resources/resource.ts';
import { textOf, type Value } from '../values/value.ts';

export interface IngressRules {
  readonly rows: readonly IngressRuleRow[];
  /** Rules that stand before or behind others; see `settled`. */
  readonly ranked?: readonly RankedRule[];
  /** Why there may be more rules in the resource. */
  readonly undecided: string | undefined;
}

/** A rule of a firewall in which the first rule that fits decides. */
export interface RankedRule {
  readonly row: IngressRuleRow;
  readonly effect: 'allow' | 'deny';
  /** What all rules that are compared have in common: the firewall, the network. */
  readonly scope: Cell<string>;
  /** Smaller ones come first. */
  readonly rank: Cell<number>;
}

export const noRules: IngressRules = { rows: [], undecided: undefined };

type Ports = readonly [Cell<number>, Cell<number>];

export const everyPort: Ports = [0, 65_535];

export interface WrittenRule {
  readonly part: Part;
  readonly group: Cell<string>;
  readonly protocol: IngressRuleRow['protocol'];
  readonly ports: Ports;
  readonly sources: Cell<readonly string[]>;
  /** The attributes that the columns come from. */
  readonly written: { readonly [column: string]: string | undefined };
}

export function ruleRow(resource: Resource, rule: WrittenRule): IngressRuleRow {
  const { part, group, protocol, sources } = rule;
  const [from, to] = protocol === 'any' ? everyPort : rule.ports;
  const places = Object.entries(rule.written).map(([column, attribute]) => [
    column,
    attribute === undefined ? undefined : part.place(attribute),
  ]);
  return {
    at: part.at,
    label: resource.label,
    group,
    protocol,
    'from-port': from,
    'to-port': to,
    sources,
    open: isOpen(sources),
    places: placesOf(resource, Object.fromEntries(places)),
  };
}

/** Whether everybody is among the sources. What a list of prefixes holds is not to be seen. */
function isOpen(sources: Cell<readonly string[]>): Cell<boolean> {
  if (sources === undefined || isUndecided(sources)) return sources;
  if (sources.some(isEverybody)) return true;
  const list = sources.find((source) => /prefix_list|(^|[^\w])pl-/.test(source));
  return list === undefined ? false : { undecided: `who is in \`${list}\` is not known` };
}

export function isEverybody(source: string): boolean {
  const network = networkOf(source);
  return (network !== 'mapped' && network?.length === 0) || /^(\*|any|internet|all)$/i.test(source);
}

/** The sources that any of the attributes names; unset where none does. */
export function sourcesIn(part: Part, attributes: readonly string[]): Cell<readonly string[]> {
  const cells = attributes
    .filter((name) => part.place(name))
    .map((name) => textsCell(part.value(name)));
  const unknown = cells.find(isUndecided);
  if (unknown) return unknown;
  const sources = cells.flatMap((cell) => (Array.isArray(cell) ? cell : []));
  return sources.length === 0 ? undefined : sources;
}

/** Clouds write protocols as words or by their numbers. */
export function protocolOf(value: Value): IngressRuleRow['protocol'] {
  const written = textCell(value);
  if (typeof written !== 'string') return written;
  switch (written.toLowerCase()) {
    case '-1':
    case 'all':
    case 'any':
    case '*':
      return 'any';
    case 'tcp':
    case '6':
      return 'tcp';
    case 'udp':
    case '17':
      return 'udp';
    case 'icmp':
    case 'icmpv6':
    case 'icmp6':
    case 'ipv6-icmp':
    case '1':
    case '58':
      return 'icmp';
    default:
      return 'other';
  }
}

const openPorts: Cell<number> = { undecided: 'the ports are not known' };

/** Ports as text: `80`, `8000-8100`, `8000:8100`, several with commas; nothing stands for all. */
export function portRanges(value: Value): readonly Ports[] {
  if (value.kind === 'null') return [everyPort];
  const cell = textsCell(value);
  const texts = Array.isArray(cell) ? (cell as readonly string[]) : undefined;
  if (!texts) return [[openPorts, openPorts]];
  if (texts.length === 0) return [everyPort];
  return texts.flatMap((text) => text.split(',')).map((text) => portRange(text.trim()));
}

function portRange(text: string): Ports {
  if (/^(any|all|\*|-1|)$/i.test(text)) return everyPort;
  const match = /^(\d+)(?:[-:](\d+))?$/.exec(text);
  if (!match) return [openPorts, openPorts];
  const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
  return from === 0 && to === 0 ? everyPort : [from, to];
}

/** The address of the group that `aws_security_group.web.id` names. */
export function groupOf(value: Value): Cell<string> {
  if (value.owner !== undefined) return value.owner;
  if (value.kind === 'unknown' && value.reference !== undefined) {
    return value.reference.replace(/\.\w+$/, '');
  }
  return textCell(value);
}

/** Whether a value is one of the words, in whatever case; undefined when it is not known. */
export function saysOneOf(value: Value, words: readonly string[]): boolean | undefined {
  if (value.kind === 'null') return false;
  const text = textOf(value);
  return text === undefined ? undefined : words.includes(text.toLowerCase());
}
