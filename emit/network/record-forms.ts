import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { DnsRecordRow } from '#analyzer/facts/network.ts';
import { freeLabel, type NewName, recordLike } from '#analyzer/network/publish.ts';
import { targetOf } from '#analyzer/network/targets.ts';
import type { EmitContext } from '../emitter.ts';
import { type HclAttributes, HclCode, hclBlock, hclString } from '../print/hcl.ts';
import { blockAt } from './blocks.ts';
import { zoneMap } from './zone-map.ts';

/** A new block with its label, or why there can be none. */
export type MadeBlock =
  | { readonly label: string; readonly text: string }
  | { readonly problem: string };

/** Makes records, each with a label that no other one has. */
export interface RecordForms {
  readonly make: (name: NewName) => MadeBlock;
}

interface FormOptions {
  readonly target: string;
  readonly zones: string;
  readonly provider: string;
}

export function recordForms(
  { facts, options }: Pick<EmitContext<FormOptions>, 'facts' | 'options'>,
  dropped: ReadonlySet<string>,
): RecordForms {
  const models = modelRecords(facts);
  const [first] = models;
  const type = (first && blockAt(facts, first.at)?.type) ?? plainType(options);
  const taken = takenLabels(facts, dropped);
  return {
    make: (name) => {
      const label = freeLabel(name, type, taken);
      if (label === undefined) return { problem: 'no label for it is free' };
      const form =
        options.target === '' ? likeOthers(facts, models, { ...name, label }) : undefined;
      const text = form ?? plainRecord(facts, options, { ...name, label });
      if (typeof text !== 'string') return text;
      taken.add(`${type}.${label}`);
      return { label, text };
    },
  };
}

/** The addresses that resources have which stay. */
export function takenLabels(facts: Facts, dropped: ReadonlySet<string>): Set<string> {
  const addresses = facts.table('resource').rows.map(({ type, name }) => `${type}.${name}`);
  return new Set(addresses.filter((address) => !dropped.has(address)));
}

/** Records that a new one may follow: those with the target that most have. */
function modelRecords(facts: Facts): readonly DnsRecordRow[] {
  const rows = facts
    .table('dns-record')
    .rows.filter((row) => row.type === 'A' && targetOf(row) !== undefined);
  const counts = new Map<string, number>();
  for (const row of rows) {
    const target = targetOf(row) ?? '';
    counts.set(target, (counts.get(target) ?? 0) + 1);
  }
  const most = Math.max(0, ...counts.values());
  const usual = [...counts].filter(([, count]) => count === most).map(([target]) => target);
  return usual.length === 1 ? rows.filter((row) => targetOf(row) === usual[0]) : [];
}

type LabelledName = NewName & { readonly label: string };

function likeOthers(
  facts: Facts,
  models: readonly DnsRecordRow[],
  name: LabelledName,
): string | undefined {
  const near = models.toSorted(
    (a, b) => Number(b.zone === name.zone) - Number(a.zone === name.zone),
  );
  for (const model of near) {
    const text = recordLike(facts, model, name);
    if (text !== undefined) return text;
  }
  return undefined;
}

function plainType({ provider }: FormOptions): string {
  return provider === 'cloudflare' ? 'cloudflare_dns_record' : 'aws_route53_record';
}

/** A record in a form of ours, where no other one shows how it is done here. */
function plainRecord(
  facts: Facts,
  options: FormOptions,
  { domain, zone, label }: LabelledName,
): string | { readonly problem: string } {
  const target = options.target || targetHere(facts);
  if (target === undefined) return { problem: 'what it leads to is not known; set `target`' };
  const id = zoneHere(facts, options, zone);
  if (id === undefined) return { problem: `the id of \`${zone}\` is not known; set \`zones\`` };
  const isAmazon = options.provider === 'aws';
  const [name, zoneId] = [domain, new HclCode(id)];
  const group: HclAttributes = isAmazon
    ? { name, type: 'A', zone_id: zoneId, ttl: 300, records: [new HclCode(target)] }
    : { name, type: 'A', zone_id: zoneId, ttl: 1, content: new HclCode(target) };
  const manual = isAmazon
    ? 'https://search.opentofu.org/provider/opentofu/aws/latest/docs/resources/route53_record'
    : 'https://search.opentofu.org/provider/cloudflare/cloudflare/latest/docs/resources/dns_record';
  const labels = [plainType(options), label];
  return hclBlock({ comments: [manual], type: 'resource', labels, groups: [group] }).trimEnd();
}

/** Attributes that hold the public address, the surest first. */
const publicAddresses = [
  ['aws_eip', 'public_ip'],
  ['aws_instance', 'public_ip'],
  ['hcloud_server', 'ipv4_address'],
  ['digitalocean_droplet', 'ipv4_address'],
] as const;

/** The public address of the only machine that is declared; `undefined` where there are several. */
function targetHere(facts: Facts): string | undefined {
  const { rows } = facts.table('resource');
  for (const [type, attribute] of publicAddresses) {
    const found = rows.filter((row) => row.type === type && row.mode === 'managed');
    const [only] = found;
    if (only === undefined) continue;
    const isOne = found.length === 1 && only.module === undefined && only.key === undefined;
    return isOne ? `${only.address}.${attribute}` : undefined;
  }
  return undefined;
}

/** How the id of a zone is written: the resource of the zone, or an entry of the map. */
function zoneHere(facts: Facts, { zones }: FormOptions, zone: string): string | undefined {
  if (zones !== '') return `${zones}[${hclString(zone)}]`;
  const found = facts.table('resource-attribute').rows.filter((row) => {
    const isZone = row.type === 'aws_route53_zone' || row.type === 'cloudflare_zone';
    const name = known(row.value);
    return isZone && row.path === 'name' && typeof name === 'string' && sameName(name, zone);
  });
  const [only, ...others] = found;
  if (only && others.length === 0) {
    return `${only.address}.${only.type === 'cloudflare_zone' ? 'id' : 'zone_id'}`;
  }
  const map = zoneMap(facts);
  return map === undefined ? undefined : `var.${map}[${hclString(zone)}]`;
}

function sameName(written: string, zone: string): boolean {
  return written.toLowerCase().replace(/\.$/, '') === zone;
}
