import { copiedBlock } from '#analyzer/edit/block.ts';
import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { IngressRuleRow } from '#analyzer/facts/network.ts';
import type { EmitContext } from '../emitter.ts';
import { HclCode, hclBlock, hclString } from '../print/hcl.ts';
import { blockAt } from './blocks.ts';
import type { NeededPort } from './needed-ports.ts';
import { type MadeBlock, takenLabels } from './record-forms.ts';

/** Makes rules, each with a label that no other one has. */
export interface RuleForms {
  readonly make: (port: NeededPort) => MadeBlock;
}

const plainType = 'aws_vpc_security_group_ingress_rule';

export function ruleForms(
  { facts, options }: Pick<EmitContext<{ readonly group: string }>, 'facts' | 'options'>,
  dropped: ReadonlySet<string>,
): RuleForms {
  const models = modelRules(facts);
  const type = (models[0] && blockAt(facts, models[0].at)?.type) ?? plainType;
  const taken = takenLabels(facts, dropped);
  const nested = models.length === 0 ? nestedRule(facts) : undefined;
  return {
    make: (port) => {
      if (nested !== undefined) return { problem: `the rules here stand inside of \`${nested}\`` };
      const label = [labelOf(port), `${port.protocol}_${port.port}`].find(
        (name) => !taken.has(`${type}.${name}`),
      );
      if (label === undefined) return { problem: 'no label for it is free' };
      const group = options.group || groupHere(facts, models);
      const form = options.group === '' ? likeOthers(facts, models, { port, label }) : undefined;
      if (form === undefined && group === undefined)
        return { problem: 'its security group is not known; set `group`' };
      taken.add(`${type}.${label}`);
      return { label, text: form ?? plainRule(group ?? '', { port, label }) };
    },
  };
}

/** Rules that are a resource each, and let everybody in by one protocol. */
function modelRules(facts: Facts): readonly IngressRuleRow[] {
  return facts.table('ingress-rule').rows.filter((row) => {
    const protocol = known(row.protocol);
    const isPlain = (protocol === 'tcp' || protocol === 'udp') && row.open === true;
    return isPlain && /_rule$/.test(blockAt(facts, row.at)?.type ?? '');
  });
}

/** A resource that has rules as blocks; beside such rules, others would be removed again. */
function nestedRule(facts: Facts): string | undefined {
  const { rows } = facts.table('ingress-rule');
  return rows.find((row) => blockAt(facts, row.at) === undefined)?.label;
}

interface LabelledPort {
  readonly port: NeededPort;
  readonly label: string;
}

function likeOthers(
  facts: Facts,
  models: readonly IngressRuleRow[],
  { port, label }: LabelledPort,
): string | undefined {
  const near = models.toSorted(
    (a, b) => Number(b.protocol === port.protocol) - Number(a.protocol === port.protocol),
  );
  for (const model of near) {
    const { file, span } = facts.locate(model.at);
    const { protocol, 'from-port': from, 'to-port': to } = model.places ?? {};
    if (!protocol || !from || !to) continue;
    const description = hclString(port.service ?? label);
    const parts = [
      { span: facts.locate(protocol).span, text: hclString(port.protocol) },
      { span: facts.locate(from).span, text: String(port.port) },
      { span: facts.locate(to).span, text: String(port.port) },
    ];
    const text = copiedBlock(facts.text(file) ?? '', { model: span, label, parts, description });
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The group of the other rules, or the only one that there is. */
function groupHere(facts: Facts, models: readonly IngressRuleRow[]): string | undefined {
  const written = models.flatMap((row) => {
    const place = row.places?.group && facts.locate(row.places.group);
    const text = place && facts.text(place.file);
    return text === undefined ? [] : [text.slice(place?.span.start, place?.span.end)];
  });
  const groups = new Set(written);
  if (groups.size === 1) return written[0];
  const declared = facts
    .table('resource')
    .rows.filter(({ type, mode }) => type === 'aws_security_group' && mode === 'managed');
  const [only] = declared;
  const isOne = declared.length === 1 && only?.module === undefined && only?.key === undefined;
  return groups.size === 0 && only && isOne ? `${only.address}.id` : undefined;
}

function plainRule(group: string, { port, label }: LabelledPort): string {
  const manual =
    'https://search.opentofu.org/provider/hashicorp/aws/latest/docs/resources/vpc_security_group_ingress_rule';
  return hclBlock({
    comments: [manual],
    type: 'resource',
    labels: [plainType, label],
    groups: [
      { security_group_id: new HclCode(group) },
      {
        cidr_ipv4: '0.0.0.0/0',
        ip_protocol: port.protocol,
        from_port: port.port,
        to_port: port.port,
      },
    ],
  }).trimEnd();
}

/** What the configuration or people call the port, as a label; a domain says nothing about one. */
function labelOf({ service, name, protocol, port }: NeededPort): string {
  const told = [name, service].find((text) => text !== undefined && !text.includes('.'));
  const label = (told?.toLowerCase().match(/[a-z0-9]+/g) ?? []).join('_');
  return /^[a-z]/.test(label) ? label : `${protocol}_${port}`;
}
