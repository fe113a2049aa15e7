import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import {
  type Attribute,
  attributes,
  bool,
  failure,
  int,
  list,
  string,
  Thunk,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { type BuiltinCall, type Definitions, overBudget, withString } from './function.ts';

export const tomlFunctions: Definitions = {
  fromTOML: [1, (call, text) => withString(call, text, (toml) => parseToml(call, toml))],
};

/** The value of a TOML text. */
export function parseToml(call: BuiltinCall, text: string): Value {
  const problem = overBudget(call, Math.ceil(text.length / 16));
  if (problem) return problem;
  const program = parsed(text);
  return program && !/\\(u0000|U00000000|x00)/.test(text)
    ? tableOf(program)
    : failure('the TOML text is broken');
}

/** The parser throws what people can cause, so it is caught right here. */
function parsed(text: string): AST.TOMLTopLevelTable | undefined {
  try {
    return parseTOML(text, { tomlVersion: '1.0' }).body[0];
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return undefined;
  }
}

interface Table {
  readonly entries: Map<string, Table | Table[] | AST.TOMLContentNode>;
}

function tableOf(root: AST.TOMLTopLevelTable): Value {
  const top: Table = { entries: new Map() };
  for (const node of root.body) {
    if (node.type === 'TOMLKeyValue') addPair(top, node);
    else {
      const target = tableAt(top, node);
      for (const pair of node.body) addPair(target, pair);
    }
  }
  return valueOfTable(top);
}

function addPair(table: Table, pair: AST.TOMLKeyValue): void {
  const names = namesOf(pair.key);
  const last = names.pop() ?? '';
  names.reduce(child, table).entries.set(last, pair.value);
}

function namesOf(key: AST.TOMLKey): string[] {
  return key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
}

/** The table a header names; `[[x]]` adds one to a list. */
function tableAt(top: Table, node: AST.TOMLTable): Table {
  const names = namesOf(node.key);
  if (node.kind === 'standard') return names.reduce(child, top);
  const last = names.pop() ?? '';
  const parent = names.reduce(child, top);
  const before = parent.entries.get(last);
  const table: Table = { entries: new Map() };
  if (Array.isArray(before)) before.push(table);
  else parent.entries.set(last, [table]);
  return table;
}

function child(table: Table, name: string): Table {
  const known = table.entries.get(name);
  if (Array.isArray(known)) return known.at(-1) ?? table;
  if (known && 'entries' in known) return known;
  const made: Table = { entries: new Map() };
  table.entries.set(name, made);
  return made;
}

function valueOfTable(table: Table): Value {
  const entries = new Map<string, Attribute>();
  for (const [name, entry] of table.entries)
    entries.set(name, { value: Thunk.of(valueOfEntry(entry)), at: undefined });
  return attributes(entries);
}

function valueOfEntry(entry: Table | Table[] | AST.TOMLContentNode): Value {
  if (Array.isArray(entry)) return list(entry.map((table) => Thunk.of(valueOfTable(table))));
  return 'entries' in entry ? valueOfTable(entry) : valueOfNode(entry);
}

function valueOfNode(node: AST.TOMLContentNode): Value {
  switch (node.type) {
    case 'TOMLArray':
      return list(node.elements.map((element) => Thunk.of(valueOfNode(element))));
    case 'TOMLInlineTable': {
      const table: Table = { entries: new Map() };
      for (const pair of node.body) addPair(table, pair);
      return valueOfTable(table);
    }
    case 'TOMLValue':
      return scalar(node);
  }
}

function scalar(node: AST.TOMLValue): Value {
  switch (node.kind) {
    case 'string':
      return string(node.value);
    case 'boolean':
      return bool(node.value);
    case 'integer':
      return BigInt.asIntN(64, node.bigint) === node.bigint
        ? int(node.bigint)
        : failure('a TOML integer does not fit');
    case 'float':
      return { kind: 'float', value: node.value };
    case 'offset-date-time':
    case 'local-date-time':
    case 'local-date':
    case 'local-time':
      return unsupported('a date in TOML');
  }
}
