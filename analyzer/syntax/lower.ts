import { Field, Kind } from '#parser/kinds.ts';
import type { NodeId, Tree } from '#parser/tree.ts';
import { addBindings, bindingsOf, emptySet, materialize } from './lower-bindings.ts';
import {
  addExpr,
  attributePath,
  childIn,
  childrenIn,
  type Lowering,
  lowerField,
  lowerName,
  textOf,
} from './lowering.ts';
import type {
  BinaryOperator,
  Expr,
  ExprId,
  Formals,
  Module,
  PathRoot,
  SourceMap,
  StringPart,
} from './module.ts';
import { missingExpr, stringExpr, variableExpr } from './shared-exprs.ts';
import { sharedSlice, sharedText } from './shared-text.ts';
import { plainContent, stringContent } from './string-content.ts';

/** Deeper nesting than this lowers to `missing`, so that no text can exhaust the stack. */
const deepest = 1000;

/**
 * The meaning of a Nix tree and the way back to its rows.
 *
 * Total: what is broken, or nested more than a thousand levels deep, becomes
 * `missing`, and the rest of the file keeps its meaning.
 */
export function lower(tree: Tree): {
  readonly module: Module;
  readonly sourceMap: SourceMap;
} {
  const lowering: Lowering = {
    tree,
    exprs: [],
    nodes: [],
    repeated: [],
    depth: 0,
    lowerExpression,
  };
  const root = lowerField(lowering, 0 as NodeId, Field.expression);
  return {
    module: { exprs: lowering.exprs, root },
    sourceMap: { nodes: Uint32Array.from(lowering.nodes), repeated: lowering.repeated },
  };
}

function lowerExpression(lowering: Lowering, node: NodeId): ExprId {
  if (lowering.depth >= deepest) return addExpr(lowering, node, missingExpr);
  lowering.depth++;
  const id = lowerNode(lowering, node);
  lowering.depth--;
  return id;
}

function lowerNode(lowering: Lowering, node: NodeId): ExprId {
  const { tree } = lowering;
  switch (tree.kind[node]) {
    case Kind.parenthesized_expression:
      return lowerField(lowering, node, Field.expression);
    case Kind.attrset_expression:
    case Kind.rec_attrset_expression:
      return lowerSet(lowering, node);
    case Kind.let_attrset_expression:
      return lowerOldLet(lowering, node);
    case Kind.let_expression:
      return lowerLet(lowering, node);
    case Kind.function_expression:
      return lowerFunction(lowering, node);
    case Kind.select_expression:
      return lowerSelect(lowering, node);
    case Kind.string_expression:
    case Kind.indented_string_expression:
      return addExpr(lowering, node, lowerString(lowering, node));
    default:
      return addExpr(lowering, node, lowerPlain(lowering, node));
  }
}

/** The kinds whose expression has the node itself as its place. */
function lowerPlain(lowering: Lowering, node: NodeId): Expr {
  return lowerLeaf(lowering, node) ?? lowerCompound(lowering, node) ?? missingExpr;
}

function lowerLeaf(lowering: Lowering, node: NodeId): Expr | undefined {
  const { tree } = lowering;
  switch (tree.kind[node]) {
    case Kind.variable_expression:
    case Kind.identifier:
      return variableExpr(textOf(tree, node));
    case Kind.integer_expression:
      return { kind: 'integer', digits: textOf(tree, node) };
    case Kind.float_expression:
      return { kind: 'float', value: Number(textOf(tree, node)) };
    case Kind.uri_expression:
      return stringExpr(textOf(tree, node));
    case Kind.spath_expression:
      return { kind: 'search-path', name: textOf(tree, node).slice(1, -1) };
    case Kind.path_expression:
    case Kind.hpath_expression:
      return { kind: 'path', root: pathRoot(tree, node), parts: pathParts(lowering, node) };
    default:
      return undefined;
  }
}

function lowerCompound(lowering: Lowering, node: NodeId): Expr | undefined {
  const { tree } = lowering;
  const at = (field: number): ExprId => lowerField(lowering, node, field);
  switch (tree.kind[node]) {
    case Kind.apply_expression:
      return { kind: 'apply', function: at(Field.function), argument: at(Field.argument) };
    case Kind.with_expression:
      return { kind: 'with', scope: at(Field.environment), body: at(Field.body) };
    case Kind.assert_expression:
      return { kind: 'assert', condition: at(Field.condition), body: at(Field.body) };
    case Kind.if_expression:
      return {
        kind: 'if',
        condition: at(Field.condition),
        consequence: at(Field.consequence),
        alternative: at(Field.alternative),
      };
    case Kind.binary_expression:
      return lowerBinary(lowering, node);
    case Kind.unary_expression:
      return {
        kind: operatorOf(tree, node) === '!' ? 'not' : 'negate',
        argument: at(Field.argument),
      };
    case Kind.has_attr_expression: {
      const path = attributePath(lowering, childIn(tree, node, Field.attrpath));
      return { kind: 'has-attribute', from: at(Field.expression), path };
    }
    case Kind.list_expression: {
      const items = childrenIn(tree, node, Field.element);
      return { kind: 'list', items: items.map((item) => lowerExpression(lowering, item)) };
    }
    default:
      return undefined;
  }
}

