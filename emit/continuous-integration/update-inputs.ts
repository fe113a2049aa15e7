import type { InputRow } from '#analyzer/facts/flakes.ts';
import { emitter } from '../emitter.ts';
import { gapProblem } from '../gaps.ts';
import { prettyJson } from '../print/json.ts';
import { yamlText } from '../print/yaml.ts';

export const updateInputs = emitter({
  name: 'update-inputs',
  summary: 'The inputs that a bot may update: all but private ones.',
  inputs: ['input'],
  formats: ['json', 'yaml', 'text'],
  output: '.github/update-inputs.json',
  effect: 'configuration',
  options: {
    flake: { summary: 'The `flake.nix` that is meant.', default: 'flake.nix' },
    private: {
      summary:
        'Names of inputs that the bot cannot fetch, beside those that come by ssh or a path.',
      default: [] as readonly string[],
    },
    style: {
      summary: 'In texts and YAML: a list of names, or the command that updates them.',
      default: 'list',
      choices: ['list', 'command'],
    },
  },
  emit: ({ facts, options, compare, format }) => {
    const { rows, gaps } = facts.table('input');
    const own = rows.filter(({ flake, name }) => flake === options.flake && !name.includes('/'));
    const names = own
      .filter(
        (row) => row.follows === undefined && row.declared && !isPrivate(row, options.private),
      )
      .map(({ name }) => name)
      .sort(compare);
    const here = gaps.filter(
      ({ known: { flake } }) => flake === undefined || flake === options.flake,
    );
    const problems = gapProblem('inputs', here);
    const text =
      format === 'json'
        ? prettyJson(names)
        : options.style === 'command'
          ? `nix flake update ${names.join(' ')}\n`
          : format === 'yaml'
            ? yamlText(names)
            : names.map((name) => `${name}\n`).join('');
    return { parts: names.length === 0 ? [] : [{ names: {}, text }], problems };
  },
});

/** Whether nobody but who has a key, or the folder, can fetch it. */
function isPrivate({ name, type, url = '' }: InputRow, named: readonly string[]): boolean {
  return named.includes(name) || type === 'path' || /^(git\+)?(ssh|file):|^path:/.test(url);
}
