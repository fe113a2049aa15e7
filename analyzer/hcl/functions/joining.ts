import { compareBytes } from '#analyzer/order/compare.ts';
import { stringType } from '../values/type.ts';
import { innerReason, isWhole, list, string, unknown, type Value } from '../values/value.ts';
import { argumentAt, type Functions, text, textAt, texts, wrong } from './function.ts';

/** Functions of lists of texts. */
export const joining: Functions = {
  join: {
    parameters: [text],
    rest: texts,
    returns: stringType,
    call: (given) => joined(textAt(given, 0), given.slice(1)),
  },
  sort: {
    parameters: [texts],
    returns: texts.type,
    call: (given) => {
      const found = textsOf(argumentAt(given, 0));
      return Array.isArray(found)
        ? list(stringType, found.toSorted(compareBytes).map(string))
        : (found as Value);
    },
  },
  compact: {
    parameters: [texts],
    returns: texts.type,
    call: (given) => {
      const value = argumentAt(given, 0);
      if (!isWhole(value) || !('items' in value)) return unknown(innerReason(value), texts.type);
      return list(
        stringType,
        value.items.filter((item) => item.kind === 'string' && item.text !== ''),
      );
    },
  },
};

function joined(separator: string, lists: readonly Value[]): Value {
  if (lists.length === 0) return wrong('a list is required');
  const open = lists.find((value) => !isWhole(value));
  if (open) return unknown(innerReason(open), stringType);
  const parts: string[] = [];
  for (const value of lists) {
    const found = textsOf(value);
    if (!Array.isArray(found)) return found as Value;
    parts.push(...(found as readonly string[]));
  }
  return string(parts.join(separator));
}

/** The texts of a list of them; a value when one is null or not known. */
function textsOf(value: Value): readonly string[] | Value {
  if (!isWhole(value) || !('items' in value)) return unknown(innerReason(value), texts.type);
  const found = value.items.flatMap((item) => (item.kind === 'string' ? [item.text] : []));
  return found.length === value.items.length ? found : wrong('an element is null');
}
