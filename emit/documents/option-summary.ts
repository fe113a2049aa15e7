import { emitter } from '../emitter.ts';
import { documentedOptions } from './declared.ts';
import { groupOptions, optionGroups, pageName } from './option-groups.ts';

export const optionSummary = emitter({
  name: 'option-summary',
  summary: 'Lines of `SUMMARY.md` of an mdBook for the pages of options.',
  inputs: ['host'],
  formats: ['markdown'],
  output: 'docs/SUMMARY.md',
  effect: 'documentation',
  options: {
    ...groupOptions,
    folder: { summary: 'Where the pages are, seen from the summary.', default: 'options' },
  },
  emit: ({ options, ...fleet }) => {
    const groups = optionGroups(documentedOptions(fleet), {
      ...options,
      compare: fleet.compare,
    });
    if (groups.length === 0)
      return { parts: [], problems: [{ message: 'the repository declares no options' }] };
    const prefixes = groups.filter((group) => group.options.length > 0).map(({ prefix }) => prefix);
    const lines = prefixes.map((prefix) => {
      const around = prefixes.filter((other) => prefix.startsWith(`${other}.`));
      const folder = options.folder === '' ? '' : `${options.folder}/`;
      return `${'  '.repeat(around.length)}- [${prefix}](${folder}${pageName(prefix)}.md)\n`;
    });
    return { parts: [{ names: {}, text: lines.join('') }], problems: [] };
  },
});
