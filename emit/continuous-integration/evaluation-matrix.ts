import { plainName } from '#analyzer/edit/attribute-set.ts';
import { known } from '#analyzer/facts/cell.ts';
import type { OutputRow } from '#analyzer/facts/flakes.ts';
import { emitter, type Problem } from '../emitter.ts';
import { gapProblem } from '../gaps.ts';
import { prettyJson } from '../print/json.ts';
import { yamlText } from '../print/yaml.ts';
import type { PlainRecord } from '../records.ts';

export const evaluationMatrix = emitter({
  name: 'evaluation-matrix',
  summary: 'The outputs of the flake as the matrix of a job that evaluates or builds them.',
  inputs: ['output'],
  formats: ['json', 'yaml'],
  output: '.github/matrix.json',
  effect: 'configuration',
  options: {
    outputs: {
      summary: 'The kinds of outputs that are in it.',
      default: ['nixos-machine', 'darwin-machine'],
      choices: [
        'nixos-machine',
        'darwin-machine',
        'home',
        'package',
        'app',
        'check',
        'dev-shell',
        'formatter',
      ],
    },
    columns: {
      summary: 'What is told of each output, in this order.',
      default: ['name', 'system', 'attribute', 'runs-on'],
      choices: ['name', 'kind', 'system', 'attribute', 'runs-on'],
    },
    flake: { summary: 'The `flake.nix` that is meant.', default: 'flake.nix' },
    runners: {
      summary: 'The label of the runner for each platform.',
      default: {
        'x86_64-linux': 'ubuntu-latest',
        'aarch64-linux': 'ubuntu-24.04-arm',
        'aarch64-darwin': 'macos-latest',
        'x86_64-darwin': 'macos-15-intel',
      } as Readonly<Record<string, string>>,
    },
  },
  emit: ({ facts, options, compare, wants, format }) => {
    const { rows, gaps } = facts.table('output');
    const systems = new Map(
      facts.table('host').rows.map(({ output, system }) => [quotedPath(output), known(system)]),
    );
    const here = gaps.filter(({ known: columns }) => {
      const isHere = columns.flake === undefined || columns.flake === options.flake;
      return isHere && (columns.type === undefined || options.outputs.includes(columns.type));
    });
    const problems: Problem[] = [...gapProblem('outputs', here)];
    const needsRunner = options.columns.includes('runs-on');
    const entries = rows
      .filter(({ flake, type }) => flake === options.flake && options.outputs.includes(type))
      .filter((row) => !isMachine(row) || wants(row.name))
      .toSorted((a, b) => compare(a.type, b.type) || compare(a.path, b.path))
      .flatMap((row): readonly PlainRecord[] => {
        const system = row.system ?? systems.get(row.path);
        const runner = system === undefined ? undefined : options.runners[system];
        if (needsRunner && runner === undefined) {
          problems.push({ message: noRunner(row, system), at: row.at });
          return [];
        }
        const all = { kind: row.type, system, name: row.name, attribute: attributeOf(row) };
        return [picked({ ...all, 'runs-on': runner }, options.columns)];
      });
    const matrix = { include: entries };
    const text = format === 'json' ? prettyJson(matrix) : yamlText(matrix);
    return { parts: [{ names: {}, text }], problems };
  },
});

/** The output of a machine as the table of outputs writes it. */
function quotedPath(output: string): string {
  const [, head = '', name = output] = /^([^.]+\.)(.*)$/.exec(output) ?? [];
  return `${head}${plainName(name)}`;
}

function isMachine({ type }: OutputRow): boolean {
  return type === 'nixos-machine' || type === 'darwin-machine' || type === 'home';
}

function noRunner({ path }: OutputRow, system: string | undefined): string {
  return system === undefined
    ? `the platform of \`${path}\` is not known`
    : `\`${path}\` is left out: \`runners\` has no label for \`${system}\``;
}

/** What is evaluated or built, as an attribute of the flake. */
function attributeOf({ path, type }: OutputRow): string {
  switch (type) {
    case 'nixos-machine':
      return `${path}.config.system.build.toplevel`;
    case 'darwin-machine':
      return `${path}.system`;
    case 'home':
      return `${path}.activationPackage`;
    default:
      return path;
  }
}

function picked(
  record: { readonly [column: string]: string | undefined },
  columns: readonly string[],
): PlainRecord {
  return Object.fromEntries(
    columns.flatMap((column): [string, string][] => {
      const value = record[column];
      return value === undefined ? [] : [[column, value]];
    }),
  );
}
