import { type Cell, isUndecided } from '#analyzer/facts/cell.ts';
import { numberCell, type Part, partOf, type Resource, textCell } from '../resources/resource.ts';
import { reasonOf } from '../values/value.ts';
import { amazonGroup, amazonRule, amazonTypedRule } from './amazon.ts';
import { azureGroup, azureRule } from './azure.ts';
import { googleFirewall, googlePolicyRule } from './google.ts';
import { oracleGroupRule, oracleList } from './oracle.ts';
import {
  groupOf,
  type IngressRules,
  noRules,
  portRanges,
  protocolOf,
  ruleRow,
  saysOneOf,
  sourcesIn,
} from './rule.ts';
import { type TextPorts, textPortRules } from './text-ports.ts';

export type { IngressRules } from './rule.ts';

type Reader = (resource: Resource) => IngressRules;

const scaleway: TextPorts = {
  block: 'inbound_rule',
  protocol: 'protocol',
  ports: ['port_range', 'port'],
  sources: ['ip_range', 'ip'],
  action: { attribute: 'action', words: ['accept'], otherwise: 'left' },
  everybody: true,
};

/** Firewalls whose rules are blocks with ports as text, or rules that stand alone. */
const textPorts: readonly (readonly [string, TextPorts])[] = [
  [
    'hcloud_firewall',
    {
      block: 'rule',
      protocol: 'protocol',
      ports: ['port'],
      sources: ['source_ips'],
      direction: { attribute: 'direction', words: ['in'], otherwise: 'taken' },
    },
  ],
  [
    'digitalocean_firewall',
    {
      block: 'inbound_rule',
      protocol: 'protocol',
      ports: ['port_range'],
      sources: [
        ...['source_addresses', 'source_tags', 'source_droplet_ids'],
        ...['source_load_balancer_uids', 'source_kubernetes_ids'],
      ],
    },
  ],
  [
    'linode_firewall',
    {
      block: 'inbound',
      protocol: 'protocol',
      ports: ['ports'],
      sources: ['ipv4', 'ipv6'],
      action: { attribute: 'action', words: ['accept'], otherwise: 'left' },
      policy: { attribute: 'inbound_policy', words: ['accept'], otherwise: 'left' },
    },
  ],
  [
    'scaleway_instance_security_group',
    {
      ...scaleway,
      policy: { attribute: 'inbound_default_policy', words: ['accept'], otherwise: 'taken' },
    },
  ],
  ['scaleway_instance_security_group_rules', { ...scaleway, group: 'security_group_id' }],
];

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['aws_vpc_security_group_ingress_rule', amazonRule],
  ['aws_security_group_rule', amazonTypedRule],
  ['aws_security_group', (resource) => amazonGroup(resource, 'ingress')],
  ['aws_default_security_group', (resource) => amazonGroup(resource, 'ingress')],
  ['aws_lightsail_instance_public_ports', (resource) => amazonGroup(resource, 'port_info')],
  ['google_compute_firewall', googleFirewall],
  ['google_compute_firewall_policy_rule', googlePolicyRule],
  ['google_compute_network_firewall_policy_rule', googlePolicyRule],
  ['google_compute_region_network_firewall_policy_rule', googlePolicyRule],
  ['azurerm_network_security_group', azureGroup],
  ['azurerm_network_security_rule', azureRule],
  ['oci_core_security_list', oracleList],
  ['oci_core_default_security_list', oracleList],
  ['oci_core_network_security_group_security_rule', oracleGroupRule],
  ['openstack_networking_secgroup_rule_v2', openstackRule],
  ['vultr_firewall_rule', vultrRule],
  ...textPorts.map(([type, form]): [string, Reader] => [
    type,
    (resource) => textPortRules(resource, form),
  ]),
]);

/** Resources that look like rules and let nothing in by themselves. */
const harmless =
  /egress|attachment|association|_firewall_policy$|^(oci_core_network_security_group|vultr_firewall_group|openstack_networking_secgroup_v2)$/;

export function isIngressRule(type: string): boolean {
  return readers.has(type);
}

/** A kind of resource that holds ingress rules in a way that is not read here. */
export function mayHoldIngressRules(type: string): boolean {
  if (readers.has(type) || harmless.test(type)) return false;
  return /(security_(group|list|rule|group_rule)s?|secgroup(_rule)?|security_group_ingress|firewall(_group)?(_policy)?(_rules?)?)(_v\d)?$/.test(
    type,
  );
}

export function ingressRules(resource: Resource): IngressRules {
  return readers.get(resource.type)?.(resource) ?? noRules;
}

function openstackRule(resource: Resource): IngressRules {
  const part = partOf(resource);
  const direction = part.value('direction');
  const ingress = saysOneOf(direction, ['ingress']);
  if (ingress === undefined) return { rows: [], undecided: reasonOf(direction) };
  if (!ingress) return noRules;
  const given = part.place('protocol') !== undefined;
  const [from, to] = [part.value('port_range_min'), part.value('port_range_max')];
  const row = ruleRow(resource, {
    part,
    group: groupOf(part.value('security_group_id')),
    protocol: given ? protocolOf(part.value('protocol')) : 'any',
    ports: [numberCell(from) ?? 0, numberCell(to) ?? 65_535],
    sources: sourcesIn(part, ['remote_ip_prefix', 'remote_group_id']) ?? ['0.0.0.0/0', '::/0'],
    written: {
      group: 'security_group_id',
      protocol: 'protocol',
      'from-port': 'port_range_min',
      'to-port': 'port_range_max',
    },
  });
  return { rows: [row], undecided: undefined };
}

/** The source is an address and the length of its prefix. */
function vultrRule(resource: Resource): IngressRules {
  const part = partOf(resource);
  const rows = portRanges(part.value('port')).map((ports) =>
    ruleRow(resource, {
      part,
      group: groupOf(part.value('firewall_group_id')),
      protocol: protocolOf(part.value('protocol')),
      ports,
      sources: vultrSources(part),
      written: {
        group: 'firewall_group_id',
        protocol: 'protocol',
        'from-port': 'port',
        'to-port': 'port',
      },
    }),
  );
  return { rows, undecided: undefined };
}

function vultrSources(part: Part): Cell<readonly string[]> {
  const subnet = textCell(part.value('subnet'));
  const size = textCell(part.value('subnet_size'));
  const unknown = [subnet, size].find(isUndecided);
  if (unknown) return unknown;
  return subnet === undefined || size === undefined ? undefined : [`${subnet}/${size}`];
}
