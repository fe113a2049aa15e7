import type { FilePath } from '#analyzer/diagnostic.ts';
import { directoryOf, normalizePath } from '#analyzer/evaluate/path-value.ts';
import { type Expr, type ExprId, exprOf, literalText } from '#analyzer/syntax/module.ts';
import type { Binder } from '#analyzer/syntax/scope.ts';
import { attributeOrigins, bodyOrigins } from './attributes.ts';
import { calleeName, isImport } from './callee.ts';
import { isModuleFunction } from './module-function.ts';
import type { ExprSite, Origin } from './name.ts';
import type { Names } from './names.ts';
import { givesArgument, givesFixpointOf } from './passing.ts';
import { fileAt, flakeAround } from './paths.ts';

/** What an expression may be. */
export function originsOf(names: Names, site: ExprSite): readonly Origin[] {
  const { file, expr: id } = site;
  const expr = exprOf(names.module(file), id);
  const at = (inner: ExprId): readonly Origin[] => names.origins({ file, expr: inner });
  switch (expr.kind) {
    case 'attrs':
      return [{ kind: 'set', file, expr: id }];
    case 'lambda':
      return [{ kind: 'function', file, expr: id }];
    case 'path':
      return pathOrigins(file, expr);
    case 'variable':
      return variableOrigins(names, site, expr.name);
    case 'select':
      return selectOrigins(names, file, expr);
    case 'apply':
      return applyOrigins(names, file, expr);
    case 'let':
    case 'with':
    case 'assert':
      return at(expr.body);
    case 'if':
      return [...at(expr.consequence), ...at(expr.alternative)];
    case 'binary':
      return expr.operator === '//' ? [...at(expr.right), ...at(expr.left)] : [];
    default:
      return [];
  }
}

function pathOrigins(file: FilePath, { root, parts }: Extract<Expr, { kind: 'path' }>): Origin[] {
  const [text] = parts;
  if (root !== 'relative' || parts.length !== 1 || typeof text !== 'string') return [];
  return [{ kind: 'path', path: normalizePath(`./${directoryOf(file)}/${text}`) }];
}

function variableOrigins(names: Names, { file, expr }: ExprSite, text: string): readonly Origin[] {
  const referent = names.scopes(file).referent(expr);
  if (referent?.kind === 'binder') return binderOrigins(names, file, referent.binder);
  if (referent?.kind !== 'with') return [];
  for (const set of referent.sets) {
    const found = attributeOrigins(names, names.origins({ file, expr: set }), text);
    if (found.length > 0) return found;
  }
  return [];
}

function binderOrigins(names: Names, file: FilePath, binder: Binder): readonly Origin[] {
  const { kind, owner, name, value } = binder;
  const given = (): readonly Origin[] => names.given({ file, expr: owner });
  const own = value === undefined ? [] : names.origins({ file, expr: value });
  switch (kind) {
    case 'let':
    case 'rec':
      return own;
    case 'formal': {
      const found = [...attributeOrigins(names, given(), name), ...own];
      return found.length > 0 ? found : flakeArgument(names, { file, expr: owner }, name);
    }
    case 'parameter':
      return [{ kind: 'argument', file, expr: owner }, ...given()];
  }
}

/** What a module means by `inputs` and `self` where nobody is seen to give them: frameworks do that. */
function flakeArgument(names: Names, lambda: ExprSite, text: string): readonly Origin[] {
  const kind = text === 'inputs' ? 'inputs' : 'flake';
  if (kind === 'flake' && text !== 'self') return [];
  if (!isModuleFunction(names, lambda)) return [];
  const flake = flakeAround(names.texts, lambda.file);
  return flake === undefined ? [] : [{ kind, file: flake }];
}

function selectOrigins(
  names: Names,
  file: FilePath,
  { from, path, otherwise }: Extract<Expr, { kind: 'select' }>,
): readonly Origin[] {
  const module = names.module(file);
  let origins = names.origins({ file, expr: from });
  for (const name of path) {
    const text = literalText(module, name);
    origins = text === undefined ? [] : attributeOrigins(names, origins, text);
  }
  return otherwise === undefined
    ? origins
    : [...origins, ...names.origins({ file, expr: otherwise })];
}

type Apply = Extract<Expr, { kind: 'apply' }>;

function applyOrigins(names: Names, file: FilePath, apply: Apply): readonly Origin[] {
  const module = names.module(file);
  const at = (inner: ExprId): readonly Origin[] => names.origins({ file, expr: inner });
  if (isImport(names.scopes(file), module, apply.function))
    return importedOrigins(names, at(apply.argument));
  if (givesArgument(module, apply.function)) return at(apply.argument);
  if (givesFixpointOf(module, apply.function)) return called(names, at(apply.argument));
  const inner = exprOf(module, apply.function);
  if (inner.kind === 'apply') {
    const outer = calleeName(module, inner.function);
    if (outer === 'callPackage') return called(names, functionsAt(names, at(inner.argument)));
    if (outer === 'recursiveUpdate') return [...at(apply.argument), ...at(inner.argument)];
  }
  return called(names, at(apply.function));
}

function called(names: Names, functions: readonly Origin[]): readonly Origin[] {
  return functions.flatMap((origin) => bodyOrigins(names, origin));
}

/** The functions that `callPackage` calls: those in files, and those that are given as they are. */
export function functionsAt(names: Names, origins: readonly Origin[]): readonly Origin[] {
  return origins.flatMap((origin) =>
    origin.kind === 'path' ? importedOrigins(names, [origin]) : [origin],
  );
}

function importedOrigins(names: Names, origins: readonly Origin[]): readonly Origin[] {
  return origins.flatMap((origin) => {
    if (origin.kind !== 'path') return [];
    const file = fileAt(names.texts, origin.path);
    return file === undefined ? [] : names.origins({ file, expr: names.module(file).root });
  });
}
