import type { Cell } from '#analyzer/facts/cell.ts';
import { numberCell, type Part, partOf, type Resource } from '../resources/resource.ts';
import { reasonOf } from '../values/value.ts';
import {
  groupOf,
  type IngressRules,
  noRules,
  portRanges,
  protocolOf,
  type RankedRule,
  ruleRow,
  saysOneOf,
  sourcesIn,
} from './rule.ts';

/** A group with its rules in blocks. */
export function azureGroup(resource: Resource): IngressRules {
  const { parts, undecided } = partOf(resource).inner('security_rule');
  const found = parts.map((part) => rulesIn(resource, part, resource.address));
  return {
    rows: [],
    ranked: found.flatMap(({ ranked }) => ranked ?? []),
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

/** Rules of either effect; the smallest priority of a group comes first. */
function rulesIn(resource: Resource, part: Part, group: Cell<string>): IngressRules {
  const [direction, access] = [part.value('direction'), part.value('access')];
  const taken = [saysOneOf(direction, ['inbound']), saysOneOf(access, ['allow'])] as const;
  if (taken[0] === false) return noRules;
  const open = [direction, access].find((_, index) => taken[index] === undefined);
  if (open) return { rows: [], undecided: reasonOf(open) };
  const attribute = part.place('destination_port_ranges')
    ? 'destination_port_ranges'
    : 'destination_port_range';
  const rank = numberCell(part.value('priority'));
  const ranked = portRanges(part.value(attribute)).map((ports): RankedRule => {
    const row = ruleRow(resource, {
      part,
      group,
      protocol: protocolOf(part.value('protocol')),
      ports,
      sources: sourcesIn(part, sources),
      written: { protocol: 'protocol', 'from-port': attribute, 'to-port': attribute },
    });
    return { row, effect: taken[1] ? 'allow' : 'deny', scope: group, rank };
  });
  return { rows: [], ranked, undecided: undefined };
}
