import type { FilePath } from '../diagnostic.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { exprsOfKind } from './exprs-of-kind.ts';
import { type Binding, type Expr, exprOf, literalText, type Module } from './module.ts';

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
  const root = exprOf(module, module.root);
  if (/(^|\/)flake\.nix$/.test(file) && namesOf(module, root).has('outputs')) return 'flake';
  if (root.kind === 'lambda') return kindOfFunction(module, root);
  const value = innermost(module, root);
  if (isModuleSet(module, value)) return 'module';
  const isData = exprsOfKind(module, 'lambda').length === 0;
  return isData && (value.kind === 'attrs' || value.kind === 'list') ? 'data' : 'library';
}

type Lambda = Extract<Expr, { kind: 'lambda' }>;

function kindOfFunction(module: Module, lambda: Lambda): FileKind {
  const body = innermost(module, exprOf(module, lambda.body));
  if (lambda.formals === undefined) {
    const isOverlay = body.kind === 'lambda' && body.formals === undefined;
    const isNamed = overlayNames.has(parameterName(module, lambda) ?? '');
    return isOverlay && isNamed ? 'overlay' : 'library';
  }
  const names = new Set(lambda.formals.formals.map(({ name }) => literalText(module, name)));
  if (isModuleSet(module, body)) return 'module';
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

function isModuleSet(module: Module, expr: Expr): boolean {
  const names = namesOf(module, expr);
  return ['imports', 'options', 'config', 'disabledModules'].some((name) => names.has(name));
}

function makesPackage(module: Module, expr: Expr): boolean {
  let callee = expr;
  while (callee.kind === 'apply') callee = exprOf(module, callee.function);
  const name = callee.kind === 'variable' ? callee.name : lastName(module, callee);
  return expr.kind === 'apply' && /^(mk(Derivation|Shell)|build[A-Z]|write|runCommand)/.test(name);
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
