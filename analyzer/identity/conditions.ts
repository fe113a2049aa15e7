import type { IdentityOperator } from '../facts/identity.ts';
import { type Expr, type ExprId, exprOf } from '../syntax/module.ts';
import { type Identity, identityOf } from './identity.ts';
import { callOf, libraryFunction, literalOf, literalsOf, type Reading } from './names.ts';

/** A condition that holds for machines whose identity is, or begins with, or … one of the literals. */
export interface Condition {
  readonly form: 'comparison' | 'predicate' | 'membership';
  readonly operator: IdentityOperator;
  readonly identity: Identity;
  readonly literals: readonly string[];
  readonly negated: boolean;
  /** The literal, or the list of them. */
  readonly wanted: ExprId;
}

/** The condition on an identity that this very expression is, not counting what is inside of it. */
export function conditionAt(reading: Reading, id: ExprId): Condition | undefined {
  const expr = exprOf(reading.module, id);
  switch (expr.kind) {
    case 'binary':
      return comparison(reading, expr);
    case 'apply':
      return calledCondition(reading, id);
    default:
      return undefined;
  }
}

/** `identity == "name"`, either way round. The empty string asks whether there is a name at all. */
function comparison(
  reading: Reading,
  expr: Extract<Expr, { kind: 'binary' }>,
): Condition | undefined {
  if (expr.operator !== '==' && expr.operator !== '!=') return undefined;
  const sides = [
    [expr.left, expr.right],
    [expr.right, expr.left],
  ] as const;
  for (const [side, other] of sides) {
    const literal = literalOf(reading, other);
    const identity = literal ? identityOf(reading, side) : undefined;
    if (!identity || !literal) continue;
    return {
      form: 'comparison',
      operator: 'equal',
      identity,
      literals: [literal],
      negated: expr.operator === '!=',
      wanted: other,
    };
  }
  return undefined;
}

function calledCondition(reading: Reading, id: ExprId): Condition | undefined {
  const { callee, arguments: given } = callOf(reading.module, id);
  const [first, second] = given;
  if (first === undefined || second === undefined || given.length > 2) return undefined;
  const name = libraryFunction(reading, callee) ?? '';
  const operator = predicates.get(name);
  if (operator !== undefined) return predicate(reading, operator, [first, second]);
  if (name === 'elem') return membership(reading, identityOf(reading, first), second);
  if (name === 'any' || name === 'all')
    return memberSought(reading, { name, sought: first, list: second });
  return undefined;
}

const predicates: ReadonlyMap<string, IdentityOperator> = new Map([
  ['hasPrefix', 'prefix'],
  ['hasSuffix', 'suffix'],
  ['hasInfix', 'infix'],
  ['match', 'match'],
]);

/** `hasPrefix "build" identity`. The other way round, the literal would have to contain the name. */
function predicate(
  reading: Reading,
  operator: IdentityOperator,
  [wanted, subject]: readonly [ExprId, ExprId],
): Condition | undefined {
  const literal = literalOf(reading, wanted);
  const identity = literal ? identityOf(reading, subject) : undefined;
  if (!identity || !literal) return undefined;
  return { form: 'predicate', operator, identity, literals: [literal], negated: false, wanted };
}

function membership(
  reading: Reading,
  identity: Identity | undefined,
  list: ExprId,
): Condition | undefined {
  const literals = identity && literalsOf(reading, list);
  if (!identity || !literals || literals.length === 0) return undefined;
  return {
    form: 'membership',
    operator: 'equal',
    identity,
    literals,
    negated: false,
    wanted: list,
  };
}

/** `any (name: name == identity) [ … ]`, also with a predicate, and `all` with `!=`. */
function memberSought(
  reading: Reading,
  { name, sought, list }: { name: 'any' | 'all'; sought: ExprId; list: ExprId },
): Condition | undefined {
  const lambda = exprOf(reading.module, sought);
  if (lambda.kind !== 'lambda' || lambda.parameter === undefined) return undefined;
  const test = testOfMember(reading, sought, lambda.body);
  if (test === undefined || test.negated !== (name === 'all')) return undefined;
  const found = membership(reading, identityOf(reading, test.subject), list);
  return found && { ...found, operator: test.operator, negated: test.negated };
}

/** What the body of `member: …` compares with `member` itself, and how. */
function testOfMember(
  reading: Reading,
  lambda: ExprId,
  body: ExprId,
): { operator: IdentityOperator; subject: ExprId; negated: boolean } | undefined {
  const expr = exprOf(reading.module, body);
  if (expr.kind === 'binary' && (expr.operator === '==' || expr.operator === '!=')) {
    const negated = expr.operator === '!=';
    if (isParameter(reading, expr.left, lambda))
      return { operator: 'equal', subject: expr.right, negated };
    if (isParameter(reading, expr.right, lambda))
      return { operator: 'equal', subject: expr.left, negated };
    return undefined;
  }
  const { callee, arguments: given } = callOf(reading.module, body);
  const operator = predicates.get(libraryFunction(reading, callee) ?? '');
  const [wanted, subject] = given;
  if (operator === undefined || operator === 'match' || wanted === undefined) return undefined;
  if (subject === undefined || !isParameter(reading, wanted, lambda)) return undefined;
  return { operator, subject, negated: false };
}

function isParameter(reading: Reading, id: ExprId, lambda: ExprId): boolean {
  const referent = reading.scopes.referent(id);
  if (referent?.kind !== 'binder') return false;
  return referent.binder.owner === lambda && referent.binder.kind === 'parameter';
}

/** How often the condition is turned into its opposite by what is directly around it. */
export function isTurned(reading: Reading, condition: ExprId): boolean {
  let turned = false;
  let inner = condition;
  for (;;) {
    const parent = reading.scopes.parent(inner);
    const around = parent === undefined ? undefined : exprOf(reading.module, parent);
    if (parent === undefined || around === undefined) return turned;
    if (around.kind === 'binary' && isNullTest(reading, around))
      turned = turned !== (around.operator === '==');
    else if (around.kind === 'not') turned = !turned;
    else return turned;
    inner = parent;
  }
}

/** `match … == null` is how a match that failed is told. */
function isNullTest(
  reading: Reading,
  { operator, left, right }: Extract<Expr, { kind: 'binary' }>,
): boolean {
  if (operator !== '==' && operator !== '!=') return false;
  return [left, right].some((side) => {
    const expr = exprOf(reading.module, side);
    return expr.kind === 'variable' && expr.name === 'null';
  });
}
