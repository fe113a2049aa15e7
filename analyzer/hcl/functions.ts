import {
  absent,
  booleanOf,
  type HclValue,
  isOpen,
  list,
  literal,
  numberOf,
  object,
  reasonOf,
  textOf,
  undecided,
} from './value.ts';

/** Calls one of the functions that depend on their arguments alone. */
export function callFunction(name: string, given: readonly HclValue[]): HclValue {
  const structural = onValues[name];
  if (structural) return structural(given) ?? open(name, given);
  const textual = onTexts[name];
  const texts = given.map(textOf);
  if (textual && texts.every((text) => text !== undefined)) {
    const result = textual(texts);
    return result === undefined ? undecided(`\`${name}\` has no value here`) : literal(result);
  }
  return open(name, given);
}

function open(name: string, given: readonly HclValue[]): HclValue {
  const cause = given.find(isOpen);
  return undecided(cause ? reasonOf(cause) : `\`${name}\` is not evaluated`);
}

type OnTexts = (texts: readonly string[]) => string | number | boolean | undefined;

const onTexts: { readonly [name: string]: OnTexts } = {
  lower: ([text]) => text?.toLowerCase(),
  upper: ([text]) => text?.toUpperCase(),
  trimspace: ([text]) => text?.trim(),
  trimprefix: ([text = '', prefix = '']) =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  trimsuffix: ([text = '', suffix = '']) =>
    suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  startswith: ([text = '', prefix = '']) => text.startsWith(prefix),
  endswith: ([text = '', suffix = '']) => text.endsWith(suffix),
  strcontains: ([text = '', part = '']) => text.includes(part),
  replace: ([text = '', from = '', to = '']) =>
    /^\/.+\/$/.test(from) ? undefined : text.replaceAll(from, () => to),
  format: ([form = '', ...rest]) => formatted(form, rest),
  tostring: ([text]) => text,
  tonumber: ([text]) => (text === undefined ? undefined : numberOf(literal(text))),
  tobool: ([text]) => (text === undefined ? undefined : booleanOf(literal(text))),
};

/** `%s`, `%d`, `%v` and `%%`; undefined for every other verb. */
function formatted(form: string, rest: readonly string[]): string | undefined {
  const verbs = form.match(/%[^%sdv]/);
  if (verbs) return undefined;
  let next = 0;
  return form.replace(/%(%|s|d|v)/g, (_, verb) => (verb === '%' ? '%' : (rest[next++] ?? '')));
}

type OnValues = (given: readonly HclValue[]) => HclValue | undefined;

const same: OnValues = ([value]) => value;

const onValues: { readonly [name: string]: OnValues } = {
  sensitive: same,
  nonsensitive: same,
  tomap: same,
  tolist: ([value]) => (value?.kind === 'list' ? value : undefined),
  toset: ([value]) => (value?.kind === 'list' ? distinct(value.items) : undefined),
  distinct: ([value]) => (value?.kind === 'list' ? distinct(value.items) : undefined),
  keys: ([value]) =>
    value?.kind === 'object' ? list([...value.entries.keys()].map(literal)) : undefined,
  values: ([value]) => (value?.kind === 'object' ? list([...value.entries.values()]) : undefined),
  length: ([value]) => {
    if (value?.kind === 'list') return literal(value.items.length);
    if (value?.kind === 'object') return literal(value.entries.size);
    return undefined;
  },
  concat: (given) =>
    given.every((value) => value.kind === 'list')
      ? list(given.flatMap((value) => value.items))
      : undefined,
  merge: (given) =>
    given.every((value) => value.kind === 'object')
      ? object(given.flatMap((value) => [...value.entries]))
      : undefined,
  flatten: ([value]) => (value?.kind === 'list' ? flattened(value.items) : undefined),
  compact: ([value]) =>
    value?.kind === 'list' && !value.items.some(isOpen)
      ? list(value.items.filter((item) => item.kind !== 'absent' && textOf(item) !== ''))
      : undefined,
  join: ([separator, value]) => joined(separator, value),
  split: ([separator, value]) => {
    const [by, text] = [separator && textOf(separator), value && textOf(value)];
    return by !== undefined && text !== undefined ? list(text.split(by).map(literal)) : undefined;
  },
  lookup: ([map, key, fallback]) => lookedUp(map, key, fallback),
  element: ([value, index]) => {
    const at = index && numberOf(index);
    if (value?.kind !== 'list' || at === undefined) return undefined;
    return value.items[at % value.items.length];
  },
  contains: ([value, wanted]) => contains(value, wanted),
  coalesce: (given) => {
    const first = given.find((value) => isOpen(value) || (textOf(value) ?? '') !== '');
    return first && isOpen(first) ? undefined : first;
  },
  try: ([first]) => (first && !isOpen(first) ? first : undefined),
  one: ([value]) => {
    if (value?.kind !== 'list' || value.items.length > 1) return undefined;
    return value.items[0] ?? absent;
  },
};

/** The members of a set, in the order of a set; undefined when one is not known. */
function distinct(items: readonly HclValue[]): HclValue | undefined {
  const texts = items.map(textOf);
  if (!texts.every((text) => text !== undefined)) return undefined;
  const kept = items.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
  return list(kept);
}

/** One level of lists; deeper ones are taken apart as OpenTofu does. */
function flattened(items: readonly HclValue[]): HclValue | undefined {
  if (items.some(isOpen)) return undefined;
  let current = items;
  while (current.some((item) => item.kind === 'list')) {
    current = current.flatMap((item) => (item.kind === 'list' ? item.items : [item]));
    if (current.some(isOpen)) return undefined;
  }
  return list(current);
}

function joined(separator?: HclValue, value?: HclValue): HclValue | undefined {
  const by = separator && textOf(separator);
  if (by === undefined || value?.kind !== 'list') return undefined;
  const texts = value.items.map(textOf);
  return texts.includes(undefined) ? undefined : literal(texts.join(by));
}

function lookedUp(map?: HclValue, key?: HclValue, fallback?: HclValue): HclValue | undefined {
  const name = key && textOf(key);
  if (map?.kind !== 'object' || name === undefined) return undefined;
  return map.entries.get(name) ?? fallback;
}

function contains(value?: HclValue, wanted?: HclValue): HclValue | undefined {
  if (value?.kind !== 'list' || wanted?.kind !== 'literal') return undefined;
  const found = value.items.some((item) => textOf(item) === String(wanted.value));
  return found || !value.items.some(isOpen) ? literal(found) : undefined;
}
