import { describe, type Value } from '../evaluate/value.ts';
import { namesSecret, withoutCredentials } from '../extract/secret-looking.ts';
import type { Cell } from '../facts/cell.ts';
import type { FlagRow } from '../facts/flags.ts';

/** What a setting is, and its value as JSON. */
export interface Written {
  readonly kind: FlagRow['kind'];
  readonly value: Cell<string>;
}

/** Deeper than any setting that people write by hand. */
const deepest = 8;

/** A value for facts; a text whose name looks secret is withheld. */
export function written(name: string, value: Value): Written {
  return {
    kind: kindOf(value),
    value: namesSecret(name) && mayHide(value) ? withheld : jsonOf(value, deepest),
  };
}

const withheld = { undecided: 'looks secret' };

/** Texts and sets of them; what is empty hides nothing. */
function mayHide(value: Value): boolean {
  switch (value.kind) {
    case 'string':
      return value.value !== '';
    case 'list':
      return value.items.length > 0 || value.open !== undefined;
    case 'attrs':
      return value.names().length > 0 || value.open !== undefined;
    default:
      return value.kind === 'template' || value.kind === 'unknown';
  }
}

function kindOf(value: Value): Written['kind'] {
  switch (value.kind) {
    case 'bool':
      return 'boolean';
    case 'int':
    case 'float':
      return 'number';
    case 'string':
    case 'template':
      return 'text';
    case 'attrs':
      return 'set';
    case 'lambda':
      return 'function';
    case 'unknown':
      return value.reason.kind === 'package' ? 'package' : 'unknown';
    case 'failure':
      return 'unknown';
    default:
      return value.kind;
  }
}

function jsonOf(value: Value, depth: number): Cell<string> {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'bool':
    case 'int':
    case 'float':
      return String(value.value);
    case 'string':
      return JSON.stringify(withoutCredentials(value.value));
    case 'path':
      return JSON.stringify(value.root === 'workspace' ? `./${value.path}` : value.path);
    case 'list':
      return listJson(value, depth);
    case 'attrs':
      return setJson(value, depth);
    case 'unknown':
      return { undecided: describe(value.reason) };
    case 'failure':
      return { undecided: `fails: ${value.message}` };
    case 'lambda':
      return { undecided: 'is a function' };
    case 'template':
      return { undecided: holeIn(value) };
  }
}

function holeIn({ parts }: Extract<Value, { kind: 'template' }>): string {
  const hole = parts.find((part) => typeof part !== 'string');
  return typeof hole === 'object' ? describe(hole.reason) : 'has parts that are not known';
}

function listJson(value: Extract<Value, { kind: 'list' }>, depth: number): Cell<string> {
  if (value.open) return { undecided: describe(value.open.reason) };
  if (depth === 0) return { undecided: 'lies too deep' };
  const items: string[] = [];
  for (const item of value.items) {
    const json = jsonOf(item.force(), depth - 1);
    if (typeof json !== 'string') return json;
    items.push(json);
  }
  return `[${items.join(',')}]`;
}

function setJson(value: Extract<Value, { kind: 'attrs' }>, depth: number): Cell<string> {
  if (value.open) return { undecided: describe(value.open.reason) };
  if (depth === 0) return { undecided: 'lies too deep' };
  const entries: string[] = [];
  for (const name of value.names()) {
    const inner = value.get(name)?.value.force();
    if (inner === undefined) continue;
    const json = namesSecret(name) && mayHide(inner) ? withheld : jsonOf(inner, depth - 1);
    if (typeof json !== 'string') return json;
    entries.push(`${JSON.stringify(name)}:${json}`);
  }
  return `{${entries.join(',')}}`;
}
