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
  for (let row = 0; row < tree.size; row++) {
    const kind = tree.kind[row];
    if (kind === Kind.identifier && isCalled(tree, row, name) && !isMention(tree, row)) return true;
    if (kind === Kind.string_expression && isName(tree, row) && mayBeCalled(tree, row, name))
      return true;
  }
  return false;
}

function isCalled({ start, end, text }: Tree, row: number, name: string): boolean {
  const from = start[row] ?? 0;
  return (end[row] ?? 0) - from === name.length && text.startsWith(name, from);
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

/** Whether a text stands where a name may. */
function isName({ kind, parent }: Tree, row: number): boolean {
  const above = kind[parent[row] ?? 0];
  return above === Kind.attrpath || above === Kind.inherited_attrs;
}
