import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { IngressRuleRow } from '#analyzer/facts/network.ts';
import { type EmitContext, emitter, type Problem } from '../emitter.ts';
import type { ValuesOf } from '../options.ts';
import {
  addressOf,
  blockAt,
  blocksIn,
  blocksText,
  type SortedBlock,
  type WrittenBlock,
} from './blocks.ts';
import { type NeededPort, neededPorts } from './needed-ports.ts';
import { knownProxies, roleOptions } from './roles.ts';
import { ruleForms } from './rule-forms.ts';

const options = {
  ...roleOptions,
  group: {
    summary: 'The security group of new rules, as an expression; empty for that of other rules.',
    default: '',
  },
} as const;

type Context = EmitContext<ValuesOf<typeof options>>;

export const ingressRules = emitter({
  name: 'ingress-rules',
  summary: 'A rule of the cloud for every port that a proxy and its tunnels listen on.',
  inputs: ['route', 'tunnel', 'ingress-rule'],
  formats: ['hcl'],
  output: 'cloud/ingress.tf',
  effect: 'configuration',
  options,
  emit: (context) => {
    const { facts, compare } = context;
    const proxies = knownProxies(facts, context.options, context.wants);
    const hosts = new Set(proxies.proxies.map(({ host }) => host));
    const needed = neededPorts(facts, proxies).ports.filter(({ host }) => hosts.has(host));
    const kept = keptRules(context, needed, proxies.problems.length === 0);
    const made = newRules(context, needed, kept);
    const text = blocksText([...kept.blocks, ...made.blocks], compare);
    return {
      parts: text === '' ? [] : [{ names: {}, text }],
      problems: [...proxies.problems, ...kept.problems, ...made.problems],
    };
  },
});

interface Rules {
  readonly blocks: readonly SortedBlock[];
  /** Addresses of blocks that go. */
  readonly dropped: ReadonlySet<string>;
  /** The rows that are in force once the text is written. */
  readonly rows: readonly IngressRuleRow[];
  readonly problems: readonly Problem[];
}

/** The rules that are there and still needed, as people wrote them. */
function keptRules(
  { facts, existing }: Context,
  needed: readonly NeededPort[],
  isComplete: boolean,
): Rules {
  const written = blocksIn(existing({}) ?? '');
  const own = new Map(written.map((block) => [addressOf(block), block]));
  const rows = facts.table('ingress-rule').rows.map((row) => {
    const block = blockAt(facts, row.at);
    return { row, block: block && own.get(addressOf(block)) };
  });
  const isNeeded = (row: IngressRuleRow): boolean =>
    isUnclear(row) || needed.some((port) => covers(row, port));
  const dropped = new Set<WrittenBlock>();
  const problems: Problem[] = [];
  for (const block of written) {
    const mine = rows.filter((other) => other.block === block);
    if (mine.length === 0 || mine.some(({ row }) => isNeeded(row))) continue;
    if (isComplete) dropped.add(block);
    else
      problems.push({
        message: `\`${block.label}\` stays, since it is not known whether it is needed`,
        at: mine[0]?.row.at,
      });
  }
  const kept = written.filter((block) => !dropped.has(block));
  return {
    dropped: new Set([...dropped].map(addressOf)),
    blocks: kept.map(({ label, text }) => ({ key: label, label, text })),
    rows: rows.flatMap(({ row, block }) => (block && dropped.has(block) ? [] : [row])),
    problems,
  };
}

function isUnclear(row: IngressRuleRow): boolean {
  return [row.protocol, row['from-port'], row['to-port']].some(isUndecided);
}

function covers(row: IngressRuleRow, { protocol, port }: NeededPort): boolean {
  if (row.protocol === 'any') return true;
  const [from, to] = [known(row['from-port']), known(row['to-port'])];
  if (row.protocol !== protocol || from === undefined || to === undefined) return false;
  return from <= port && port <= to;
}

function newRules(context: Context, needed: readonly NeededPort[], kept: Rules): Rules {
  const forms = ruleForms(context, kept.dropped);
  const problems: Problem[] = [];
  const missing = needed.filter(
    (port) => !kept.rows.some((row) => row.open !== false && covers(row, port)),
  );
  const blocks = missing.flatMap((port): SortedBlock[] => {
    const made = forms.make(port);
    if (!('problem' in made)) return [{ key: made.label, ...made }];
    const name = `${port.protocol.toUpperCase()} ${port.port}`;
    problems.push({ message: `no rule for ${name}: ${made.problem}`, at: port.at });
    return [];
  });
  return { blocks, dropped: new Set(), rows: [], problems };
}
