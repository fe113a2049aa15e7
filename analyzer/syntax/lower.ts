import { Field, Kind, kindNames } from '#parser/kinds.ts';
import type { NodeId, Tree } from '#parser/tree.ts';
import { addBindings, bindingsOf, emptySet, materialize } from './lower-bindings.ts';
import { lowerPath } from './lower-path.ts';
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
import type { BinaryOperator, Expr, ExprId, Formals, Module, SourceMap } from './module.ts';
import { missingExpr, stringExpr, variableExpr } from './shared-exprs.ts';
import { sharedText } from './shared-text.ts';
import { plainText, stringContent } from './string-content.ts';

/** Deeper nesting than this lowers to `missing`, so that no text can exhaust the stack. */
const deepest = 1000;

/** The meaning of a tree, and the way back to its rows. */
export interface Lowered {
  readonly module: Module;
  readonly sourceMap: SourceMap;
}

/**
 * The meaning of a Nix tree and the way back to its rows.
 *
 * Total: what is broken, or nested more than a thousand levels deep, becomes
 * `missing`, and the rest of the file keeps its meaning. Of two bindings of one
 * name, which Nix does not make one set of, the first is kept.
 */
export function lower(tree: Tree): Lowered {
  return lowered(tree, 'dropped');
}

/**
 * The same with everything that bindings of one name say. Nix refuses it, so it has no
 * value; but what stands in it has a meaning for whoever is just writing it.
 */
export function lowerEverything(tree: Tree): Lowered {
  return lowered(tree, 'kept');
}

function lowered(tree: Tree, second: Lowering['second']): Lowered {
  const lowering: Lowering = {
    tree,
    exprs: [],
    nodes: [],
    repeated: [],
    second,
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
  const lowerKind = lowerings[lowering.tree.kind[node] ?? 0];
  return lowerKind ? lowerKind(lowering, node) : addExpr(lowering, node, missingExpr);
}

type LowerKind = (lowering: Lowering, node: NodeId) => ExprId;

/** By kind: most trees are lowered once, before anything that would have to search is compiled. */
const lowerings: (LowerKind | undefined)[] = kindNames.map(() => undefined);
lowerings[Kind.parenthesized_expression] = (lowering, node) =>
  lowerField(lowering, node, Field.expression);
lowerings[Kind.attrset_expression] = lowerSet;
lowerings[Kind.rec_attrset_expression] = lowerSet;
lowerings[Kind.let_attrset_expression] = lowerOldLet;
lowerings[Kind.let_expression] = lowerLet;
lowerings[Kind.function_expression] = lowerFunction;
lowerings[Kind.select_expression] = lowerSelect;
lowerings[Kind.string_expression] = lowerString;
lowerings[Kind.indented_string_expression] = lowerString;
lowerings[Kind.variable_expression] = lowerVariable;
lowerings[Kind.identifier] = lowerVariable;
lowerings[Kind.integer_expression] = (lowering, node) =>
  addExpr(lowering, node, { kind: 'integer', digits: textOf(lowering.tree, node) });
lowerings[Kind.float_expression] = (lowering, node) =>
  addExpr(lowering, node, { kind: 'float', value: Number(textOf(lowering.tree, node)) });
lowerings[Kind.uri_expression] = (lowering, node) =>
  addExpr(lowering, node, stringExpr(textOf(lowering.tree, node)));
lowerings[Kind.spath_expression] = (lowering, node) =>
  addExpr(lowering, node, {
    kind: 'search-path',
    name: textOf(lowering.tree, node).slice(1, -1),
  });
lowerings[Kind.path_expression] = lowerPath;
lowerings[Kind.hpath_expression] = lowerPath;
lowerings[Kind.apply_expression] = (lowering, node) => {
  const callee = lowerField(lowering, node, Field.function);
  const argument = lowerField(lowering, node, Field.argument);
  return addExpr(lowering, node, { kind: 'apply', function: callee, argument });
};
lowerings[Kind.with_expression] = (lowering, node) => {
  const scope = lowerField(lowering, node, Field.environment);
  const body = lowerField(lowering, node, Field.body);
  return addExpr(lowering, node, { kind: 'with', scope, body });
};
lowerings[Kind.assert_expression] = (lowering, node) => {
  const condition = lowerField(lowering, node, Field.condition);
  const body = lowerField(lowering, node, Field.body);
  return addExpr(lowering, node, { kind: 'assert', condition, body });
};
lowerings[Kind.if_expression] = (lowering, node) => {
  const condition = lowerField(lowering, node, Field.condition);
  const consequence = lowerField(lowering, node, Field.consequence);
  const alternative = lowerField(lowering, node, Field.alternative);
  return addExpr(lowering, node, { kind: 'if', condition, consequence, alternative });
};
lowerings[Kind.binary_expression] = (lowering, node) =>
  addExpr(lowering, node, lowerBinary(lowering, node));
lowerings[Kind.unary_expression] = (lowering, node) => {
  const kind = operatorOf(lowering.tree, node) === '!' ? 'not' : 'negate';
  const argument = lowerField(lowering, node, Field.argument);
  return addExpr(lowering, node, { kind, argument });
};
lowerings[Kind.has_attr_expression] = (lowering, node) => {
  const path = attributePath(lowering, childIn(lowering.tree, node, Field.attrpath));
  const from = lowerField(lowering, node, Field.expression);
  return addExpr(lowering, node, { kind: 'has-attribute', from, path });
};
lowerings[Kind.list_expression] = (lowering, node) => {
  const items = childrenIn(lowering.tree, node, Field.element).map((item) =>
    lowerExpression(lowering, item),
  );
  return addExpr(lowering, node, { kind: 'list', items });
};

function lowerVariable(lowering: Lowering, node: NodeId): ExprId {
  return addExpr(lowering, node, variableExpr(textOf(lowering.tree, node)));
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

function lowerString(lowering: Lowering, node: NodeId): ExprId {
  const { tree } = lowering;
  const plain = plainText(tree, node);
  if (plain !== undefined) return addExpr(lowering, node, stringExpr(plain));
  const parts = stringContent(tree, node).map((part) =>
    part.kind === 'text'
      ? sharedText(part.text)
      : lowerField(lowering, part.node, Field.expression),
  );
  return addExpr(lowering, node, { kind: 'string', parts });
}
