import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type Node as YamlNode,
} from 'yaml';
import { numberFrom } from '../values/convert.ts';
import {
  bool,
  integer,
  nothing,
  object,
  sizeOf,
  string,
  textOf,
  tuple,
  unknown,
  type Value,
} from '../values/value.ts';

/** More nodes inside each other than this are not read. */
const deepest = 64;
const mostValues = 50_000;

interface Reading {
  readonly document: Document;
  readonly anchors: Map<string, Value>;
  depth: number;
  size: number;
}

/** The value of a YAML text, with the scalars that go-cty-yaml recognises. */
export function decodeYaml(text: string): Value {
  if (text.length > 1_000_000 || indentation(text) > deepest * 2 || brackets(text) > deepest) {
    return unknown('the YAML is too large to read');
  }
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, strict: false });
  if (document.errors.length > 0 || document.warnings.length > 0) {
    return unknown('the text is not read as YAML');
  }
  if (document.contents === null) return unknown('the YAML is empty');
  return read(document.contents as YamlNode, { document, anchors: new Map(), depth: 0, size: 0 });
}

function indentation(text: string): number {
  let deepestLine = 0;
  for (const [blanks] of text.matchAll(/^[ -]*/gm))
    deepestLine = Math.max(deepestLine, blanks.length);
  return deepestLine;
}

function brackets(text: string): number {
  return text.match(/[[{]/g)?.length ?? 0;
}

function read(node: YamlNode | null, reading: Reading): Value {
  if (++reading.size > mostValues || reading.depth > deepest) {
    return unknown('the YAML is too large to read');
  }
  if (node === null) return nothing;
  if (isAlias(node)) {
    const value = reading.anchors.get(node.source) ?? unknown('an alias of the YAML is not read');
    reading.size += sizeOf(value);
    return value;
  }
  reading.depth++;
  const value = readContent(node, reading);
  reading.depth--;
  if ('anchor' in node && node.anchor !== undefined) reading.anchors.set(node.anchor, value);
  return value;
}

function readContent(node: YamlNode, reading: Reading): Value {
  if (isScalar(node)) return scalar(node);
  if (node.tag !== undefined && !/^tag:yaml\.org,2002:(map|seq)$/.test(node.tag)) {
    return unknown('a tag of the YAML is not read');
  }
  if (isSeq(node)) return tuple(node.items.map((item) => read(item as YamlNode, reading)));
  return isMap(node) ? mapping(node, reading) : unknown('the text is not read as YAML');
}

function mapping(node: YAMLMap, reading: Reading): Value {
  const entries: (readonly [string, Value])[] = [];
  for (const { key, value } of node.items) {
    if (!isScalar(key)) return unknown('a key of the YAML is no text');
    const member = read(value as YamlNode | null, reading);
    if (key.type === 'PLAIN' && key.value === '<<') {
      const merged = mergedEntries(member);
      if (!merged) return unknown('a merge of the YAML is not read');
      entries.push(...merged);
      continue;
    }
    const name = textOf(scalar(key));
    if (name === undefined) return unknown('a key of the YAML is no text');
    entries.push([name, member]);
  }
  return object(entries);
}

function mergedEntries(value: Value): readonly (readonly [string, Value])[] | undefined {
  if ('entries' in value) return [...value.entries];
  if (!('items' in value)) return undefined;
  const parts = value.items.map(mergedEntries);
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

const words: ReadonlyMap<string, Value> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word) => [word, bool(true)] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word) => [word, bool(false)] as const,
  ),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, nothing] as const),
]);

/** Quoted scalars are texts, others may be numbers, Booleans, null or dates. */
function scalar(node: Scalar): Value {
  const text = String(node.value ?? '');
  if (node.tag === 'tag:yaml.org,2002:str') return string(text);
  if (node.tag !== undefined && node.tag !== '!') return unknown('a tag of the YAML is not read');
  if (node.tag === '!' || node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') {
    return string(text);
  }
  const word = words.get(text);
  if (word) return word;
  if (/^[+-]?\.(inf|Inf|INF|nan|NaN|NAN)$/.test(text)) return unknown('a number without end');
  return /^[-+.0-9]/.test(text) ? numeral(text) : string(text);
}

function numeral(text: string): Value {
  if (/^0o[0-7]{1,15}$/.test(text)) return integer(Number(text));
  if (/^0x[0-9a-fA-F]{1,15}$/.test(text)) return integer(BigInt(text));
  if (/^0(o[0-7]+|x[0-9a-fA-F]+)$/.test(text)) return unknown('the number is too large');
  const date = dateText(text);
  if (date) return date;
  if (!/^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(text)) return string(text);
  const number = numberFrom(text);
  return number.kind === 'failure' ? string(text) : number;
}

/** A date is turned into a time; other times are not followed. */
function dateText(text: string): Value | undefined {
  const [, year, month, day, rest] = /^(\d{4})-(\d{1,2})-(\d{1,2})([Tt ].+)?$/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (rest !== undefined) return unknown('a time in the YAML is not read');
  const days = daysIn(Number(year), Number(month));
  if (Number(day) < 1 || Number(day) > days) return undefined;
  return string(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T00:00:00Z`);
}

function daysIn(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return leap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
