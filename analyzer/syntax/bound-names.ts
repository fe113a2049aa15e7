import { Kind } from '#parser/kinds.ts';
import type { Tree } from '#parser/tree.ts';
import { oncePer } from '../once-per.ts';

const answersOf = oncePer((_: Tree) => new Map<string, boolean>());

/**
 * Whether anything in a file may bind a name. Where nothing does, what the name
 * means is known without the scopes of the file, which take longer to work out.
 */
export function mayBind(tree: Tree, name: string): boolean {
  if (tree.errors.length > 0) return true;
  const answers = answersOf(tree);
  const known = answers.get(name) ?? bindsSomewhere(tree, name);
  answers.set(name, known);
  return known;
}

function bindsSomewhere(tree: Tree, name: string): boolean {
  return isWrittenAsBinder(tree, name) || isQuotedAsName(tree, name);
}

/** Looks at what the text says first, because names are few among the rows. */
function isWrittenAsBinder(tree: Tree, name: string): boolean {
  const { text, kind, start, end } = tree;
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    for (let row = firstRowAt(tree, at); start[row] === at; row++) {
      const isCalled = kind[row] === Kind.identifier && end[row] === at + name.length;
      if (isCalled && !isMention(tree, row)) return true;
    }
  }
  return false;
}

/** The first row that begins there or later. */
function firstRowAt({ start, size }: Tree, offset: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((start[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isQuotedAsName(tree: Tree, name: string): boolean {
  return [Kind.string_expression, Kind.indented_string_expression].some((quoted) => {
    for (let row = tree.kind.indexOf(quoted); row !== -1; row = tree.kind.indexOf(quoted, row + 1))
      if (isName(tree, row) && mayBeCalled(tree, row, name)) return true;
    return false;
  });
}

/** The same of a name in quotes, which may be spelled with escapes. */
function mayBeCalled({ start, end, text }: Tree, row: number, name: string): boolean {
  const written = text.slice(start[row], end[row]);
  return written.includes(name) || written.includes('\\');
}

/** Whether an identifier is a variable, or a name that is looked up in a set. */
function isMention({ kind, parent }: Tree, row: number): boolean {
  const above = parent[row] ?? 0;
  if (kind[above] === Kind.variable_expression) return true;
  const around = kind[parent[above] ?? 0];
  return (
    kind[above] === Kind.attrpath &&
    (around === Kind.select_expression || around === Kind.has_attr_expression)
  );
}

/** Whether a text stands where a name may, also as `${"name"}`. */
function isName({ kind, parent }: Tree, row: number): boolean {
  let above = parent[row] ?? 0;
  while (kind[above] === Kind.parenthesized_expression || kind[above] === Kind.interpolation)
    above = parent[above] ?? 0;
  return kind[above] === Kind.attrpath || kind[above] === Kind.inherited_attrs;
}
