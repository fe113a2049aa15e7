import type { Cell } from '#analyzer/facts/cell.ts';
import { numberCell, type Part, partOf, type Resource } from '../resources/resource.ts';
import { reasonOf, textOf, type Value } from '../values/value.ts';
import { groupOf, type IngressRules, noRules, protocolOf, ruleRow, sourcesIn } from './rule.ts';

/** A resource that is one rule. */
export function amazonRule(resource: Resource): IngressRules {
  const part = partOf(resource);
  const group = groupOf(part.value('security_group_id'));
  return { rows: [row(resource, { part, group, protocol: 'ip_protocol' })], undecided: undefined };
}

/** A resource that is one rule of either direction. */
export function amazonTypedRule(resource: Resource): IngressRules {
  const part = partOf(resource);
  const type = part.value('type');
  const direction = textOf(type);
  if (direction === undefined) return { rows: [], undecided: reasonOf(type) };
  if (direction !== 'ingress') return noRules;
  const group = groupOf(part.value('security_group_id'));
  return { rows: [row(resource, { part, group, protocol: 'protocol' })], undecided: undefined };
}

/** A group with its rules in blocks. */
export function amazonGroup(resource: Resource, block: string): IngressRules {
  const { parts, undecided } = partOf(resource).inner(block);
  const group = resource.address;
  const rows = parts.map((part) => row(resource, { part, group, protocol: 'protocol' }));
  return { rows, undecided };
}

const sources = [
  ...['cidr_ipv4', 'cidr_ipv6', 'prefix_list_id', 'referenced_security_group_id'],
  ...['cidr_blocks', 'ipv6_cidr_blocks', 'prefix_list_ids', 'security_groups'],
  ...['source_security_group_id', 'cidrs', 'ipv6_cidrs', 'cidr_list_aliases'],
];

interface AmazonRule {
  readonly part: Part;
  readonly group: Cell<string>;
  /** The name of the attribute that holds the protocol. */
  readonly protocol: string;
}

function row(resource: Resource, { part, group, protocol }: AmazonRule) {
  return ruleRow(resource, {
    part,
    group,
    protocol: protocolOf(part.value(protocol)),
    ports: [numberCell(part.value('from_port')), numberCell(part.value('to_port'))],
    sources: withSelf(sourcesIn(part, sources), part.value('self')),
    written: {
      group: 'security_group_id',
      protocol,
      'from-port': 'from_port',
      'to-port': 'to_port',
    },
  });
}

function withSelf(found: Cell<readonly string[]>, self: Value): Cell<readonly string[]> {
  if (textOf(self) !== 'true') return found;
  return Array.isArray(found) ? [...(found as readonly string[]), 'self'] : (found ?? ['self']);
}
