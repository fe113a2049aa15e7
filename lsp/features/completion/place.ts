import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { type ExprId, exprOf } from '#analyzer/syntax/module.ts';
import type { Mended } from '#analyzer/unfinished/mend.ts';
import { Node, type NodeId, type Tree } from '#parser/tree.ts';

/** What stands at the cursor of a Nix text, by its mended tree. */
export type Place =
  /** A variable, or an expression that is to become something else. */
  | { readonly kind: 'expression'; readonly variable: Node; readonly expr: ExprId }
  /** A name behind a dot or `?`, or one that is inherited from a set. */
  | {
      readonly kind: 'selected';
      readonly from: ExprId;
      /** The names before this one. */
      readonly before: readonly Node[];
      readonly name: Node;
      /** Names beside this one that need not be said again. */
      readonly taken: readonly string[];
    }
  /** A name on the left of a binding. */
  | {
      readonly kind: 'bound';
      readonly binding: Node;
      readonly before: readonly Node[];
      readonly name: Node;
    }
  | { readonly kind: 'inherited'; readonly name: Node; readonly taken: readonly string[] }
  | { readonly kind: 'formal'; readonly lambda: Node; readonly taken: readonly string[] }
  /** Inside a string that is a value. */
  | { readonly kind: 'text'; readonly string: Node }
  | { readonly kind: 'path'; readonly path: Node };

/** What the cursor is at; `undefined` where nothing is proposed. */
export function placeAt(analysis: FileAnalysis, { at, written }: Mended): Place | undefined {
  switch (written.kind) {
    case 'name':
      return namePlace(analysis, nodeAt(analysis.tree, at));
    case 'text': {
      const string = around(nodeAt(analysis.tree, Math.max(0, at - 1)), isString);
      return string && stringPlace(analysis, string);
    }
    case 'path': {
      const path = around(nodeAt(analysis.tree, at), ({ kind }) => kind === 'path_expression');
      return path && { kind: 'path', path };
    }
    case 'comment':
    case 'other':
      return undefined;
  }
}

function isString({ kind }: Node): boolean {
  return kind === 'string_expression' || kind === 'indented_string_expression';
}

function stringPlace(analysis: FileAnalysis, string: Node): Place | undefined {
  const isName = string.field === 'attr';
  return isName ? namePlace(analysis, string) : { kind: 'text', string };
}

function namePlace(analysis: FileAnalysis, name: Node): Place | undefined {
  const { parent } = name;
  const outer = parent?.parent;
  switch (parent?.kind) {
    case 'variable_expression': {
      const expr = expressionAt(analysis, parent);
      return expr === undefined ? undefined : { kind: 'expression', variable: parent, expr };
    }
    case 'attrpath':
      return outer && pathPlace(analysis, { outer, path: parent, name });
    case 'inherited_attrs':
      return outer && inheritedPlace(analysis, { outer, names: parent, name });
    case 'formal': {
      const lambda = around(parent, ({ kind }) => kind === 'function_expression');
      if (lambda === undefined) return undefined;
      return { kind: 'formal', lambda, taken: formalNames(lambda, parent) };
    }
    default:
      return undefined;
  }
}

function pathPlace(
  analysis: FileAnalysis,
  { outer, path, name }: { readonly outer: Node; readonly path: Node; readonly name: Node },
): Place | undefined {
  const names = [...path.children()].filter(({ field }) => field === 'attr');
  const before = names.slice(
    0,
    names.findIndex(({ id }) => id === name.id),
  );
  if (outer.kind === 'binding') return { kind: 'bound', binding: outer, before, name };
  const set = outer.child('expression');
  const from = set && expressionAt(analysis, set);
  return from === undefined ? undefined : { kind: 'selected', from, before, name, taken: [] };
}

function inheritedPlace(
  analysis: FileAnalysis,
  { outer, names, name }: { readonly outer: Node; readonly names: Node; readonly name: Node },
): Place | undefined {
  const taken = [...names.children()].flatMap(({ id, text }) => (id === name.id ? [] : [text]));
  if (outer.kind === 'inherit') return { kind: 'inherited', name, taken };
  const set = outer.child('expression');
  const from = set && expressionAt(analysis, set);
  return from === undefined ? undefined : { kind: 'selected', from, before: [], name, taken };
}

function formalNames(lambda: Node, own: Node): readonly string[] {
  const formals = lambda.child('formals');
  return [...(formals?.children() ?? [])].flatMap((formal) => {
    const name = formal.id === own.id ? undefined : formal.child('name');
    return name === undefined ? [] : [name.text];
  });
}

/** The expression that a node was lowered to, through parentheses. */
export function expressionAt(analysis: FileAnalysis, node: Node): ExprId | undefined {
  let inner: Node | undefined = node;
  while (inner?.kind === 'parenthesized_expression') inner = inner.child('expression');
  return inner && lastExpressionOf(analysis, inner.id);
}

/** The last expression of a row: of what is inherited the value, and not the name. */
function lastExpressionOf({ module, sourceMap }: FileAnalysis, row: number): ExprId | undefined {
  const { nodes } = sourceMap;
  for (
    let at = nodes.lastIndexOf(row);
    at !== -1;
    at = at === 0 ? -1 : nodes.lastIndexOf(row, at - 1)
  ) {
    const expr = at as ExprId;
    if (exprOf(module, expr).kind !== 'missing') return expr;
  }
  return undefined;
}

/** The innermost node that an offset is in; at the border of two, the one that begins there. */
export function nodeAt(tree: Tree, offset: number): Node {
  const { start, end, after, size } = tree;
  let found = 0;
  for (let row = 1; row < size; ) {
    const isIn = (start[row] ?? 0) <= offset && offset < (end[row] ?? 0);
    if (isIn) found = row;
    row = isIn ? row + 1 : (after[row] ?? size);
    if (row >= (after[found] ?? size)) break;
  }
  return new Node(tree, found as NodeId);
}

/** The closest node from here outwards that fits. */
function around(node: Node, fits: (node: Node) => boolean): Node | undefined {
  let outer: Node | undefined = node;
  while (outer !== undefined && !fits(outer)) outer = outer.parent;
  return outer;
}