const binaryOperators: ReadonlySet<string> = new Set<BinaryOperator>([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '&&',
  '||',
  '->',
  '+',
  '-',
  '*',
  '/',
  '//',
  '++',
  '|>',
  '<|',
]);

function isBinaryOperator(text: string): text is BinaryOperator {
  return binaryOperators.has(text);
}

/** A pipe is the application it stands for. */
function lowerBinary(lowering: Lowering, node: NodeId): Expr {
  const operator = operatorOf(lowering.tree, node);
  const left = lowerField(lowering, node, Field.left);
  const right = lowerField(lowering, node, Field.right);
  if (operator === '|>') return { kind: 'apply', function: right, argument: left };
  if (operator === '<|') return { kind: 'apply', function: left, argument: right };
  return isBinaryOperator(operator) ? { kind: 'binary', operator, left, right } : missingExpr;
}

function operatorOf(tree: Tree, node: NodeId): string {
  return textOf(tree, childIn(tree, node, Field.operator));
}

function lowerSet(lowering: Lowering, node: NodeId): ExprId {
  const set = emptySet(node, lowering.tree.kind[node] === Kind.rec_attrset_expression);
  addBindings(lowering, set, node);
  return materialize(lowering, set);
}

function lowerLet(lowering: Lowering, node: NodeId): ExprId {
  const set = emptySet(node, true);
  addBindings(lowering, set, node);
  const bindings = bindingsOf(lowering, set);
  return addExpr(lowering, node, {
    kind: 'let',
    bindings,
    body: lowerField(lowering, node, Field.body),
  });
}

/** `let { …; body = …; }` is the attribute `body` of the recursive set. */
function lowerOldLet(lowering: Lowering, node: NodeId): ExprId {
  const set = emptySet(node, true);
  addBindings(lowering, set, node);
  const from = materialize(lowering, set);
  const name = addExpr(lowering, node, stringExpr('body'));
  return addExpr(lowering, node, {
    kind: 'select',
    from,
    path: [name],
    otherwise: undefined,
  });
}

function lowerSelect(lowering: Lowering, node: NodeId): ExprId {
  const { tree } = lowering;
  const from = lowerField(lowering, node, Field.expression);
  const path = attributePath(lowering, childIn(tree, node, Field.attrpath));
  const otherwise =
    childIn(tree, node, Field.default) === 0
      ? undefined
      : lowerField(lowering, node, Field.default);
  return addExpr(lowering, node, { kind: 'select', from, path, otherwise });
}

function lowerFunction(lowering: Lowering, node: NodeId): ExprId {
  const { tree } = lowering;
  const universal = childIn(tree, node, Field.universal);
  const formalsNode = childIn(tree, node, Field.formals);
  const parameter = universal === 0 ? undefined : lowerName(lowering, universal);
  const formals = formalsNode === 0 ? undefined : lowerFormals(lowering, formalsNode);
  return addExpr(lowering, node, {
    kind: 'lambda',
    parameter,
    formals,
    body: lowerField(lowering, node, Field.body),
  });
}

function lowerFormals(lowering: Lowering, node: NodeId): Formals {
  const { tree } = lowering;
  const formals = childrenIn(tree, node, Field.formal).map((formal) => ({
    name: lowerName(lowering, childIn(tree, formal, Field.name) || formal),
    default:
      childIn(tree, formal, Field.default) === 0
        ? undefined
        : lowerField(lowering, formal, Field.default),
  }));
  return { formals, ellipsis: childIn(tree, node, Field.ellipses) !== 0 };
}

function lowerString(lowering: Lowering, node: NodeId): Expr {
  const plain = plainContent(lowering.tree, node);
  if (plain) return stringExpr(sharedSlice(lowering.tree.text, plain.start, plain.end));
  const parts = stringContent(lowering.tree, node).map((part) =>
    part.kind === 'text'
      ? sharedText(part.text)
      : lowerField(lowering, part.node, Field.expression),
  );
  return { kind: 'string', parts };
}

function pathRoot(tree: Tree, node: NodeId): PathRoot {
  const first = tree.text[tree.start[node] ?? 0];
  if (first === '/') return 'absolute';
  return first === '~' ? 'home' : 'relative';
}

function pathParts(lowering: Lowering, node: NodeId): StringPart[] {
  const { tree } = lowering;
  const parts: StringPart[] = [];
  const after = tree.after[node] ?? 0;
  let offset = tree.start[node] ?? 0;
  for (let child = node + 1; child < after; child = tree.after[child] ?? after) {
    if (tree.kind[child] !== Kind.interpolation) continue;
    parts.push(
      tree.text.slice(offset, tree.start[child]),
      lowerField(lowering, child, Field.expression),
    );
    offset = tree.end[child] ?? offset;
  }
  parts.push(tree.text.slice(offset, tree.end[node]));
  return parts.filter((part) => part !== '');
}
