import { Field, Kind, kindNames } from './kinds.ts';
import { quoted } from './quoted.ts';
import type { SyntaxError, Tree } from './tree.ts';

type BareTree = Omit<Tree, 'errors'>;

/** Operators that cannot be chained, by their level: of one level at most one. */
const unchained = new Map<number, number>([
  [Kind['=='], 1],
  [Kind['!='], 1],
  [Kind['<'], 2],
  [Kind['<='], 2],
  [Kind['>'], 2],
  [Kind['>='], 2],
]);

/** Not zero for the kinds that something may be wrong with; all others cost one read. */
const isChecked = new Uint8Array(kindNames.length);
for (const kind of [
  Kind.integer_expression,
  Kind.float_expression,
  Kind.path_expression,
  Kind.hpath_expression,
  ...unchained.keys(),
]) {
  isChecked[kind] = 1;
}

/**
 * What Nix refuses although the grammar accepts it.
 *
 * `broken` says that the text has other errors; then an absent expression is no news.
 */
export function checkNix(tree: BareTree, broken: boolean): SyntaxError[] {
  const errors: SyntaxError[] = [];
  if (tree.text.startsWith('\uFEFF'))
    errors.push({ start: 0, end: 1, message: 'unexpected byte order mark' });
  if (!broken && !hasExpression(tree)) {
    errors.push({
      start: tree.text.length,
      end: tree.text.length,
      message: 'unexpected end of the file, an expression is missing',
    });
  }
  const { kind } = tree;
  for (let row = 0; row < tree.size; row++) {
    if (isChecked[kind[row] ?? 0] === 0) continue;
    const message = problem(tree, row);
    if (message) errors.push({ ...span(tree, row), message });
  }
  return errors;
}

function problem(tree: BareTree, row: number): string | undefined {
  switch (tree.kind[row]) {
    case Kind.integer_expression:
      return integerProblem(textOf(tree, row));
    case Kind.float_expression:
      return floatProblem(textOf(tree, row));
    case Kind.path_expression:
    case Kind.hpath_expression:
      return pathProblem(tree, row);
    default:
      return chainProblem(tree, row);
  }
}

function integerProblem(text: string): string | undefined {
  if (text.length < 19) return undefined;
  return BigInt(text) > 0x7fff_ffff_ffff_ffffn
    ? `integer ${quoted(text)} does not fit in 64 bits`
    : undefined;
}

/** As `strtod` of C does, which calls both what is too large and what is too small out of range. */
function floatProblem(text: string): string | undefined {
  if (!/[Ee]/.test(text) && text.length < 300) return undefined;
  const value = Number(text);
  const isZero = /^[0.]*(?:[Ee]|$)/.test(text);
  if (Number.isFinite(value) && (isZero || value >= 2.2250738585072014e-308)) return undefined;
  return `float ${quoted(text)} does not fit in 64 bits`;
}

/** The lexer of Nix takes one token, and then, before the first `${`, at most one more. */
function pathProblem(tree: BareTree, row: number): string | undefined {
  const text = textOf(tree, row);
  if (text.endsWith('/')) return `path ${quoted(text)} ends in a slash`;
  if (!text.includes('//')) return undefined;
  const first = textOf(tree, row + 1);
  const interpolates = (tree.after[row] ?? 0) > row + 2;
  const pattern = interpolates
    ? /^~?[\w.+-]*(?:\/[\w.+-]+)*\/?(?:[\w.+-]*(?:\/[\w.+-]+)+\/?|[\w.+-]*\/|[\w.+-]+)?$/
    : /^~?[\w.+-]*(?:\/[\w.+-]+)+$/;
  return pattern.test(first) ? undefined : `path ${quoted(text)} has an empty part`;
}

function chainProblem(tree: BareTree, row: number): string | undefined {
  const level = unchained.get(tree.kind[row] ?? 0);
  if (level === undefined || tree.field[row] !== Field.operator) return undefined;
  const left = (tree.parent[row] ?? 0) + 1;
  if (tree.kind[left] !== Kind.binary_expression) return undefined;
  const inner = operatorOf(tree, left);
  if (inner === undefined || unchained.get(tree.kind[inner] ?? 0) !== level) return undefined;
  return `unexpected ${quoted(textOf(tree, row))}, comparisons cannot be chained without parentheses`;
}

function operatorOf(tree: BareTree, binary: number): number | undefined {
  const end = tree.after[binary] ?? 0;
  for (let row = binary + 1; row < end; row = tree.after[row] ?? end) {
    if (tree.field[row] === Field.operator) return row;
  }
  return undefined;
}

function hasExpression(tree: BareTree): boolean {
  for (let row = 1; row < tree.size; row = tree.after[row] ?? tree.size) {
    if (tree.field[row] === Field.expression) return true;
  }
  return false;
}

function textOf(tree: BareTree, row: number): string {
  return tree.text.slice(tree.start[row] ?? 0, tree.end[row] ?? 0);
}

function span(tree: BareTree, row: number): { start: number; end: number } {
  return { start: tree.start[row] ?? 0, end: tree.end[row] ?? 0 };
}
