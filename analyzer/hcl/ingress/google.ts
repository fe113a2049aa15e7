import { type Part, partOf, type Resource } from '../resources/resource.ts';
import { reasonOf, textOf } from '../values/value.ts';
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

/** `allow` blocks with the sources of the whole; nobody named stands for everybody. */
export function googleFirewall(resource: Resource): IngressRules {
  const whole = partOf(resource);
  if (textOf(whole.value('disabled')) === 'true') return noRules;
  const direction = whole.value('direction');
  const isEgress = saysOneOf(direction, ['egress']);
  if (isEgress === undefined) return { rows: [], undecided: reasonOf(direction) };
  if (isEgress) return noRules;
  const { parts, undecided } = whole.inner('allow');
  const named = sourcesIn(whole, ['source_ranges', 'source_tags', 'source_service_accounts']);
  const rows = parts.flatMap((part) =>
    layerRows(resource, part, {
      group: resource.address,
      protocol: 'protocol',
      sources: named ?? ['0.0.0.0/0'],
    }),
  );
  return { rows, undecided };
}

/** A rule of a policy: what it is about stands in `match`. */
export function googlePolicyRule(resource: Resource): IngressRules {
  const whole = partOf(resource);
  const [action, direction] = [whole.value('action'), whole.value('direction')];
  const allows = saysOneOf(action, ['allow']);
  const ingress = saysOneOf(direction, ['ingress']);
  if (allows === false || ingress === false) return noRules;
  if (allows === undefined || ingress === undefined) {
    return { rows: [], undecided: reasonOf(allows === undefined ? action : direction) };
  }
  const matches = whole.inner('match');
  const inner = matches.parts.map((match) => ({ match, layers: match.inner('layer4_configs') }));
  const rows = inner.flatMap(({ match, layers }) =>
    layers.parts.flatMap((part) =>
      layerRows(resource, part, {
        group: groupOf(whole.value('firewall_policy')),
        protocol: 'ip_protocol',
        sources: sourcesIn(match, sourceAttributes),
      }),
    ),
  );
  const open = [matches, ...inner.map(({ layers }) => layers)];
  return { rows, undecided: open.find(({ undecided }) => undecided !== undefined)?.undecided };
}

const sourceAttributes = [
  ...['src_ip_ranges', 'src_fqdns', 'src_region_codes', 'src_address_groups'],
  ...['src_secure_tags', 'src_threat_intelligences', 'src_networks'],
];

type Common = Pick<Parameters<typeof ruleRow>[1], 'group' | 'sources'> & {
  readonly protocol: string;
};

function layerRows(resource: Resource, part: Part, { group, protocol, sources }: Common) {
  return portRanges(part.value('ports')).map((ports) =>
    ruleRow(resource, {
      part,
      group,
      protocol: protocolOf(part.value(protocol)),
      ports,
      sources,
      written: { protocol, 'from-port': 'ports', 'to-port': 'ports' },
    }),
  );
}
