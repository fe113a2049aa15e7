import type { HostRow } from '#analyzer/facts/machines.ts';
import { homesPath } from '#analyzer/options/find.ts';
import { optionName, parseOptionName } from '#analyzer/options/name.ts';
import {
  type EmitContext,
  type Emitted,
  type EmittedPart,
  emitter,
  type Problem,
} from '../emitter.ts';
import { isWanted, plainHostName } from '../flags/wanted.ts';
import { type MergePolicy, mergedText } from './merged-document.ts';
import { writtenFile } from './written-file.ts';

interface Options extends MergePolicy {
  readonly option: string;
  readonly mode: string;
}

export const configurationFile = emitter({
  name: 'configuration-file',
  summary: 'A file of a machine or a home, byte for byte as Nix would write it.',
  inputs: ['host', 'profile'],
  formats: ['exact'],
  output: 'generated/{host}/{file}',
  effect: 'configuration',
  options: {
    option: {
      summary: 'The file, such as `environment.etc."motd".text` or `xdg.configFile."a.json".text`.',
      default: '',
    },
    mode: {
      summary: 'What Nix writes, or what a program’s own JSON file is after it took that over.',
      default: 'base',
      choices: ['base', 'merged'],
    },
    replace: {
      summary: 'With `merged`: keys that become what Nix has.',
      default: ['hooks'],
    },
    lead: {
      summary: 'With `merged`: lists in which the items of Nix come first and others stay.',
      default: ['permissions.deny'],
    },
    seed: {
      summary: 'With `merged`: keys that are given where they are not there yet.',
      default: ['permissions.allow', 'permissions.ask'],
    },
  },
  emit: (context) => {
    const path = parseOptionName(context.options.option);
    if ('wrong' in path) return refusal(`\`option\` has to say which file: ${path.wrong}`);
    const names = path.filter((name) => typeof name === 'string');
    if (names.length < path.length) return refusal('`option` names one file, without `*`');
    return emitted(context, names);
  },
});

function refusal(message: string): Emitted {
  return { parts: [], problems: [{ message }] };
}

/** One place where the file may be: a machine, or a home on it. */
interface Place {
  readonly host: HostRow;
  readonly user: string | undefined;
  readonly path: readonly string[];
}

function emitted(context: EmitContext<Options>, option: readonly string[]): Emitted {
  const { facts, compare, wants } = context;
  const { rows } = facts.table('host');
  const wanted = rows
    .filter(({ name }) => isWanted(facts, wants, name))
    .toSorted((a, b) => compare(a.name, b.name));
  const nameOf = ({ host }: Pick<Place, 'host'>): string => plainHostName(facts, host.name);
  const places = wanted.flatMap((host) => placesOn(host, option));
  const made = places.map((place) => ({ ...partAt(context, place), name: nameOf(place) }));
  const parts = made.flatMap(({ part }) => part ?? []);
  const problems = made.flatMap(({ problem }) => problem ?? []);
  const isChosen = wanted.length < rows.length;
  const having = new Set(
    made.flatMap(({ name, part, problem }) => ((part ?? problem) ? name : [])),
  );
  const lacking = isChosen ? [...new Set(wanted.map((host) => nameOf({ host })))] : [];
  const file = optionName(option);
  const missing = lacking.flatMap((name): Problem[] =>
    having.has(name) ? [] : [{ message: `no module of \`${name}\` writes \`${file}\`` }],
  );
  if (isChosen || having.size > 0) return { parts, problems: [...problems, ...missing] };
  return refusal(`no module of any machine writes \`${file}\``);
}

/** Options of homes are below the user on machines that make homes. */
function placesOn(host: HostRow, path: readonly string[]): readonly Place[] {
  const isOfHome = ['home', 'xdg'].includes(path[0] ?? '');
  if (!isOfHome || host.class === 'home') return [{ host, user: undefined, path }];
  return host.homes.map((user) => ({ host, user, path: [...homesPath, user, ...path] }));
}

interface Made {
  readonly part?: EmittedPart;
  readonly problem?: Problem;
}

function partAt(context: EmitContext<Options>, { host, user, path }: Place): Made {
  const machine = context.machine(host.name);
  if (machine === undefined) return {};
  const file = writtenFile({ machine, path, facts: context.facts });
  if (file.kind === 'none') return {};
  if (file.kind === 'refused') {
    const { message, at } = file.problem;
    return { problem: { message: `${message} (on \`${host.name}\`)`, at: at ?? host.at } };
  }
  const names = namesOf(context, host, { user, path });
  if (context.options.mode !== 'merged') return { part: { names, text: file.text } };
  const text = mergedText(file.text, context.existing(names), context.options);
  if (typeof text === 'string') return { part: { names, text } };
  return {
    problem: { message: `\`${optionName(path)}\` is not merged: ${text.wrong}`, at: host.at },
  };
}

/** What stands for placeholders. A file is called by the end of its path. */
function namesOf(
  { facts }: EmitContext<Options>,
  host: HostRow,
  { user, path }: Pick<Place, 'user' | 'path'>,
): EmittedPart['names'] {
  const name = path.at(-1) === 'text' ? path.at(-2) : path.at(-1);
  const file = name?.slice(name.lastIndexOf('/') + 1) ?? '';
  return { host: plainHostName(facts, host.name), file, ...(user === undefined ? {} : { user }) };
}
