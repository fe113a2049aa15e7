import { type Expr, type ExprId, exprOf, literalText } from '#analyzer/syntax/module.ts';
import { calleeName, isImport } from './callee.ts';
import type { ExprSite } from './name.ts';
import type { Names } from './names.ts';
import { passesOn } from './passing.ts';
import { pathsTo } from './paths.ts';

/**
 * Whether anything may take attributes of a value: what is only given to the module
 * system, or to functions that nobody knows, is out of sight for texts.
 */
export function isSeen(names: Names, site: ExprSite): boolean {
  const { file, expr } = site;
  const outer = names.scopes(file).parent(expr);
  if (outer === undefined) {
    if (/(^|\/)flake\.nix$/.test(file)) return true;
    return pathsTo(names.texts, file).some((path) => names.isSeen(path));
  }
  const around = exprOf(names.module(file), outer);
  const parent = { file, expr: outer };
  switch (around.kind) {
    case 'attrs':
      return isSeenInSet(names, { site, parent }, around);
    case 'let':
    case 'with':
      return around.body === expr ? names.isSeen(parent) : true;
    case 'select':
      return around.otherwise === expr ? names.isSeen(parent) : true;
    case 'has-attribute':
      return true;
    case 'assert':
    case 'if':
    case 'lambda':
      return names.isSeen(parent);
    case 'binary':
      return around.operator === '//' && names.isSeen(parent);
    case 'apply':
      return isSeenInCall(names, { site, parent }, around);
    default:
      return false;
  }
}

interface Around {
  readonly site: ExprSite;
  readonly parent: ExprSite;
}

function isSeenInSet(
  names: Names,
  { site, parent }: Around,
  { recursive, bindings }: Extract<Expr, { kind: 'attrs' }>,
): boolean {
  if (recursive) return true;
  const binding = bindings.find(({ value }) => value === site.expr);
  const text = binding && literalText(names.module(site.file), binding.name);
  return (text !== undefined && givenByName.has(text)) || names.isSeen(parent);
}

/** What modules get their arguments from. */
const givenByName: ReadonlySet<string> = new Set(['specialArgs', 'extraSpecialArgs', '_module']);

function isSeenInCall(
  names: Names,
  { site, parent }: Around,
  call: Extract<Expr, { kind: 'apply' }>,
): boolean {
  const { file, expr } = site;
  const module = names.module(file);
  if (call.function === expr) return names.isSeen(parent);
  const callee = call.function;
  if (isImport(names.scopes(file), module, callee)) return names.isSeen(parent);
  if (passesOn(module, callee)) return names.isSeen(parent);
  const inner = exprOf(module, callee);
  const isPackage = (id: ExprId): boolean => calleeName(module, id) === 'callPackage';
  if (isPackage(callee)) return names.isSeen(parent);
  if (inner.kind === 'apply' && isPackage(inner.function)) return true;
  return names.origins({ file, expr: callee }).some(({ kind }) => kind === 'function');
}
