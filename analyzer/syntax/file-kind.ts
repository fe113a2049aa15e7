import { Field, Kind } from '#parser/kinds.ts';
import type { NodeId, Tree } from '#parser/tree.ts';
import type { FilePath } from '../diagnostic.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { oncePer } from '../once-per.ts';
import { exprsOfKind } from './exprs-of-kind.ts';
import { childIn, childrenIn, textOf } from './lowering.ts';
import {
  type Binding,
  type Expr,
  type ExprId,
  exprOf,
  literalText,
  type Module,
} from './module.ts';
import { areSettings } from './option-names.ts';

/**
 * What a Nix file is for, by its name and the shape of its text:
 *
 * - `flake`: a `flake.nix` with outputs
 * - `module`: options and settings for the module system
 * - `package`: a function that `callPackage` gives what its pattern names
 * - `overlay`: a function of two package sets that gives a third
 * - `data`: values without a function
 * - `library`: everything else
 */
export type FileKind = 'flake' | 'module' | 'package' | 'overlay' | 'data' | 'library';

/** The kind of a Nix file. Where the shape fits several, the one that asks for more care. */
export function fileKind(file: FilePath, { module }: FileAnalysis): FileKind {
  const isFlake = /(^|\/)flake\.nix$/.test(file) && hasOutputs(module);
  return isFlake ? 'flake' : otherKind(module).kind;
}

/** The same as to ask `fileKind` for either, without the module of a file that shows it at once. */
export function isModuleOrFlake(file: FilePath, analysis: FileAnalysis): boolean {
  if (isSetOfConfig(analysis.tree)) return true;
  const kind = fileKind(file, analysis);
  return kind === 'module' || kind === 'flake';
}

/** Whether a text is `{ config, ... }: { }`, or has in place of the set what modules wrap sets into. */
function isSetOfConfig(tree: Tree): boolean {
  const { kind } = tree;
  const lambda = inner(tree, childIn(tree, 0, Field.expression));
  const formals = kind[lambda] === Kind.function_expression && childIn(tree, lambda, Field.formals);
  if (!formals || childIn(tree, formals, Field.ellipses) === 0) return false;
  const hasConfig = childrenIn(tree, formals, Field.formal).some(
    (formal) => textOf(tree, childIn(tree, formal, Field.name)) === 'config',
  );
  if (!hasConfig) return false;
  let body = inner(tree, childIn(tree, lambda, Field.body));
  while (wrapsValue.has(kind[body] ?? 0)) body = inner(tree, childIn(tree, body, Field.body));
  return setLike.has(kind[body] ?? 0);
}

/** What is in the parentheses around a row. */
function inner(tree: Tree, row: NodeId): NodeId {
  let at = row;
  while (tree.kind[at] === Kind.parenthesized_expression) at = childIn(tree, at, Field.expression);
  return at;
}

const wrapsValue: ReadonlySet<number> = new Set([
  Kind.let_expression,
  Kind.with_expression,
  Kind.assert_expression,
]);

const setLike: ReadonlySet<number> = new Set([
  Kind.attrset_expression,
  Kind.rec_attrset_expression,
  Kind.apply_expression,
  Kind.binary_expression,
]);

function hasOutputs(module: Module): boolean {
  return namesOf(module, exprOf(module, module.root)).has('outputs');
}

const otherKind = oncePer((module: Module) => ({ kind: kindByShape(module) }));

function kindByShape(module: Module): FileKind {
  const root = exprOf(module, module.root);
  if (root.kind === 'lambda') return kindOfFunction(module, root);
  const value = innermost(module, root);
  if (holdsSettings(module, value)) return 'module';
  const isData = exprsOfKind(module, 'lambda').length === 0;
  return isData && (value.kind === 'attrs' || value.kind === 'list') ? 'data' : 'library';
}

type Lambda = Extract<Expr, { kind: 'lambda' }>;

