import { emitter, type Problem } from '../emitter.ts';
import { prettyJson } from '../print/json.ts';
import { nixExpression } from '../print/nix.ts';
import { tomlText } from '../print/toml.ts';
import { yamlText } from '../print/yaml.ts';
import { isPlainSet, type Plain } from '../values.ts';
import { plainData, readRecords } from './record-file.ts';

export const dataFile = emitter({
  name: 'data-file',
  summary: 'A file of data in another format, so that Nix reads what other tools read.',
  inputs: ['data'],
  formats: ['json', 'nix', 'toml', 'yaml'],
  output: 'config/facts.json',
  effect: 'configuration',
  options: {
    source: { summary: 'The file with the data: YAML, JSON or TOML.', default: '' },
    key: { summary: 'What the data stands below in the output.', default: '' },
  },
  emit: ({ facts, options, format }) => {
    if (options.source === '') {
      return { parts: [], problems: [{ message: 'the option `source` has to name a file' }] };
    }
    const records = readRecords(facts, options.source);
    if ('message' in records) return { parts: [], problems: [records] };
    const problems: Problem[] = [];
    const value = plainData(records, (problem) => void problems.push(problem));
    if (value === undefined) return { parts: [], problems };
    const whole = options.key === '' ? value : { [options.key]: value };
    const text = printedData(whole, format);
    if (text !== undefined) return { parts: [{ names: {}, text }], problems };
    return { parts: [], problems: [...problems, { message: 'TOML cannot hold a list alone' }] };
  },
});

function printedData(value: Plain, format: string): string | undefined {
  if (format === 'nix') return `${nixExpression(value)}\n`;
  if (format === 'yaml') return yamlText(value);
  if (format !== 'toml') return prettyJson(value);
  return isPlainSet(value) ? tomlText(value) : undefined;
}
