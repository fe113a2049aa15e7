import { parse } from 'jsonc-parser';
import { emitter } from '../emitter.ts';
import { editedJson } from './edited-json.ts';

export const vscodeExtensions = emitter({
  name: 'vscode-extensions',
  summary: 'Extensions that VS Code recommends, beside those that are there.',
  inputs: [],
  formats: ['json'],
  output: '.vscode/extensions.json',
  effect: 'documentation',
  options: {
    extensions: {
      summary: 'Extensions to recommend, by their identifiers.',
      default: ['flakewise.flakewise'],
    },
  },
  emit: ({ options, existing }) => {
    const before = existing({});
    const listed = recommendationsIn(before ?? '');
    const missing = options.extensions.filter((name) => !listed.includes(name));
    const text =
      missing.length === 0 && before !== undefined
        ? before
        : editedJson(before, [[['recommendations'], [...listed, ...missing]]]);
    return { parts: [{ names: {}, text }], problems: [] };
  },
});

function recommendationsIn(text: string): readonly string[] {
  const value: unknown = parse(text);
  const listed = typeof value === 'object' && value && Reflect.get(value, 'recommendations');
  return Array.isArray(listed) ? listed.filter((name) => typeof name === 'string') : [];
}
