import type { Node } from '#parser/tree.ts';

/**
 * How tightly expressions hold together, weakest first, as in the grammar of Nix.
 * `open` ones (functions, `let`, `if`, `with`, `assert`) reach as far as they can;
 * `simple` ones have an end of their own.
 */
export const Strength = Object.freeze({
  open: 0,
  pipe: 1,
  implication: 2,
  or: 3,
  and: 4,
  equality: 5,
  comparison: 6,
  update: 7,
  not: 8,
  sum: 9,
  product: 10,
  concatenation: 11,
  hasAttribute: 12,
  negation: 13,
  application: 14,
  selection: 15,
  simple: 16,
} as const);

interface Operator {
  readonly strength: number;
  /** Which operand may be another of the same strength. */
  readonly groups: 'left' | 'right' | 'neither';
}

const operators: ReadonlyMap<string, Operator> = new Map([
  ['|>', { strength: Strength.pipe, groups: 'neither' }],
  ['<|', { strength: Strength.pipe, groups: 'neither' }],
  ['->', { strength: Strength.implication, groups: 'right' }],
  ['||', { strength: Strength.or, groups: 'left' }],
  ['&&', { strength: Strength.and, groups: 'left' }],
  ['==', { strength: Strength.equality, groups: 'neither' }],
  ['!=', { strength: Strength.equality, groups: 'neither' }],
  ['<', { strength: Strength.comparison, groups: 'neither' }],
  ['<=', { strength: Strength.comparison, groups: 'neither' }],
  ['>', { strength: Strength.comparison, groups: 'neither' }],
  ['>=', { strength: Strength.comparison, groups: 'neither' }],
  ['//', { strength: Strength.update, groups: 'right' }],
  ['+', { strength: Strength.sum, groups: 'left' }],
  ['-', { strength: Strength.sum, groups: 'left' }],
  ['*', { strength: Strength.product, groups: 'left' }],
  ['/', { strength: Strength.product, groups: 'left' }],
  ['++', { strength: Strength.concatenation, groups: 'right' }],
]);

/** How tightly an operator between two operands holds them together. */
function operatorStrength(operator: string): number {
  return operators.get(operator)?.strength ?? Strength.open;
}

/** How tightly an expression holds together. What is broken counts as open. */
export function strengthOf(expression: Node): number {
  switch (expression.kind) {
    case 'binary_expression':
      return operatorStrength(expression.child('operator')?.text ?? '');
    case 'unary_expression':
      return unaryStrength(expression);
    case 'has_attr_expression':
      return Strength.hasAttribute;
    case 'apply_expression':
      return Strength.application;
    case 'select_expression':
      return Strength.selection;
    default:
      return simple.has(expression.kind) ? Strength.simple : Strength.open;
  }
}

const simple: ReadonlySet<string> = new Set([
  'variable_expression',
  'integer_expression',
  'float_expression',
  'string_expression',
  'indented_string_expression',
  'path_expression',
  'hpath_expression',
  'spath_expression',
  'uri_expression',
  'parenthesized_expression',
  'attrset_expression',
  'rec_attrset_expression',
  'let_attrset_expression',
  'list_expression',
]);

function unaryStrength(expression: Node): number {
  const isNot = expression.child('operator')?.text === '!';
  return isNot ? Strength.not : Strength.negation;
}

/**
 * How tightly an expression must at least hold together to stand where this one
 * does without parentheses. Strict: a weaker prefix behind an operator would be
 * read, but it would take in what follows.
 */
export function strengthNeeded(place: Node): number {
  const { parent, field } = place;
  switch (parent?.kind) {
    case 'list_expression':
      return Strength.selection;
    case 'select_expression':
      return field === 'expression' ? Strength.simple : Strength.selection;
    case 'apply_expression':
      return field === 'function' ? Strength.application : Strength.selection;
    case 'has_attr_expression':
      return Strength.negation;
    case 'unary_expression':
      return unaryStrength(parent);
    case 'binary_expression':
      return neededAsOperand(parent, field);
    default:
      return Strength.open;
  }
}

function neededAsOperand(binary: Node, field: Node['field']): number {
  const operator = operators.get(binary.child('operator')?.text ?? '');
  if (!operator) return Strength.simple;
  return operator.groups === field ? operator.strength : operator.strength + 1;
}

/** Whether an expression can stand in the place of another without parentheses and mean the same. */
export function fits(expression: Node, place: Node): boolean {
  return strengthOf(expression) >= strengthNeeded(place);
}

/** The expression without the parentheses around it. */
export function unwrapped(expression: Node): Node {
  let inner = expression;
  while (inner.kind === 'parenthesized_expression') {
    const next = inner.child('expression');
    if (!next) break;
    inner = next;
  }
  return inner;
}
