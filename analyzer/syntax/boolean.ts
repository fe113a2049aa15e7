import type { Node } from '#parser/tree.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { unwrapped } from './precedence.ts';
import { isBuiltinAt, isGlobalAt } from './referents.ts';

/** Whether the value of an expression is a boolean whenever it has one. */
export function isBoolean(expression: Node, analysis: FileAnalysis): boolean {
  const node = unwrapped(expression);
  switch (node.kind) {
    case 'variable_expression':
      return isGlobalAt(analysis, node, 'true') || isGlobalAt(analysis, node, 'false');
    case 'unary_expression':
      return node.child('operator')?.text === '!';
    case 'binary_expression':
      return booleanOperators.has(node.child('operator')?.text ?? '');
    case 'has_attr_expression':
      return true;
    case 'apply_expression':
      return isAnswer(node, analysis);
    default:
      return false;
  }
}

const booleanOperators: ReadonlySet<string> = new Set([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '&&',
  '||',
  '->',
]);

/** A call of a builtin that answers with yes or no, with all of its arguments. */
function isAnswer(apply: Node, analysis: FileAnalysis): boolean {
  let callee: Node | undefined = apply;
  let count = 0;
  for (; callee?.kind === 'apply_expression'; count++) callee = callee.child('function');
  if (!callee) return false;
  const node = callee;
  return [...predicates].some(
    ([name, wanted]) => wanted === count && isBuiltinAt(analysis, node, name),
  );
}

/** Builtins whose results are booleans, by how many arguments they take. */
const predicates: ReadonlyMap<string, number> = new Map([
  ['all', 2],
  ['any', 2],
  ['elem', 2],
  ['hasAttr', 2],
  ['isAttrs', 1],
  ['isBool', 1],
  ['isFloat', 1],
  ['isFunction', 1],
  ['isInt', 1],
  ['isList', 1],
  ['isNull', 1],
  ['isPath', 1],
  ['isString', 1],
  ['lessThan', 2],
  ['pathExists', 1],
]);
