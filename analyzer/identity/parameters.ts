import { type Expr, type ExprId, exprOf, literalText } from '../syntax/module.ts';
import type { Binder } from '../syntax/scope.ts';
import {
  boundAs,
  callAround,
  callOf,
  followed,
  libraryFunction,
  type ParameterRole,
  pathsOf,
  type Reading,
} from './names.ts';

/** What a parameter called like a host name is, as far as the file tells. */
export function parameterRole(reading: Reading, binder: Binder): ParameterRole {
  const role = reading.roles.get(binder) ?? findRole(reading, binder);
  reading.roles.set(binder, role);
  return role;
}

function findRole(reading: Reading, binder: Binder): ParameterRole {
  if (makesMachine(reading, binder)) return 'builder';
  const table = tableOf(reading, binder.owner);
  if (table !== undefined)
    return table.some((each) => namesMachines(reading, each)) ? 'machine' : 'other';
  if (isModule(reading, binder.owner)) return 'module';
  return buildsByName(reading, binder.owner) ? 'builder' : 'other';
}

/** Whether a function is called by the module system, as far as its text tells. */
export function isModule(reading: Reading, lambda: ExprId): boolean {
  const expr = exprOf(reading.module, lambda);
  if (expr.kind !== 'lambda' || !expr.formals?.ellipsis) return false;
  if (tableOf(reading, lambda) !== undefined) return false;
  const names = expr.formals.formals.map((formal) => literalText(reading.module, formal.name));
  return isOutermost(reading, lambda) || names.some((name) => name && moduleArguments.has(name));
}

const moduleArguments = new Set(['config', 'lib', 'pkgs', 'options', 'osConfig', 'modulesPath']);

/** Whether nothing but functions, `let`, `with` and `assert` stand around a function. */
function isOutermost(reading: Reading, lambda: ExprId): boolean {
  let inner = lambda;
  for (;;) {
    const parent = reading.scopes.parent(inner);
    if (parent === undefined) return true;
    if (bodyOf(exprOf(reading.module, parent)) !== inner) return false;
    inner = parent;
  }
}

function bodyOf(expr: Expr): ExprId | undefined {
  switch (expr.kind) {
    case 'lambda':
    case 'let':
    case 'with':
    case 'assert':
      return expr.body;
    default:
      return undefined;
  }
}

/**
 * What a function is mapped over: the other arguments of a call such as
 * `mapAttrs f table`. `undefined` when it is not handed to such a function.
 */
function tableOf(reading: Reading, lambda: ExprId): readonly ExprId[] | undefined {
  const function_ = outermostOfCurried(reading, lambda);
  const call = callAround(reading, function_);
  if (call === undefined) return undefined;
  const { callee, arguments: given } = callOf(reading.module, call);
  const name = libraryFunction(reading, callee);
  if (name === undefined || !mapping.has(name)) return undefined;
  return given.filter((argument) => argument !== function_);
}

/** `a: b: …` is one function of two parameters. */
function outermostOfCurried(reading: Reading, lambda: ExprId): ExprId {
  let outer = lambda;
  for (;;) {
    const parent = reading.scopes.parent(outer);
    if (parent === undefined || exprOf(reading.module, parent).kind !== 'lambda') return outer;
    if (bodyOf(exprOf(reading.module, parent)) !== outer) return outer;
    outer = parent;
  }
}

const mapping = new Set(
  `all any concatMap concatMapAttrs concatMapAttrsStringSep concatMapStrings concatMapStringsSep
  filter filterAttrs findFirst flip foldAttrs foldl foldl' foldlAttrs foldr forEach genAttrs
  genAttrs' groupBy imap0 imap1 map map' mapAttrs mapAttrs' mapAttrsFlatten mapAttrsToList
  mapAttrsRecursive partition sort`.split(/\s+/),
);

const machines =
  /(^|[a-z]|_|-)(hosts?|machines?|nodes?|servers?|configurations?|fleet)$|^(hosts?|machines?|nodes?|servers?|fleet)/i;
const otherHosts = /virtual|vhosts?|known|extra|proxy|upstream|remote|match|block|allowed|trusted/i;

/** Whether a table is of machines, judged by its name: `hosts`, `nixosConfigurations`, `./machines`. */
function namesMachines(reading: Reading, table: ExprId, depth = 0): boolean {
  const expr = exprOf(reading.module, table);
  const own = pathsOf(reading, table).flatMap(({ names }) => names.at(-1) ?? []);
  const written = expr.kind === 'variable' ? [expr.name, ...own] : own;
  if (written.some((name) => machines.test(name) && !otherHosts.test(name))) return true;
  if (depth > 5) return false;
  const value = followed(reading, table);
  if (value !== table) return namesMachines(reading, value, depth + 1);
  switch (expr.kind) {
    case 'apply':
      return callOf(reading.module, table).arguments.some((argument) =>
        namesMachines(reading, argument, depth + 1),
      );
    case 'path':
      return expr.parts.some(
        (part) => typeof part === 'string' && /\/(hosts|machines|nodes)\b/.test(part),
      );
    default:
      return false;
  }
}

/** Whether the parameter becomes a machine's name, or an argument of a machine's modules. */
function makesMachine(reading: Reading, binder: Binder): boolean {
  return reading.scopes.uses(binder).some((use) => {
    const path = placeOf(reading, use);
    return (
      path.endsWith('networking.hostName') ||
      path.includes('specialArgs.') ||
      path.includes('extraSpecialArgs.')
    );
  });
}

/** The attribute path an expression stands at, as far as sets are nested in sets. */
function placeOf(reading: Reading, value: ExprId): string {
  const names: string[] = [];
  let current: ExprId | undefined = value;
  for (let step = 0; current !== undefined && step < 50; step++) {
    const name = boundAs(reading, current);
    if (name === undefined) break;
    names.unshift(name);
    current = reading.scopes.parent(current);
  }
  return names.join('.');
}

const builder = /^(mk|make|build|gen|to)?_?-?.*(host|system|machine|node|nixos|darwin|home)/i;

/** Whether the function is called something like `mkHost`. */
function buildsByName(reading: Reading, lambda: ExprId): boolean {
  const name = boundAs(reading, outermostOfCurried(reading, lambda));
  return name !== undefined && builder.test(name) && !otherHosts.test(name);
}
