import type { Cell } from '#analyzer/facts/cell.ts';
import { type Part, partOf, type Resource } from '../resources/resource.ts';
import { reasonOf } from '../values/value.ts';
import {
  groupOf,
  type IngressRules,
  portRanges,
  protocolOf,
  ruleRow,
  saysOneOf,
  sourcesIn,
} from './rule.ts';

/** A group with its rules in blocks. */
export function azureGroup(resource: Resource): IngressRules {
  const { parts, undecided } = partOf(resource).inner('security_rule');
  const found = parts.map((part) => rulesIn(resource, part, resource.address));
  return {
    rows: found.flatMap(({ rows }) => rows),
    undecided: undecided ?? found.find((rules) => rules.undecided !== undefined)?.undecided,
  };
}

export function azureRule(resource: Resource): IngressRules {
  const part = partOf(resource);
  return rulesIn(resource, part, groupOf(part.value('network_security_group_name')));
}

const sources = [
  ...['source_address_prefix', 'source_address_prefixes'],
  'source_application_security_group_ids',
];

/** Rules that refuse let nothing in; whether one stands before another is not looked at. */
function rulesIn(resource: Resource, part: Part, group: Cell<string>): IngressRules {
  const [direction, access] = [part.value('direction'), part.value('access')];
  const taken = [saysOneOf(direction, ['inbound']), saysOneOf(access, ['allow'])];
  if (taken.includes(false)) return { rows: [], undecided: undefined };
  const open = [direction, access].find((_, index) => taken[index] === undefined);
  if (open) return { rows: [], undecided: reasonOf(open) };
  const attribute = part.place('destination_port_ranges')
    ? 'destination_port_ranges'
    : 'destination_port_range';
  const rows = portRanges(part.value(attribute)).map((ports) =>
    ruleRow(resource, {
      part,
      group,
      protocol: protocolOf(part.value('protocol')),
      ports,
      sources: sourcesIn(part, sources),
      written: { protocol: 'protocol', 'from-port': attribute, 'to-port': attribute },
    }),
  );
  return { rows, undecided: undefined };
}
