import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import type { Span } from '#parser/span.ts';
import { nestsTooDeep } from './depth.ts';
import type { Data, DataEntry, DataNode, DataScalar } from './node.ts';

/** A TOML 1.0 text as data, with the tables of all headers put together. */
export function readToml(text: string): Data {
  if (nestsTooDeep(text))
    return { documents: [], problems: [{ message: 'nests too deep', span: { start: 0, end: 0 } }] };
  const program = parsed(text);
  if ('message' in program) return { documents: [], problems: [program] };
  const [root] = program.body;
  const top: Table = { span: { start: 0, end: text.length }, entries: new Map() };
  for (const node of root.body) {
    if (node.type === 'TOMLKeyValue') addPair(top, node);
    else {
      const target = tableAt(top, node);
      for (const pair of node.body) addPair(target, pair);
    }
  }
  return { documents: [mapOf(top)], problems: [] };
}

/** Where the comments of a TOML text are, in order; of a broken one, none. */
export function tomlComments(text: string): Span[] {
  if (nestsTooDeep(text)) return [];
  const program = parsed(text);
  if ('message' in program) return [];
  return program.comments.map(({ range: [start, end] }) => ({ start, end }));
}

/** The parser throws what people can cause, so it is caught right here. */
function parsed(text: string): AST.TOMLProgram | { readonly message: string; readonly span: Span } {
  try {
    return parseTOML(text, { tomlVersion: '1.0' });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const start = Math.min(error.index, text.length);
    return { message: 'is not TOML', span: { start, end: start } };
  }
}

/** A table while headers and dotted keys add to it. */
interface Table {
  span: Span;
  readonly entries: Map<string, { readonly keySpan: Span; readonly value: Content }>;
}

type Content = Table | Table[] | AST.TOMLContentNode;

interface Name {
  readonly text: string;
  readonly span: Span;
}

function namesOf(key: AST.TOMLKey): Name[] {
  return key.keys.map((part) => ({
    text: part.type === 'TOMLBare' ? part.name : part.value,
    span: spanOf(part),
  }));
}

function addPair(table: Table, pair: AST.TOMLKeyValue): void {
  const names = namesOf(pair.key);
  const last = names.pop();
  if (!last) return;
  const target = names.reduce((outer, name) => child(outer, name, spanOf(pair)), table);
  target.entries.set(last.text, { keySpan: last.span, value: pair.value });
}

/** The table a header names; `[[x]]` adds one to a list. */
function tableAt(top: Table, node: AST.TOMLTable): Table {
  const names = namesOf(node.key);
  const span = spanOf(node);
  const last = node.kind === 'array' ? names.pop() : undefined;
  const parent = names.reduce((outer, name) => child(outer, name, span), top);
  if (!last) {
    parent.span = span;
    return parent;
  }
  const table: Table = { span, entries: new Map() };
  const before = parent.entries.get(last.text)?.value;
  if (Array.isArray(before)) before.push(table);
  else parent.entries.set(last.text, { keySpan: last.span, value: [table] });
  return table;
}

function child(table: Table, name: Name, span: Span): Table {
  const known = table.entries.get(name.text)?.value;
  const last = Array.isArray(known) ? known.at(-1) : known;
  if (last && 'entries' in last) return last;
  const made: Table = { span, entries: new Map() };
  table.entries.set(name.text, { keySpan: name.span, value: made });
  return made;
}

function mapOf({ span, entries }: Table): DataNode {
  const list = [...entries].map(
    ([key, { keySpan, value }]): DataEntry => ({ key, keySpan, value: contentOf(value) }),
  );
  return { kind: 'map', span, entries: list };
}

function contentOf(content: Content): DataNode {
  if (Array.isArray(content)) {
    const [first, last] = [content[0], content.at(-1)];
    const span = { start: first?.span.start ?? 0, end: last?.span.end ?? 0 };
    return { kind: 'list', span, items: content.map(mapOf) };
  }
  return 'entries' in content ? mapOf(content) : nodeOf(content);
}

function nodeOf(node: AST.TOMLContentNode): DataNode {
  const span = spanOf(node);
  switch (node.type) {
    case 'TOMLArray':
      return { kind: 'list', span, items: node.elements.map(nodeOf) };
    case 'TOMLInlineTable': {
      const table: Table = { span, entries: new Map() };
      for (const pair of node.body) addPair(table, pair);
      return mapOf(table);
    }
    case 'TOMLValue':
      return scalarOf(node, span);
  }
}

function scalarOf(node: AST.TOMLValue, span: Span): DataScalar {
  switch (node.kind) {
    case 'string':
      return { kind: 'scalar', span, value: node.value, text: node.value };
    case 'boolean':
      return { kind: 'scalar', span, value: node.value, text: String(node.value) };
    case 'integer':
      return { kind: 'scalar', span, value: node.bigint, text: node.number };
    case 'float':
      return { kind: 'scalar', span, value: node.value, text: node.number };
    case 'offset-date-time':
    case 'local-date-time':
    case 'local-date':
    case 'local-time':
      return {
        kind: 'scalar',
        span,
        value: node.datetime,
        text: node.datetime,
        doubt: 'is a date',
      };
  }
}

function spanOf({ range }: { readonly range: readonly [number, number] }): Span {
  return { start: range[0], end: range[1] };
}
