import { numberCell, type Part, partOf, type Resource } from '../resources/resource.ts';
import { reasonOf, textOf } from '../values/value.ts';
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

/** `allow` and `deny` blocks with the sources of the whole; nobody named stands for everybody. */
export function googleFirewall(resource: Resource): IngressRules {
  const whole = partOf(resource);
  if (textOf(whole.value('disabled')) === 'true') return noRules;
  const direction = whole.value('direction');
  const isEgress = saysOneOf(direction, ['egress']);
  if (isEgress === undefined) return { rows: [], undecided: reasonOf(direction) };
  if (isEgress) return noRules;
  const named = sourcesIn(whole, ['source_ranges', 'source_tags', 'source_service_accounts']);
  const scope = groupOf(whole.value('network'));
  const rank = numberCell(whole.value('priority')) ?? 1000;
  const blocks = { allow: whole.inner('allow'), deny: whole.inner('deny') } as const;
  const ranked = (['allow', 'deny'] as const).flatMap((effect) =>
    blocks[effect].parts.flatMap((part) =>
      layerRows(resource, part, {
        group: resource.address,
        protocol: 'protocol',
        sources: named ?? ['0.0.0.0/0'],
      }).map((row): RankedRule => ({ row, effect, scope, rank })),
    ),
  );
  return { rows: [], ranked, undecided: blocks.allow.undecided ?? blocks.deny.undecided };
}

/** A rule of a policy: what it is about stands in `match`. */
export function googlePolicyRule(resource: Resource): IngressRules {
  const whole = partOf(resource);
  const [action, direction] = [whole.value('action'), whole.value('direction')];
  const [allows, denies] = [saysOneOf(action, ['allow']), saysOneOf(action, ['deny'])];
  const ingress = saysOneOf(direction, ['ingress']);
  if ((allows === false && denies === false) || ingress === false) return noRules;
  if (allows === undefined || ingress === undefined) {
    return { rows: [], undecided: reasonOf(allows === undefined ? action : direction) };
  }
  const matches = whole.inner('match');
  const inner = matches.parts.map((match) => ({ match, layers: match.inner('layer4_configs') }));
  const group = groupOf(whole.value('firewall_policy'));
  const rank = numberCell(whole.value('priority'));
  const ranked = inner.flatMap(({ match, layers }) =>
    layers.parts.flatMap((part) =>
      layerRows(resource, part, {
        group,
        protocol: 'ip_protocol',
        sources: sourcesIn(match, sourceAttributes),
      }).map((row): RankedRule => ({ row, effect: allows ? 'allow' : 'deny', scope: group, rank })),
    ),
  );
  const open = [matches, ...inner.map(({ layers }) => layers)];
  return {
    rows: [],
    ranked,
    undecided: open.find(({ undecided }) => undecided !== undefined)?.undecided,
  };
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
