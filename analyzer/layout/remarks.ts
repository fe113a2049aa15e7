import { Kind } from '#parser/kinds.ts';
import type { Tree } from '#parser/tree.ts';
import { oncePer } from '../once-per.ts';
import { blank, comment, type Doc, gap, newline, separated, textEnd } from './doc.ts';

/** What stands between two tokens beside spaces: comments, and blank lines. */
interface Remark {
  readonly kind: 'blank' | 'line' | 'block' | 'language';
  readonly text: string;
  readonly start: number;
}

const commentEnds = oncePer((tree: Tree): ReadonlyMap<number, number> => {
  const found = new Map<number, number>();
  for (let row = 0; row < tree.size; row++) {
    if (tree.kind[row] === Kind.comment) found.set(tree.end[row] ?? 0, tree.start[row] ?? 0);
  }
  return found;
});

const commentStarts = oncePer((tree: Tree): ReadonlyMap<number, number> => {
  return new Map([...commentEnds(tree)].map(([end, start]) => [start, end]));
});

/** What is said before the token that begins at an offset. */
export function remarksBefore(tree: Tree, offset: number): readonly Remark[] {
  if (!/\s|\//.test(tree.text.charAt(offset - 1))) return [];
  const from = tokenEndBefore(tree, offset);
  const all = remarksFrom(tree, from);
  return all.slice(besideCount(tree, from, all));
}

/** What is said behind the token that ends at an offset, on its line. */
export function remarkBehind(tree: Tree, offset: number): string | undefined {
  if (!/[ \t]*[#/]/y.test(tree.text.slice(offset, offset + 200))) return undefined;
  const all = remarksFrom(tree, offset);
  return all.slice(0, besideCount(tree, offset, all))[0]?.text;
}

function tokenEndBefore(tree: Tree, offset: number): number {
  const ends = commentEnds(tree);
  for (let at = offset; ; ) {
    while (at > 0 && /\s/.test(tree.text.charAt(at - 1))) at--;
    const start = ends.get(at);
    if (start === undefined) return at;
    at = start;
  }
}

/** What stands between a token that ends there and the next one. */
function remarksFrom(tree: Tree, offset: number): readonly Remark[] {
  const { text } = tree;
  const starts = commentStarts(tree);
  const found: Remark[] = [];
  for (let at = offset; ; ) {
    const space = /\s*/y;
    space.lastIndex = at;
    const between = space.exec(text)?.[0] ?? '';
    if (between.split('\n').length > 2) found.push({ kind: 'blank', text: '', start: at });
    at += between.length;
    const end = starts.get(at);
    if (end === undefined) return found;
    const content = text.slice(at, end).trimEnd();
    found.push({ kind: kindOf(content, text, end), text: content, start: at });
    at = end;
  }
}

function kindOf(content: string, text: string, end: number): Remark['kind'] {
  if (content.startsWith('#')) return 'line';
  const isLabel =
    /^\/\*\s*[\w+.-]+\s*\*\/$/.test(content) &&
    /^[ \t]*\n?[ \t]*("|'')/.test(text.slice(end, end + 200));
  return isLabel ? 'language' : 'block';
}

/** How many remarks are about the token before them: one on its line that is not the first of several below each other. */
function besideCount(tree: Tree, from: number, all: readonly Remark[]): number {
  const [first, second] = all;
  const { text } = tree;
  if (first?.kind !== 'line' || /\n/.test(text.slice(from, first.start))) return 0;
  if (text.endsWith('${', from)) return 0;
  const end = first.start + first.text.length;
  if (second?.kind === 'line' && isNextLine(text, end, second.start))
    return columnOf(text, second.start) === columnOf(text, first.start) ? 0 : 1;
  const next = /\s*/y;
  next.lastIndex = end;
  next.exec(text);
  const isAlone = all.length === 1 && isNextLine(text, end, next.lastIndex);
  return isAlone && columnOf(text, next.lastIndex) === columnOf(text, first.start) ? 0 : 1;
}

function isNextLine(text: string, from: number, to: number): boolean {
  return text.slice(from, to).split('\n').length === 2;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** Remarks as they stand before a token. */
export function above(remarks: readonly Remark[]): Doc {
  const [first, second] = remarks;
  if (!first) return '';
  if (first.kind === 'language' && !second) return [comment(first.text), gap];
  return [newline, remarks.map(remarkDoc)];
}

function remarkDoc({ kind, text }: Remark): Doc {
  switch (kind) {
    case 'blank':
      return blank;
    case 'language':
      return [comment(text), gap];
    case 'line':
      return [comment(text), newline];
    case 'block':
      return [separated(linesOf(text), textEnd), newline];
  }
}

function linesOf(text: string): readonly Doc[] {
  const [first = '', ...others] = text.split('\n');
  const indents = others.flatMap((each) => (each.trim() === '' ? [] : each.search(/\S/)));
  const least = Math.min(...indents);
  const last = others.at(-1) ?? '';
  const own = last.trim() === '*/' ? last.search(/\S/) : least;
  return [
    comment(first),
    ...others.map((each) => (each.trim() === '' ? '' : comment(each.slice(Math.min(own, least))))),
  ];
}

/** A remark as the last one above a token. */
export function asLine(text: string): Remark {
  return { kind: 'line', text, start: 0 };
}
