import { type Expr, type ExprId, exprOf, literalText, type Module } from '../syntax/module.ts';

/** Inputs that are known to find files of the repository by themselves, or may have been made to. */
const looking =
  /^(autowire|blueprint|clan(-core)?|denix|digga|flakelight|hive|nilla|nixos-unified|omnibus|paisano|snowfall(-lib)?|std)$/;

/** Inputs that are given everything and read nothing but what they are told to. */
const quiet =
  /^(actions-nix|agenix-rekey|colmena|darwin|den|deploy-rs|devenv|devshell|disko|easy-hosts|ez-configs|files|flake-file|flake-parts|flake-parts-lib|flake-root|flake-utils(-plus)?|git-hooks(-nix)?|hercules-ci-effects|home-manager|just-flake|lib|lite-config|make-shell|mission-control|nix-darwin|nix-topology|nix-unit|nixpkgs.*|pkgs-by-name-for-flake-parts|pre-commit-hooks(-nix)?|process-compose-flake|systems|treefmt(-nix)?|unify|utils)$/;

/** What code calls other things than inputs. */
const notAnInput = /^(builtins|config|final|pkgs|prev|self|super)$/;

/**
 * Whether a module hands the whole flake to an input of which it is not known
 * that it reads only what it is told to.
 */
export function looksAround(module: Module): boolean {
  return module.exprs.some((expr) => {
    if (expr.kind === 'apply') return isGivenFlake(module, expr);
    if (expr.kind === 'variable') return looking.test(expr.name);
    if (expr.kind !== 'select') return false;
    const names = namesOf(module, expr);
    const input = inputOf(names);
    if (input === undefined) return false;
    const isModule = names.some((name) => /^flakeModules?$/.test(name));
    return looking.test(input) || (isModule && !quiet.test(input));
  });
}

/** `inputs.x.f { inherit inputs; }`, or `x.f inputs` where `x` is an argument of `outputs`. */
function isGivenFlake(module: Module, { function: callee, argument }: Expr & { kind: 'apply' }) {
  if (!isFlake(module, argument)) return false;
  let fn = exprOf(module, callee);
  while (fn.kind === 'apply') fn = exprOf(module, fn.function);
  const input = inputOf(namesOf(module, fn));
  return input !== undefined && !quiet.test(input) && !notAnInput.test(input);
}

function isFlake(module: Module, id: ExprId): boolean {
  const expr = exprOf(module, id);
  if (expr.kind === 'variable') return /^(inputs|self)$/.test(expr.name);
  if (expr.kind !== 'attrs') return false;
  return expr.bindings.some(({ name }) => /^(inputs|self)$/.test(literalText(module, name) ?? ''));
}

/** `x` of `inputs.x`, of `self.inputs.x` and of `x.lib`. */
function inputOf(names: readonly string[]): string | undefined {
  const at = names.indexOf('inputs');
  if (at !== -1) return names[at + 1];
  return names.length > 1 ? names[0] : undefined;
}

function namesOf(module: Module, expr: Expr): readonly string[] {
  if (expr.kind === 'variable') return [expr.name];
  if (expr.kind !== 'select') return [];
  const path = expr.path.map((id) => literalText(module, id) ?? '');
  return [...namesOf(module, exprOf(module, expr.from)), ...path];
}
