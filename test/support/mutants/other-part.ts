import { parse, type Node as ScriptNode } from 'acorn';
import type { FilePath, Location } from '#analyzer/diagnostic.ts';
import type { Span } from '#parser/span.ts';
import { blockOfLines, type Part } from './part.ts';

/** What is taken out of a file without a tree of ours, by the kind of the file. */
export function otherPart(text: string, file: FilePath, span: Span): Part {
  if (file.endsWith('.json') || /^\s*\{/.test(text)) return jsonPart(text, file, span);
  if (/\.ya?ml$/.test(file)) return linesPart(text, file, indentedLines(text, span));
  return linesPart(text, file, blockOfLines(text, { start: span.start, end: span.start + 1 }));
}

/** Lines are neighbours of those that are as far to the right. */
function linesPart(text: string, file: FilePath, lines: Span): Part {
  const indent = /^ */.exec(text.slice(lines.start))?.[0].length ?? 0;
  return { file, span: lines, removal: lines, container: `${file}#lines ${indent}` };
}

/** The line, and those below it that belong to it. */
function indentedLines(text: string, span: Span): Span {
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const lineEnd = (from: number): number => {
    const found = text.indexOf('\n', from);
    return found < 0 ? text.length : found + 1;
  };
  const indent = /^ */.exec(text.slice(start))?.[0].length ?? 0;
  const isItem = text[start + indent] === '-';
  let end = lineEnd(start);
  while (end < text.length) {
    const line = text.slice(end, lineEnd(end));
    const own = /^ */.exec(line)?.[0].length ?? 0;
    const belongs =
      line.trim() === '' || own > indent || (!isItem && own === indent && line[own] === '-');
    if (!belongs) break;
    end = lineEnd(end);
  }
  return { start, end };
}

function jsonPart(text: string, file: FilePath, span: Span): Part {
  const lines = blockOfLines(text, span);
  const hasComma = /,\s*$/.test(text.slice(lines.start, lines.end));
  const before = /,\s*$/.exec(text.slice(0, lines.start));
  const start = hasComma || !before ? lines.start : before.index;
  const end = start < lines.start ? lines.end - 1 : lines.end;
  return { file, span: lines, removal: { start, end } };
}

/** The operand of such an operator around the span, or the statement. */
export function scriptPart(
  text: string,
  { file, span }: Location,
  operators: readonly string[],
): Part | undefined {
  const around = nodesAround(parse(text, { ecmaVersion: 'latest' }), span);
  const depth = around.findLastIndex((_, index) => operatorOf(around[index - 1], operators));
  const parent = around[depth - 1] as
    | (ScriptNode & { readonly left: ScriptNode; readonly right: ScriptNode })
    | undefined;
  const node = around[depth];
  if (parent && node) {
    const { left, right } = parent;
    const removal =
      node === left ? { start: node.start, end: right.start } : { start: left.end, end: node.end };
    return { file, span: node, removal: balanced(text, removal) };
  }
  const statement = around.findLast(
    ({ type }) =>
      type.endsWith('Statement') && type !== 'BlockStatement' && type !== 'ReturnStatement',
  );
  return statement && linesPart(text, file, blockOfLines(text, statement));
}

function operatorOf(node: ScriptNode | undefined, operators: readonly string[]): boolean {
  return (
    node?.type === 'LogicalExpression' &&
    'operator' in node &&
    operators.includes(String(node.operator))
  );
}

/** The span with as many brackets that close as open. */
function balanced(text: string, { start, end }: Span): Span {
  const inner = text.slice(start, end);
  const open = inner.split('(').length - inner.split(')').length;
  if (open > 0) return { start, end: end - (/\(+$/.exec(inner)?.[0].length ?? 0) };
  if (open < 0) return { start: start - open, end };
  return { start, end };
}

/** Nodes that have the span, the outermost first. */
function nodesAround(node: ScriptNode, span: Span): readonly ScriptNode[] {
  if (node.start > span.start || node.end < span.end) return [];
  const inner = Object.values(node)
    .flat()
    .filter(isNode)
    .map((child) => nodesAround(child, span))
    .find((found) => found.length > 0);
  return [node, ...(inner ?? [])];
}

function isNode(value: unknown): value is ScriptNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
