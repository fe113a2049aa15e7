import { type Cell, isUndecided } from '../facts/cell.ts';
import type { IngressRuleRow } from '../facts/network.ts';
import {
  numberCell,
  type Part,
  partOf,
  placesOf,
  type Resource,
  textCell,
  textsCell,
} from './resource.ts';
import { reasonOf, string, textOf, type Value } from './values/value.ts';

export interface IngressRules {
  readonly rows: readonly IngressRuleRow[];
  /** Why there may be more rules in the resource. */
  readonly undecided: string | undefined;
}

type Reader = (resource: Resource) => IngressRules;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['aws_vpc_security_group_ingress_rule', (resource) => alone(resource, 'ip_protocol')],
  ['aws_security_group_rule', ruleWithType],
  ['aws_security_group', (resource) => inlineRules(resource, 'ingress')],
  ['aws_default_security_group', (resource) => inlineRules(resource, 'ingress')],
  ['aws_lightsail_instance_public_ports', (resource) => inlineRules(resource, 'port_info')],
  ['hcloud_firewall', (resource) => portTexts(resource, 'rule')],
  ['digitalocean_firewall', (resource) => portTexts(resource, 'inbound_rule')],
  ['google_compute_firewall', (resource) => portTexts(resource, 'allow')],
]);

/** Resources that look like rules and let nothing in by themselves. */
const harmless = /egress|attachment|association|_firewall_policy$/;

export function isIngressRule(type: string): boolean {
  return readers.has(type);
}

/** A kind of resource that holds ingress rules in a way that is not read here. */
export function mayHoldIngressRules(type: string): boolean {
  if (readers.has(type) || harmless.test(type)) return false;
  return /security_(group|list|rule|group_rule)s?$|security_group_ingress|firewall(_rules?)?$/.test(
    type,
  );
}

export function ingressRules(resource: Resource): IngressRules {
  return readers.get(resource.type)?.(resource) ?? { rows: [], undecided: undefined };
}

function alone(resource: Resource, protocol: string): IngressRules {
  const part = partOf(resource);
  const group = groupOf(part.value('security_group_id'));
  return { rows: [ruleRow({ resource, part, group, protocol })], undecided: undefined };
}

function ruleWithType(resource: Resource): IngressRules {
  const type = partOf(resource).value('type');
  const direction = textOf(type);
  if (direction === undefined) return { rows: [], undecided: reasonOf(type) };
  return direction === 'ingress' ? alone(resource, 'protocol') : { rows: [], undecided: undefined };
}

function inlineRules(resource: Resource, block: string): IngressRules {
  const { parts, undecided } = partOf(resource).inner(block);
  const group = resource.address;
  const rows = parts.map((part) => ruleRow({ resource, part, group, protocol: 'protocol' }));
  return { rows, undecided };
}

interface RuleSource {
  readonly resource: Resource;
  readonly part: Part;
  readonly group: Cell<string>;
  /** The name of the attribute that holds the protocol. */
  readonly protocol: string;
}

function ruleRow({ resource, part, group, protocol }: RuleSource): IngressRuleRow {
  const kind = protocolOf(textCell(part.value(protocol)));
  const every = kind === 'any';
  return {
    at: part.at,
    label: resource.label,
    group,
    protocol: kind,
    'from-port': every ? 0 : numberCell(part.value('from_port')),
    'to-port': every ? 65_535 : numberCell(part.value('to_port')),
    sources: sourcesOf(part),
    places: placesOf(resource, {
      group: part.place('security_group_id'),
      protocol: part.place(protocol),
      'from-port': part.place('from_port'),
      'to-port': part.place('to_port'),
    }),
  };
}

/** Every way in which the clouds say who is let in. */
const sourceAttributes = [
  ...['cidr_ipv4', 'cidr_ipv6', 'prefix_list_id', 'referenced_security_group_id'],
  ...['cidr_blocks', 'ipv6_cidr_blocks', 'prefix_list_ids', 'security_groups', 'cidrs'],
  ...['source_security_group_id', 'source_ips', 'source_addresses', 'source_ranges', 'source_tags'],
];

function sourcesOf(part: Part): Cell<readonly string[]> {
  const written = sourceAttributes.filter((name) => part.place(name));
  const cells = written.map((name) => textsCell(part.value(name)));
  const unknown = cells.find(isUndecided);
  if (unknown) return unknown;
  const sources = cells.flatMap((cell) => (Array.isArray(cell) ? cell : []));
  if (textOf(part.value('self')) === 'true') sources.push('self');
  return sources.length === 0 ? undefined : sources;
}

/** Amazon also takes the numbers of protocols. */
function protocolOf(written: Cell<string>): IngressRuleRow['protocol'] {
  if (typeof written !== 'string') return written;
  switch (written.toLowerCase()) {
    case '-1':
    case 'all':
      return 'any';
    case 'tcp':
    case '6':
      return 'tcp';
    case 'udp':
    case '17':
      return 'udp';
    case 'icmp':
    case 'icmpv6':
    case '1':
    case '58':
      return 'icmp';
    default:
      return 'other';
  }
}

/** The address of the group that `aws_security_group.web.id` names. */
function groupOf(value: Value): Cell<string> {
  if (value.kind === 'unknown' && value.reference !== undefined) {
    return value.reference.replace(/\.\w+$/, '');
  }
  return textCell(value);
}

/** Firewalls that write ports as text: `80`, `8000-8100`, `any`. */
function portTexts(resource: Resource, block: string): IngressRules {
  const { parts, undecided } = partOf(resource).inner(block);
  const rows: IngressRuleRow[] = [];
  for (const part of inbound(resource, parts)) rows.push(...portRows(resource, part));
  return { rows, undecided };
}

function inbound(resource: Resource, parts: readonly Part[]): readonly Part[] {
  if (resource.type === 'hcloud_firewall') {
    return parts.filter((part) => textOf(part.value('direction')) !== 'out');
  }
  const direction = textOf(partOf(resource).value('direction'));
  return direction === 'EGRESS' ? [] : parts;
}

function portRows(resource: Resource, part: Part): IngressRuleRow[] {
  const attribute = ['port', 'port_range', 'ports'].find((name) => part.place(name)) ?? '';
  const given = part.value(attribute);
  const texts = textsCell(given.kind === 'null' ? string('all') : given);
  const protocol = protocolOf(textCell(part.value('protocol')));
  const ranges = Array.isArray(texts) ? texts.map(portRange) : [undefined];
  const open = { undecided: 'the ports are not known' };
  return ranges.map((range) => ({
    at: part.at,
    label: resource.label,
    group: resource.address,
    protocol,
    'from-port': range?.[0] ?? open,
    'to-port': range?.[1] ?? open,
    sources: sourcesOf(resource.type === 'google_compute_firewall' ? partOf(resource) : part),
    places: placesOf(resource, {
      protocol: part.place('protocol'),
      'from-port': part.place(attribute),
      'to-port': part.place(attribute),
    }),
  }));
}

function portRange(text: string): readonly [number, number] | undefined {
  if (text === 'any' || text === 'all') return [0, 65_535];
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  return match ? [Number(match[1]), Number(match[2] ?? match[1])] : undefined;
}
