import type { Emitter } from '#emit/emitter.ts';
import type { EmitterOption, OptionValue } from '#emit/options.ts';
import { didYouMean } from '#linter/closest.ts';
import type { WrongUse } from '../terminal.ts';

/** Options of an emitter as `--set` gives them, by the types that they have. */
export function optionsFrom(
  given: readonly string[],
  { name: emitter, options }: Emitter,
): { readonly values: Readonly<Record<string, OptionValue>> } | WrongUse {
  const values: Record<string, OptionValue> = {};
  for (const text of given) {
    const [, name = text, value = ''] = /^([^=]*)=([\s\S]*)$/.exec(text) ?? [];
    const option = options[name];
    if (option === undefined) {
      const names = Object.keys(options);
      return { wrongUse: `\`${emitter}\` has no option \`${name}\`${didYouMean(name, names)}` };
    }
    const read = readValue(value, option);
    if (read === undefined) return { wrongUse: `\`${value}\` is no value of \`${name}\`` };
    values[name] = read;
  }
  return { values };
}

function readValue(
  text: string,
  { default: standard, choices }: EmitterOption,
): OptionValue | undefined {
  const isChoice = (one: string): boolean => choices === undefined || choices.includes(one);
  switch (typeof standard) {
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : undefined;
    case 'number':
      return /^-?\d+$/.test(text) ? Number(text) : undefined;
    case 'string':
      return isChoice(text) ? text : undefined;
    case 'object': {
      const items = text === '' ? [] : text.split(',');
      if (!Array.isArray(standard)) return pairsOf(items);
      return items.every(isChoice) ? items : undefined;
    }
  }
}

/** `name=value` for each item. */
function pairsOf(items: readonly string[]): OptionValue | undefined {
  const pairs = items.map((item) => /^([^=]+)=([\s\S]*)$/.exec(item));
  if (pairs.includes(null)) return undefined;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}
