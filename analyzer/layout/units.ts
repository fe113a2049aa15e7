import { Field, Kind } from '#parser/kinds.ts';
import type { Span } from '#parser/span.ts';
import { Node, type NodeId, type Tree } from '#parser/tree.ts';
import { indentationAt } from '../edit/reindent.ts';
import { oncePer } from '../once-per.ts';
import { expression } from './expression.ts';
import { render } from './render.ts';

/**
 * The parts of a file whose layout depends on nothing around them, in the order
 * of the text, each before those in it: all code, and the statements, items of
 * lists and named arguments that have their lines for themselves.
 */
const unitsOf = oncePer((tree: Tree): readonly Node[] => {
  const found: Node[] = [];
  for (let row = 1; row < tree.size; row++) {
    if (!mayBeUnit(tree.field[row]) && tree.kind[row] !== Kind.formal) continue;
    const node = new Node(tree, row as NodeId);
    if (isUnit(node)) found.push(node);
  }
  return found;
});

/** The smallest part of that kind around a span. */
export function innermostUnit(tree: Tree, { start, end }: Span): Node | undefined {
  return unitsOf(tree).findLast((unit) => unit.start <= start && end <= unit.end);
}

/** The parts of that kind that lie in a span. */
export function unitsWithin(tree: Tree, { start, end }: Span): readonly Node[] {
  return unitsOf(tree).filter((unit) => start <= unit.start && unit.end <= end);
}

/** The parts of that kind that lie in one, without those in them. */
export function unitsBelow({ tree, start, end, id }: Node): readonly Node[] {
  let last = start;
  return unitsWithin(tree, { start, end }).filter((unit) => {
    if (unit.id === id || unit.start < last) return false;
    last = unit.end;
    return true;
  });
}

/** The parts of that kind that stand where one does, it among them. */
export function unitsBeside({ tree, start, end, id }: Node): readonly Node[] {
  const around = unitsOf(tree).findLast((unit) => {
    return unit.id !== id && unit.start <= start && end <= unit.end;
  });
  return around ? unitsBelow(around) : [];
}

function mayBeUnit(field: number | undefined): boolean {
  return field === Field.binding || field === Field.element || field === Field.expression;
}

function isUnit({ kind, parent, field, tree, start, end }: Node): boolean {
  const isItem = field === 'element' && parent?.kind === 'list_expression';
  const isWhole = field === 'expression' && parent?.kind === 'source_code';
  if (field !== 'binding' && kind !== 'formal' && !isItem && !isWhole) return false;
  const lineStart = tree.text.lastIndexOf('\n', start - 1) + 1;
  const before = tree.text.slice(lineStart, start);
  const behind = kind === 'formal' ? /^,?[ \t]*(#|\/\*|\n)/ : /^[ \t]*(#|\/\*|\n|$)/;
  return before.trim() === '' && behind.test(tree.text.slice(end, end + 200));
}

/**
 * The text of such a part as nixfmt lays it out. What has lines for itself in it
 * keeps them as they are. `undefined` where a comment stands between its parts.
 */
export function layoutOf(unit: Node): string | undefined {
  const columns = indentationAt(unit.tree.text, unit.start).length;
  const comma = unit.kind === 'formal' ? ',' : '';
  const whole = render([expression(unit), comma], unit.span, columns);
  const text = whole.slice(0, whole.length - comma.length);
  return withoutSpace(text) === withoutSpace(unit.text) ? text : undefined;
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}
