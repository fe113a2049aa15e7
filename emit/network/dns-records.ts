import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { DnsRecordRow } from '#analyzer/facts/network.ts';
import { hasRecords, namingOf, zoneOf } from '#analyzer/network/names.ts';
import type { EmitContext, Problem } from '../emitter.ts';
import { emitter } from '../emitter.ts';
import type { ValuesOf } from '../options.ts';
import { addressOf, blockAt, blocksIn, blocksText, type SortedBlock } from './blocks.ts';
import { type PublicName, publicNames } from './names.ts';
import { recordForms } from './record-forms.ts';
import { type KnownProxies, knownProxies, roleOptions } from './roles.ts';

const options = {
  ...roleOptions,
  target: {
    summary: 'What new records lead to, as an expression; empty for what other records lead to.',
    default: '',
  },
  zones: {
    summary: 'The map from zones to their ids, as an expression such as `var.zones`.',
    default: '',
  },
  provider: {
    summary: 'Whose records are written where there is none to follow.',
    default: 'aws',
    choices: ['aws', 'cloudflare'],
  },
} as const;

type Context = EmitContext<ValuesOf<typeof options>>;

export const dnsRecords = emitter({
  name: 'dns-records',
  summary: 'A record for every name that a proxy serves, in the form of those that are there.',
  inputs: ['route', 'dns-record', 'dns-zone'],
  formats: ['hcl'],
  output: 'cloud/records.tf',
  effect: 'configuration',
  options,
  emit: (context) => {
    const proxies = knownProxies(context.facts, context.options, context.wants);
    const names = publicNames(context.facts, proxies.proxies);
    const kept = keptBlocks(context, names, proxies);
    const made = newBlocks(context, names, kept);
    const text = blocksText([...kept.blocks, ...made.blocks], context.compare);
    return {
      parts: text === '' ? [] : [{ names: {}, text }],
      problems: [...proxies.problems, ...kept.problems, ...made.problems],
    };
  },
});

/** Types of records that say where a name leads; all others stay as people wrote them. */
const addressTypes: ReadonlySet<unknown> = new Set(['A', 'AAAA', 'CNAME']);

interface Blocks {
  readonly blocks: readonly SortedBlock[];
  /** Addresses of blocks that go. */
  readonly dropped: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

/** What stays of what is there: targets, labels and everything else that people chose. */
function keptBlocks(
  { facts, existing }: Context,
  names: ReadonlyMap<string, PublicName>,
  { problems: unclear }: KnownProxies,
): Blocks {
  const rows = new Map<string, DnsRecordRow[]>();
  for (const row of facts.table('dns-record').rows) {
    const block = blockAt(facts, row.at);
    const address = block && addressOf(block);
    if (address !== undefined) rows.set(address, [...(rows.get(address) ?? []), row]);
  }
  const problems: Problem[] = [];
  const dropped = new Set<string>();
  const blocks = blocksIn(existing({}) ?? '').flatMap((block): SortedBlock[] => {
    const own = rows.get(addressOf(block)) ?? [];
    const key = own.flatMap(({ name }) => known(name) ?? [])[0] ?? block.label;
    const isServed = own.some((row) => staysFor(row, names));
    const isStale = own.length > 0 && !isServed;
    if (isStale && unclear.length === 0) {
      dropped.add(addressOf(block));
      return [];
    }
    if (isStale) {
      const message = `\`${key}\` stays, since it is not known whether it is still served`;
      problems.push({ message, at: own[0]?.at });
    }
    return [{ key, label: block.label, text: block.text }];
  });
  return { blocks, dropped, problems };
}

/** Whether a record is of a name that is served, or of none that this is about. */
function staysFor({ name, type }: DnsRecordRow, names: ReadonlyMap<string, PublicName>): boolean {
  if (isUndecided(name) || isUndecided(type) || name === undefined) return true;
  return !addressTypes.has(type) || names.has(name);
}

function newBlocks(context: Context, names: ReadonlyMap<string, PublicName>, kept: Blocks): Blocks {
  const { facts, compare } = context;
  if (names.size > 0 && !hasZones(facts)) {
    const problems = [{ message: 'no zone is declared that records could be in' }];
    return { blocks: [], dropped: new Set(), problems };
  }
  const problems: Problem[] = [];
  const forms = recordForms(context, kept.dropped);
  const sorted = [...names.values()].toSorted((a, b) => compare(a.domain, b.domain));
  const blocks = sorted.flatMap(({ domain, at }): SortedBlock[] => {
    const naming = hasRecords(facts) ? namingOf(facts, domain) : undefined;
    if (naming?.kind === 'named') return [];
    const zone = zoneOf(facts, domain);
    const made =
      naming?.kind === 'undecided'
        ? { problem: naming.reason }
        : zone === undefined
          ? { problem: 'it lies in none of the zones here' }
          : forms.make({ domain, zone });
    if (!('problem' in made)) return [{ key: domain, ...made }];
    problems.push({ message: `no record for \`${domain}\`: ${made.problem}`, at });
    return [];
  });
  return { blocks, dropped: new Set(), problems };
}

function hasZones(facts: Facts): boolean {
  const { rows, gaps } = facts.table('dns-zone');
  return rows.length > 0 || gaps.length > 0 || hasRecords(facts);
}
