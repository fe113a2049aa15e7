import { type ExprId, exprOf, type Module } from '#analyzer/syntax/module.ts';
import { calleeName } from './callee.ts';

/** Functions of `lib` that give what they are given last, or something with its attributes. */
const givesFirst: ReadonlySet<string> = new Set([
  'mkDefault',
  'mkForce',
  'mkBefore',
  'mkAfter',
  'recurseIntoAttrs',
  'makeOverridable',
]);
const givesSecond: ReadonlySet<string> = new Set([
  'mkIf',
  'mkOverride',
  'mkOrder',
  'optionalAttrs',
]);
const givesFixpoint: ReadonlySet<string> = new Set(['fix', 'makeExtensible']);

/** Whether a function gives its argument, or something with the same attributes. */
export function givesArgument(module: Module, callee: ExprId): boolean {
  const expr = exprOf(module, callee);
  if (expr.kind === 'apply') return givesSecond.has(calleeName(module, expr.function) ?? '');
  return givesFirst.has(calleeName(module, callee) ?? '');
}

/** Whether a function calls its argument with what that gives. */
export function givesFixpointOf(module: Module, callee: ExprId): boolean {
  return givesFixpoint.has(calleeName(module, callee) ?? '');
}

/** Whether the attributes of an argument are among those of the result. */
export function passesOn(module: Module, callee: ExprId): boolean {
  if (givesArgument(module, callee) || givesFixpointOf(module, callee)) return true;
  const expr = exprOf(module, callee);
  const update = expr.kind === 'apply' ? expr.function : callee;
  return calleeName(module, update) === 'recursiveUpdate';
}
