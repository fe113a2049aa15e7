import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { HostRow } from '#analyzer/facts/machines.ts';
import type { RunnerRow } from '#analyzer/facts/runners.ts';
import { type EmitContext, emitter, type Problem } from '../emitter.ts';
import { prettyJson } from '../print/json.ts';
import { yamlText } from '../print/yaml.ts';
import type { Plain } from '../values.ts';

export const buildMatrix = emitter({
  name: 'build-matrix',
  summary: 'A matrix of jobs that build every machine, each on a runner that can.',
  inputs: ['host', 'runner', 'output'],
  formats: ['yaml', 'json'],
  output: '.github/machines.json',
  effect: 'configuration',
  options: {
    repository: {
      summary: 'The address of this repository, as runners have it in `url`; empty for any.',
      default: '',
    },
    hosted: {
      summary: 'Labels of hosted runners by platforms, for machines without a runner of their own.',
      default: {
        'aarch64-darwin': 'macos-latest',
        'aarch64-linux': 'ubuntu-24.04-arm',
        'x86_64-linux': 'ubuntu-latest',
      } as Readonly<Record<string, string>>,
    },
    homes: {
      summary: 'Whether homes that are configurations of their own are built, too.',
      default: false,
    },
  },
  emit: (context) => {
    const { facts, wants, options, compare, format, existing } = context;
    const problems: Problem[] = [];
    const include = facts
      .table('host')
      .rows.filter((row) => wants(row.name) && (options.homes || row.class !== 'home'))
      .toSorted((a, b) => compare(a.name, b.name))
      .flatMap((row): Plain[] => {
        const labels = row.output === '' ? noOutput(row) : labelsFor(row, context);
        if ('message' in labels) {
          problems.push(labels);
          return [];
        }
        return [entryOf(facts, row, labels.labels)];
      });
    const text = format === 'json' ? prettyJson({ include }) : yamlText({ include });
    const isAny = include.length > 0 || existing({}) !== undefined;
    return { parts: isAny ? [{ names: {}, text }] : [], problems };
  },
});

function entryOf(facts: Facts, row: HostRow, labels: readonly string[]): Plain {
  const system = known(row.system);
  const [only, ...others] = labels;
  return {
    machine: row.name,
    ...(system !== undefined && { system }),
    attribute: `${outputOf(facts, row)}.${built[row.class]}`,
    'runs-on': others.length === 0 && only !== undefined ? only : labels,
  };
}

/** The attribute path with quotes around names that have dots of their own. */
function outputOf(facts: Facts, { output }: HostRow): string {
  const rows = facts.table('output').rows;
  return rows.find(({ path }) => path.replaceAll('"', '') === output)?.path ?? output;
}

/** What of a configuration is built to see that it can be. */
const built: { readonly [Class in HostRow['class']]: string } = {
  nixos: 'config.system.build.toplevel',
  darwin: 'system',
  home: 'activationPackage',
};

interface Choice {
  readonly repository: string;
  readonly hosted: Readonly<Record<string, string>>;
}

type Context = Pick<EmitContext<Choice>, 'facts' | 'options' | 'compare'>;

/** A machine that another output is made from, such as an image. */
function noOutput({ name, at }: HostRow): Problem {
  return { message: `\`${name}\` is no configuration of the flake by itself: it is left out`, at };
}

interface Labels {
  readonly labels: readonly string[];
}

/** A runner on the machine itself, else one on a machine of the same platform, else a hosted one. */
function labelsFor(host: HostRow, { facts, options, compare }: Context): Labels | Problem {
  const runners = runnersOf(facts, options.repository).toSorted((a, b) => compare(a.host, b.host));
  const own = runners.filter((row) => row.host === host.name);
  const system = known(host.system);
  const alike = runners.filter((row) => system !== undefined && systemOf(facts, row) === system);
  const [first] = own.length > 0 ? own : alike;
  if (first) return { labels: sharedLabels(first, runners) };
  const hosted = system === undefined ? undefined : options.hosted[system];
  if (hosted !== undefined) return { labels: hosted.split(/[\s,]+/).filter(Boolean) };
  const why = isUndecided(host.system)
    ? host.system.undecided
    : `nothing builds for ${system ?? 'its platform'}`;
  return { message: `it is not known what builds \`${host.name}\`: ${why}`, at: host.at };
}

/** Runners of this repository; of any where all of them are of one. */
function runnersOf(facts: Facts, repository: string): readonly RunnerRow[] {
  const all = facts.table('runner').rows.filter((row) => {
    return row.tool === 'github' && row.enabled !== false && known(row.url) !== undefined;
  });
  const urls = new Set(all.map(({ url }) => known(url)));
  if (repository === '') return urls.size === 1 ? all : [];
  return all.filter(({ url }) => plainUrl(known(url) ?? '') === plainUrl(repository));
}

function plainUrl(url: string): string {
  return url.toLowerCase().replace(/\/$/, '');
}

function systemOf(facts: Facts, { host }: RunnerRow): string | undefined {
  const row = facts.table('host').rows.find(({ name }) => name === host);
  return row && known(row.system);
}

/** Labels by which each runner of the machine is meant, and no other machine. */
function sharedLabels(runner: RunnerRow, all: readonly RunnerRow[]): readonly string[] {
  const here = all.filter(({ host }) => host === runner.host);
  const labels = (known(runner.labels) ?? []).filter((label) => {
    return here.every((row) => known(row.labels)?.includes(label));
  });
  return ['self-hosted', ...labels];
}
