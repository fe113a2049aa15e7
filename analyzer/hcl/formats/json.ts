import { numberFrom } from '../values/convert.ts';
import { numberText } from '../values/number-text.ts';
import {
  bool,
  failure,
  nothing,
  object,
  string,
  tuple,
  typeOf,
  unknown,
  type Value,
} from '../values/value.ts';
import { type JsonNode, jsonTree, propertiesOf } from './json-tree.ts';

/** The value of a JSON text: objects and tuples, as `jsondecode` makes them. */
export function decodeJson(text: string): Value {
  const tree = jsonTree(text);
  if (tree) return jsonValue(tree, text);
  return /[[{]/.test(text) && text.length > 128
    ? unknown('the text is not read as JSON')
    : failure('the text is no JSON');
}

function jsonValue(node: JsonNode, text: string): Value {
  switch (node.type) {
    case 'object': {
      const entries = propertiesOf(node).map(([key, value]): [string, Value] => [
        String(key.value),
        jsonValue(value, text),
      ]);
      return unlessDisputed(entries);
    }
    case 'array':
      return tuple((node.children ?? []).map((item) => jsonValue(item, text)));
    case 'string':
      return wellFormed(String(node.value));
    case 'number':
      return numberFrom(text.slice(node.offset, node.offset + node.length));
    case 'boolean':
      return bool(node.value === true);
    case 'null':
      return nothing;
    case 'property':
      return failure('the text is no JSON');
  }
}

/** A key twice is refused unless both values are of one type. */
function unlessDisputed(entries: readonly (readonly [string, Value])[]): Value {
  const names = new Set(entries.map(([name]) => name));
  return names.size === entries.length
    ? object(entries)
    : unknown('a key stands twice in the JSON');
}

function wellFormed(text: string): Value {
  return /\p{Surrogate}/u.test(text) ? unknown('the text has half a sign') : string(text);
}

/** The value as JSON, as `jsonencode` prints it; undefined for what JSON has no form for. */
export function encodeJson(value: Value): string | undefined {
  switch (value.kind) {
    case 'string':
      return quotedJson(value.text);
    case 'number':
      return numberText(value.number);
    case 'bool':
      return String(value.truth);
    case 'null':
      return 'null';
    case 'list':
    case 'set':
      return typeOf(value).kind === 'any' ? undefined : sequenceText(value.items);
    case 'tuple':
      return sequenceText(value.items);
    case 'map':
    case 'object': {
      const entries: string[] = [];
      for (const [key, item] of value.entries) {
        const text = encodeJson(item);
        if (text === undefined) return undefined;
        entries.push(`${quotedJson(key)}:${text}`);
      }
      return `{${entries.join(',')}}`;
    }
    case 'unknown':
    case 'failure':
      return undefined;
  }
}

function sequenceText(items: readonly Value[]): string | undefined {
  const texts = items.map(encodeJson);
  return texts.includes(undefined) ? undefined : `[${texts.join(',')}]`;
}

/** Go also escapes what HTML would take for markup. */
export function quotedJson(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
