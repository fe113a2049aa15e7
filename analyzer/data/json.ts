import {
  type Expression,
  type Options,
  type Property,
  parseExpressionAt,
  type SpreadElement,
} from 'acorn';
import type { Span } from '#parser/span.ts';
import { nestsTooDeep } from './depth.ts';
import type { Data, DataEntry, DataNode } from './node.ts';

/**
 * A JSON text as data. Comments, trailing commas and the other liberties of
 * JSON5 are allowed, because programs whose files are read here allow them.
 */
export function readJson(text: string): Data {
  if (nestsTooDeep(text)) return broken('nests too deep', { start: 0, end: 0 });
  const root = parsed(text);
  if ('message' in root) return broken(root.message, root.span);
  const end = endOf(text, root.end);
  const document = end === text.length ? dataOf(root) : undefined;
  if (document) return { documents: [document], problems: [] };
  return broken('is not JSON', { start: root.start, end: root.end });
}

function broken(message: string, span: Span): Data {
  return { documents: [], problems: [{ message, span }] };
}

const options: Options = { ecmaVersion: 2022 };

/** The parser throws what people can cause, so it is caught right here. */
function parsed(text: string): Expression | { readonly message: string; readonly span: Span } {
  try {
    return parseExpressionAt(text, 0, options);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = 'pos' in error && typeof error.pos === 'number' ? error.pos : 0;
    return { message: 'is not JSON', span: { start: at, end: at } };
  }
}

/** The end of the blanks and comments that follow. */
function endOf(text: string, offset: number): number {
  const rest = /(?:\s|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)*/y;
  rest.lastIndex = offset;
  return offset + (rest.exec(text)?.[0].length ?? 0);
}

function dataOf(node: Expression): DataNode | undefined {
  const span = { start: node.start, end: node.end };
  switch (node.type) {
    case 'ObjectExpression': {
      const entries = node.properties.map(entryOf);
      return entries.every((entry) => entry !== undefined)
        ? { kind: 'map', span, entries }
        : undefined;
    }
    case 'ArrayExpression': {
      const items = node.elements.map((item) =>
        item === null || item.type === 'SpreadElement' ? undefined : dataOf(item),
      );
      return items.every((item) => item !== undefined) ? { kind: 'list', span, items } : undefined;
    }
    case 'Literal':
      return scalarOf(node.value, node.raw ?? '', span);
    case 'UnaryExpression':
      return negative(node);
    default:
      return undefined;
  }
}

function entryOf(property: Property | SpreadElement): DataEntry | undefined {
  if (property.type !== 'Property' || property.kind !== 'init') return undefined;
  if (property.computed || property.shorthand || property.method) return undefined;
  const { key } = property;
  const name =
    key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : undefined;
  const value = dataOf(property.value);
  const keySpan = { start: key.start, end: key.end };
  return name === undefined || value === undefined ? undefined : { key: name, keySpan, value };
}

function scalarOf(value: unknown, raw: string, span: Span): DataNode | undefined {
  if (typeof value === 'string') return { kind: 'scalar', span, value, text: value };
  if (typeof value === 'boolean' || value === null)
    return { kind: 'scalar', span, value, text: raw };
  return typeof value === 'number'
    ? { kind: 'scalar', span, value: numberOf(raw), text: raw }
    : undefined;
}

/** A number without a fraction and an exponent is an integer, however many digits it has. */
function numberOf(raw: string): number | bigint {
  return /^(0|[1-9][0-9]*)$/.test(raw) ? BigInt(raw) : Number(raw);
}

function negative(node: Extract<Expression, { type: 'UnaryExpression' }>): DataNode | undefined {
  const { argument, operator } = node;
  if (operator !== '-' || argument.type !== 'Literal' || typeof argument.value !== 'number')
    return undefined;
  const raw = argument.raw ?? '';
  const value = numberOf(raw);
  return {
    kind: 'scalar',
    span: { start: node.start, end: node.end },
    value: -value,
    text: `-${raw}`,
  };
}
