import { readToml } from '../data/toml.ts';
import { valueOfData } from '../data/value.ts';
import { failure, type Value } from '../evaluate/value.ts';
import { type BuiltinCall, type Definitions, overBudget } from './function.ts';
import { type DataText, withDataText } from './json-text.ts';

export const tomlFunctions: Definitions = {
  fromTOML: [1, (call, text) => withDataText(call, text, parseToml)],
};

/** The value of a TOML text. What stands in a file knows its place there. */
export function parseToml(call: BuiltinCall, { text, file }: DataText): Value {
  const problem = overBudget(call, Math.ceil(text.length / 16));
  if (problem) return problem;
  const [document] = readToml(text).documents;
  return document && !/\\(u0000|U00000000|x00)/.test(text)
    ? valueOfData(document, file)
    : failure('the TOML text is broken');
}
