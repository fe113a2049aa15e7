import { readJson } from './json.ts';
import type { Data } from './node.ts';
import { readToml } from './toml.ts';
import { readYaml } from './yaml.ts';

export type DataFormat = 'yaml' | 'json' | 'toml';

/** The format of a file by its name; `undefined` for what is no data. */
export function dataFormatOf(file: string): DataFormat | undefined {
  if (/\.ya?ml$/.test(file)) return 'yaml';
  if (/\.json[c5]?$/.test(file)) return 'json';
  return file.endsWith('.toml') ? 'toml' : undefined;
}

/** A text of a format as data; whatever is wrong with it is among the problems. */
export function readData(text: string, format: DataFormat): Data {
  switch (format) {
    case 'yaml':
      return readYaml(text);
    case 'json':
      return readJson(text);
    case 'toml':
      return readToml(text);
  }
}