function kindOfFunction(module: Module, lambda: Lambda): FileKind {
  const body = innermost(module, exprOf(module, lambda.body));
  if (lambda.formals === undefined) {
    if (holdsSettings(module, body)) return 'module';
    const isOverlay = body.kind === 'lambda' && body.formals === undefined;
    const isNamed = overlayNames.has(parameterName(module, lambda) ?? '');
    return isOverlay && isNamed ? 'overlay' : 'library';
  }
  const names = new Set(lambda.formals.formals.map(({ name }) => literalText(module, name)));
  if (holdsSettings(module, body)) return 'module';
  if (lambda.formals.ellipsis && names.has('config') && isSetLike(body)) return 'module';
  return makesPackage(module, body) ? 'package' : 'library';
}

const overlayNames: ReadonlySet<string> = new Set(['final', '_final', 'self', '_self', '_']);

/** The value of a text below its `let`, `with` and `assert`. */
function innermost(module: Module, expr: Expr): Expr {
  let inner = expr;
  while (inner.kind === 'let' || inner.kind === 'with' || inner.kind === 'assert')
    inner = exprOf(module, inner.body);
  return inner;
}

/** A set, or what modules wrap sets into: `lib.mkIf … { }`, `mkMerge [ ]`, `a // b`. */
function isSetLike({ kind }: Expr): boolean {
  return kind === 'attrs' || kind === 'apply' || kind === 'binary';
}

/** Whether a value is what a module gives, whatever stands around its sets. */
function holdsSettings(module: Module, expr: Expr): boolean {
  return setsIn(module, expr).some((set) => {
    const names = namesOf(module, set);
    return isModuleSet(names) || areSettings(names) || enables(module, set, 5);
  });
}

function isModuleSet(names: ReadonlySet<string>): boolean {
  return ['imports', 'options', 'config', 'disabledModules'].some((name) => names.has(name));
}

/** Whether a set turns something on: `a.b.enable = true`. */
function enables(module: Module, set: Expr, depth: number): boolean {
  if (set.kind !== 'attrs' || depth === 0) return false;
  return set.bindings.some(({ name, value }) => {
    const inner = exprOf(module, value);
    const isSwitch = inner.kind === 'variable' && /^(true|false)$/.test(inner.name);
    return (
      (isSwitch && literalText(module, name) === 'enable') || enables(module, inner, depth - 1)
    );
  });
}

/** The sets that a value is made of: `mkIf … { }`, `mkMerge [ { } ]`, `{ } // { }`. */
function setsIn(module: Module, expr: Expr): readonly Expr[] {
  const within = (ids: readonly ExprId[]): readonly Expr[] =>
    ids.flatMap((id) => setsIn(module, innermost(module, exprOf(module, id))));
  switch (expr.kind) {
    case 'attrs':
      return [expr];
    case 'list':
      return within(expr.items);
    case 'binary':
      return expr.operator === '//' ? within([expr.left, expr.right]) : [];
    case 'apply':
      return /^(mk(If|Merge)|optionalAttrs)$/.test(calledName(module, expr))
        ? within([expr.argument])
        : [];
    default:
      return [];
  }
}

function makesPackage(module: Module, expr: Expr): boolean {
  const name = calledName(module, expr);
  return expr.kind === 'apply' && /^(mk(Derivation|Shell)|build[A-Z]|write|runCommand)/.test(name);
}

function calledName(module: Module, expr: Expr): string {
  let callee = expr;
  while (callee.kind === 'apply') callee = exprOf(module, callee.function);
  return callee.kind === 'variable' ? callee.name : lastName(module, callee);
}

function lastName(module: Module, expr: Expr): string {
  const last = expr.kind === 'select' ? expr.path.at(-1) : undefined;
  return last === undefined ? '' : (literalText(module, last) ?? '');
}

function parameterName(module: Module, { parameter }: Lambda): string | undefined {
  return parameter === undefined ? undefined : literalText(module, parameter);
}

function namesOf(module: Module, expr: Expr): ReadonlySet<string> {
  const bindings: readonly Binding[] = expr.kind === 'attrs' ? expr.bindings : [];
  return new Set(bindings.flatMap(({ name }) => literalText(module, name) ?? []));
}
