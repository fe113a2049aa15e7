import type { Fix, Note } from '../diagnostic.ts';
import { copyBlock, labelsOf, resourcesIn } from '../edit/block.ts';
import { isUndecided, known } from '../facts/cell.ts';
import { type Facts, gapFor } from '../facts/facts.ts';
import type { IngressRuleRow, Protocol } from '../facts/network.ts';
import { compareBytes } from '../order/compare.ts';
import { publicPorts, type ReverseProxy } from './proxies.ts';

/** Whether the cloud in front of a machine lets requests in, or why that cannot be told. */
export type Admission =
  | { readonly kind: 'admitted' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'undecided'; readonly reason: string };

/** Whether the repository has rules about what the cloud lets in. */
export function hasIngressRules(facts: Facts): boolean {
  const { rows, gaps } = facts.table('ingress-rule');
  return rows.length > 0 || gaps.length > 0;
}

/**
 * Looks for a rule that covers a port of the proxy. Which group stands in front
 * of which machine is not to be seen, so a rule of any group will do, and rules
 * that have nothing in common with the proxy say nothing about it.
 */
export function admissionOf(facts: Facts, proxy: ReverseProxy, wanted: Port): Admission {
  const table = facts.table('ingress-rule');
  const covering = table.rows.filter((row) => covers(row, wanted));
  if (covering.some(({ open }) => open === true || open === undefined)) return { kind: 'admitted' };
  const open = table.rows.map((row) => doubt(row, wanted)).find((reason) => reason !== undefined);
  const reason = open ?? gapFor(table, {})?.reason;
  if (reason !== undefined) return { kind: 'undecided', reason };
  if (isInFront(facts, proxy)) return { kind: 'refused' };
  const other = `no ingress rule lets in anything that \`${proxy.host}\` opens`;
  return { kind: 'undecided', reason: `${other}, so they may be another machine's` };
}

interface Port {
  readonly protocol: Protocol;
  readonly port: number;
}

function covers(row: IngressRuleRow, { protocol, port }: Port): boolean {
  if (row.protocol !== protocol && row.protocol !== 'any') return false;
  const [from, to] = [known(row['from-port']), known(row['to-port'])];
  return from !== undefined && to !== undefined && from <= port && port <= to;
}

/** Why a rule that seems not to let everybody in by a port may still do so. */
function doubt(row: IngressRuleRow, wanted: Port): string | undefined {
  if (isUndecided(row.protocol)) return row.protocol.undecided;
  if (covers(row, wanted)) return limitOf(row);
  if (row.protocol !== wanted.protocol) return undefined;
  const cell = [row['from-port'], row['to-port']].find(isUndecided);
  return cell?.undecided;
}

/** Who else may come in that way; addresses of private networks are nobody from outside. */
function limitOf({ label, open, sources }: IngressRuleRow): string | undefined {
  if (isUndecided(open)) return open.undecided;
  const named = known(sources) ?? [];
  const outside = named.find((source) => !isPrivate(source));
  return outside === undefined
    ? undefined
    : `\`${label}\` lets in \`${outside}\` and not everybody`;
}

function isPrivate(source: string): boolean {
  const ranges = /^(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:|fe80:)/i;
  return source === 'self' || ranges.test(source);
}

/**
 * Whether the rules are about this machine: one of them opens something that
 * the machine opens as well. Every machine has a port for SSH.
 */
function isInFront(facts: Facts, proxy: ReverseProxy): boolean {
  const own: Port[] = [...publicPorts(proxy)];
  for (const row of facts.table('open-port').rows)
    if (row.host === proxy.host && row.port === row['to-port'] && row.port !== 22) own.push(row);
  return facts.table('ingress-rule').rows.some((rule) => own.some((port) => covers(rule, port)));
}

/** The rule that a new one would stand beside, by its label. */
export function nearestRule(facts: Facts, label: string): IngressRuleRow | undefined {
  const { rows } = facts.table('ingress-rule');
  return sorted(rows).findLast((row) => compareBytes(row.label, label) <= 0) ?? rows[0];
}

export function ruleNote(facts: Facts, row: IngressRuleRow | undefined): Note[] {
  if (!row) return [];
  const { file, span } = facts.locate(row.at);
  const head = (facts.text(file) ?? '').slice(span.start, span.end).split('{', 1)[0] ?? '';
  const end = span.start + head.trimEnd().length;
  return [{ file, span: { start: span.start, end }, message: 'the nearest ingress rule is here' }];
}

/** Lets a port in by a copy of another rule, at its place by label. */
export function letIn(
  facts: Facts,
  { protocol, port }: Port,
  { label, title }: { readonly label: string; readonly title: string },
): Fix | undefined {
  const rows = facts.table('ingress-rule').rows;
  const models = rows
    .filter((row) => known(row.protocol) === 'tcp' || known(row.protocol) === 'udp')
    .filter((row) => row.open !== false)
    .toSorted((a, b) => Number(b.protocol === protocol) - Number(a.protocol === protocol));
  for (const model of models) {
    const edit = copyRule(facts, { model, label }, { protocol, port });
    if (edit) return { title, safety: 'unsafe', edits: [{ file: model.at.file, ...edit }] };
  }
  return undefined;
}

interface RuleCopy {
  readonly model: IngressRuleRow;
  readonly label: string;
}

function copyRule(facts: Facts, { model, label }: RuleCopy, wanted: Port) {
  const { file, span } = facts.locate(model.at);
  const text = facts.text(file) ?? '';
  const resources = resourcesIn(text);
  const type = resources.get(span.start)?.type;
  const places = model.places ?? {};
  const [protocol, from, to] = [places.protocol, places['from-port'], places['to-port']];
  const siblings = sorted(facts.table('ingress-rule').rows).flatMap((row) => {
    const at = facts.locate(row.at);
    const isSibling = at.file === file && resources.get(at.span.start)?.type === type;
    return isSibling ? [{ label: row.label, span: at.span }] : [];
  });
  const last = siblings.at(-1);
  if (!protocol || !from || !to || !last || type === undefined) return undefined;
  if (labelsOf(resources).has(`${type}.${label}`)) return undefined;
  return copyBlock(text, {
    model: span,
    label,
    parts: [
      { span: facts.locate(protocol).span, text: `"${wanted.protocol}"` },
      { span: facts.locate(from).span, text: String(wanted.port) },
      { span: facts.locate(to).span, text: String(wanted.port) },
    ],
    before: siblings.find((row) => compareBytes(row.label, label) > 0)?.span,
    last: last.span,
  });
}

function sorted(rows: readonly IngressRuleRow[]): readonly IngressRuleRow[] {
  return rows.toSorted((a, b) => compareBytes(a.label, b.label));
}
