import type { Node } from '#parser/tree.ts';

/** What a line of a text consists of: words as they are written, and code. */
export type Part = string | Node;

/** The lines of a text between double quotes. */
export function quotedLines(node: Node): readonly (readonly Part[])[] {
  return linesOf(node, 1);
}

/** The lines of a text between two single quotes each, without what all of them are indented by, and without an empty one at the start. */
export function indentedLines(node: Node): readonly (readonly Part[])[] {
  return withoutIndentation(linesOf(node, 2));
}

function linesOf(node: Node, quote: number): readonly (readonly Part[])[] {
  const { tree } = node;
  const lines: Part[][] = [[]];
  const words = (start: number, end: number): void => {
    for (const [index, text] of tree.text.slice(start, end).split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push(text);
    }
  };
  let at = node.start + quote;
  for (const code of node.children().filter(({ kind }) => kind === 'interpolation')) {
    words(at, code.start);
    lines.at(-1)?.push(code);
    at = code.end;
  }
  words(at, node.end - quote);
  return lines;
}

/** Lines without what all of them are indented by, and without an empty one at the start. */
function withoutIndentation(lines: readonly (readonly Part[])[]): readonly (readonly Part[])[] {
  const [first, ...others] = lines;
  const last = lines.length - 1;
  if (last === 0 || !first) return lines;
  const isEmpty = (parts: readonly Part[]): boolean =>
    parts.every((part) => typeof part === 'string' && part.trim() === '');
  const trimmed = others.map((parts, index) =>
    index + 1 === last && parts.every((part) => typeof part === 'string' && /^ *$/.test(part))
      ? []
      : parts,
  );
  const least = Math.min(...trimmed.flatMap((parts) => (isEmpty(parts) ? [] : indentOf(parts))));
  const below = trimmed.map((parts) => dedented(parts, least));
  return isEmpty(first) ? below : [first, ...below];
}

function indentOf([first]: readonly Part[]): number {
  return typeof first === 'string' ? (/^ */.exec(first)?.[0].length ?? 0) : 0;
}

function dedented(parts: readonly Part[], columns: number): readonly Part[] {
  const [first, ...others] = parts;
  if (typeof first !== 'string') return parts;
  const text = first.slice(Math.min(columns, indentOf(parts)));
  return text === '' ? others : [text, ...others];
}
