import type { Cell } from '#analyzer/facts/cell.ts';
import { numberCell, type Part, partOf, type Resource } from '../resources/resource.ts';
import { reasonOf } from '../values/value.ts';
import {
  everyPort,
  groupOf,
  type IngressRules,
  noRules,
  protocolOf,
  ruleRow,
  saysOneOf,
  sourcesIn,
} from './rule.ts';

/** A security list, whose options for TCP and UDP hold the ports. */
export function oracleList(resource: Resource): IngressRules {
  const { parts, undecided } = partOf(resource).inner('ingress_security_rules');
  const rows = parts.map((part) => row(resource, part, resource.address));
  return { rows, undecided };
}

/** A rule of a network security group. */
export function oracleGroupRule(resource: Resource): IngressRules {
  const part = partOf(resource);
  const direction = part.value('direction');
  const ingress = saysOneOf(direction, ['ingress']);
  if (ingress === undefined) return { rows: [], undecided: reasonOf(direction) };
  if (!ingress) return noRules;
  const group = groupOf(part.value('network_security_group_id'));
  return { rows: [row(resource, part, group)], undecided: undefined };
}

function row(resource: Resource, part: Part, group: Cell<string>) {
  return ruleRow(resource, {
    part,
    group,
    protocol: protocolOf(part.value('protocol')),
    ports: portsOf(part),
    sources: sourcesIn(part, ['source']),
    written: { group: 'network_security_group_id', protocol: 'protocol' },
  });
}

/** No options stand for every port. */
function portsOf(part: Part): readonly [Cell<number>, Cell<number>] {
  const options = ['tcp_options', 'udp_options'].map((name) => part.inner(name));
  const undecided = options.find((option) => option.undecided !== undefined)?.undecided;
  if (undecided !== undefined) return [{ undecided }, { undecided }];
  const [option] = options.flatMap(({ parts }) => parts);
  const range = option && (option.inner('destination_port_range').parts[0] ?? option);
  if (!range?.place('min')) return everyPort;
  return [numberCell(range.value('min')), numberCell(range.value('max'))];
}
