import { type Expr, type ExprId, exprOf } from '../syntax/module.ts';
import { boundAs, callAround, callOf, isBound, libraryFunction, type Reading } from './names.ts';

/** More names than this are not followed. */
const mostNames = 100;

/**
 * Whether something that is not looked at here decides if anything reads what an
 * expression gives: a condition, another definition, or who calls a function.
 */
export function isPerhapsRead(
  reading: Reading,
  id: ExprId,
  named: Set<ExprId> = new Set(),
): boolean {
  let inner = id;
  for (;;) {
    const parent = reading.scopes.parent(inner);
    if (parent === undefined) return false;
    const around = exprOf(reading.module, parent);
    if (around.kind === 'let' && around.body !== inner)
      return usesArePerhapsRead(reading, inner, named);
    if (decides(reading, around, inner)) return true;
    inner = parent;
  }
}

/** What has a name is read where the name is; each name is followed once. */
function usesArePerhapsRead(reading: Reading, value: ExprId, named: Set<ExprId>): boolean {
  if (named.has(value) || named.size === mostNames) return true;
  named.add(value);
  const binder = reading.scopes.binders.find((each) => isBound(each) && each.value === value);
  const uses = binder === undefined ? [] : reading.scopes.uses(binder);
  return uses.every((use) => isPerhapsRead(reading, use, named));
}

/** Whether the expression around another decides if that is read. */
function decides(reading: Reading, around: Expr, inner: ExprId): boolean {
  switch (around.kind) {
    case 'if':
      return around.condition !== inner;
    case 'binary':
      return lazy.has(around.operator) && around.right === inner;
    case 'select':
      return around.otherwise === inner;
    case 'lambda':
      return around.body !== inner || around.formals === undefined;
    case 'apply':
      return around.argument === inner && decidesInCall(reading, inner);
    case 'attrs':
      return isOfOption(reading, inner);
    default:
      return false;
  }
}

const lazy: ReadonlySet<string> = new Set(['&&', '||', '->', '|>', '<|']);

const conditional = new Set(['mkIf', 'optional', 'optionalAttrs', 'optionalString', 'optionals']);

/** Functions whose result counts where nobody defines anything else. */
const giveWay = new Set(['mkDefault', 'mkOptionDefault', 'mkOverride']);

function decidesInCall(reading: Reading, argument: ExprId): boolean {
  const call = callAround(reading, argument);
  if (call === undefined) return false;
  const { callee, arguments: given } = callOf(reading.module, call);
  const name = libraryFunction(reading, callee) ?? '';
  return giveWay.has(name) || (conditional.has(name) && given[0] !== argument);
}

/** What a declaration says of an option, such as its default, counts where nobody defines it. */
function isOfOption(reading: Reading, value: ExprId): boolean {
  if (!/^(default|defaultText|example)$/.test(boundAs(reading, value) ?? '')) return false;
  const set = reading.scopes.parent(value);
  const call = set === undefined ? undefined : callAround(reading, set);
  if (call === undefined) return false;
  return libraryFunction(reading, callOf(reading.module, call).callee) === 'mkOption';
}
