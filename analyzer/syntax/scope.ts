import { oncePer } from '../once-per.ts';
import { childrenOf } from './children.ts';
import { exprsOfKind } from './exprs-of-kind.ts';
import { isGlobal } from './globals.ts';
import {
  type Binding,
  type Expr,
  type ExprId,
  exprOf,
  literalText,
  type Module,
} from './module.ts';

/** A place that gives a name to something. */
export interface Binder {
  readonly kind: 'let' | 'rec' | 'formal' | 'parameter';
  readonly name: string;
  /** The expression that is the name itself. */
  readonly site: ExprId;
  /** The `let`, the set or the function that the name belongs to. */
  readonly owner: ExprId;
  /** What the name stands for: the bound value, or the default of a formal. */
  readonly value: ExprId | undefined;
}

/** What a variable refers to. */
export type Referent =
  | { readonly kind: 'binder'; readonly binder: Binder }
  | { readonly kind: 'global' }
  /** Whatever the first of these sets, innermost first, has under the name. */
  | { readonly kind: 'with'; readonly sets: readonly ExprId[] }
  | { readonly kind: 'unresolved' };

/** Which name means what in one module. Positions play no part. */
export interface Scopes {
  /** In the order of the text. */
  readonly binders: readonly Binder[];
  /** `undefined` for everything that is not a variable of the module. */
  referent(variable: ExprId): Referent | undefined;
  /** The variables that refer to a binder, in the order of the text. */
  uses(binder: Binder): readonly ExprId[];
  /** The expression directly around this one; `undefined` for the root. */
  parent(expr: ExprId): ExprId | undefined;
}

/** The names of a module, found once however often they are asked for. */
export const scopesOf = oncePer(resolveNames);

/**
 * Finds what every variable of a module refers to.
 *
 * Total and without recursion, so that neither broken nor deep code stops it.
 */
export function resolveNames(module: Module): Scopes {
  const walk: Walk = {
    module,
    pending: [{ expr: module.root, scope: outermost, parent: module.root }],
    visited: new Uint8Array(module.exprs.length),
    parents: new Int32Array(module.exprs.length).fill(-1),
    binders: [],
    referents: [],
    uses: new Map(),
  };
  for (let step = walk.pending.pop(); step; step = walk.pending.pop()) visit(walk, step);
  return {
    binders: walk.binders,
    referent: (variable) => walk.referents[variable],
    uses: (binder) => walk.uses.get(binder) ?? [],
    parent: (expr) => parentOf(walk, expr),
  };
}

/** Names that nothing refers to. A name that only its own value uses counts as used. */
export function unusedBinders(scopes: Scopes): Binder[] {
  return scopes.binders.filter((binder) => scopes.uses(binder).length === 0);
}

/** Variables that nothing in the file, no global and no `with` can define: Nix refuses the file. */
export function undefinedVariables(module: Module, scopes: Scopes): ExprId[] {
  return exprsOfKind(module, 'variable').filter((id) => scopes.referent(id)?.kind === 'unresolved');
}

type BinderReferent = Extract<Referent, { kind: 'binder' }>;

/** What can be seen from one place. `withs` holds every set around it, innermost first. */
interface Scope {
  readonly outer: Scope | undefined;
  readonly names: ReadonlyMap<string, BinderReferent>;
  readonly withs: readonly ExprId[];
}

interface Step {
  readonly expr: ExprId;
  readonly scope: Scope;
  readonly parent: ExprId;
}

interface Walk {
  readonly module: Module;
  readonly pending: Step[];
  readonly visited: Uint8Array;
  readonly parents: Int32Array;
  readonly binders: Binder[];
  /** By the numbers of variables. */
  readonly referents: (Referent | undefined)[];
  readonly uses: Map<Binder, ExprId[]>;
}

const noNames: ReadonlyMap<string, BinderReferent> = new Map();
const outermost: Scope = { outer: undefined, names: noNames, withs: [] };

function visit(walk: Walk, { expr: id, scope, parent }: Step): void {
  if (!enter(walk, id, parent)) return;
  const expr = exprOf(walk.module, id);
  if (expr.kind === 'variable') refer(walk, id, { name: expr.name, scope });
  const inner = scopeInside(walk, id, { expr, scope });
  const outside = inner === scope ? nothing : seenFromOutside(expr);
  const children = childrenOf(expr);
  for (let index = children.length - 1; index >= 0; index--) {
    const child = children[index] ?? id;
    if (literalText(walk.module, child) !== undefined) enter(walk, child, id);
    else walk.pending.push({ expr: child, scope: outside.has(child) ? scope : inner, parent: id });
  }
}

/** Whether this is the first way to an expression. */
function enter(walk: Walk, id: ExprId, parent: ExprId): boolean {
  if (walk.visited[id] !== 0) return false;
  walk.visited[id] = 1;
  if (id !== walk.module.root) walk.parents[id] = parent;
  return true;
}

function refer(walk: Walk, id: ExprId, { name, scope }: { name: string; scope: Scope }): void {
  const referent = lookUp(name, scope);
  walk.referents[id] = referent;
  if (referent.kind === 'binder') walk.uses.get(referent.binder)?.push(id);
}

const global: Referent = { kind: 'global' };
const unresolved: Referent = { kind: 'unresolved' };

function lookUp(name: string, from: Scope): Referent {
  for (let scope: Scope | undefined = from; scope; scope = scope.outer) {
    const referent = scope.names.get(name);
    if (referent) return referent;
  }
  if (isGlobal(name)) return global;
  return from.withs.length > 0 ? { kind: 'with', sets: from.withs } : unresolved;
}

/** The scope of the parts of an expression, apart from those that `seenFromOutside` names. */
function scopeInside(
  walk: Walk,
  owner: ExprId,
  { expr, scope }: { expr: Expr; scope: Scope },
): Scope {
  switch (expr.kind) {
    case 'with':
      return { outer: scope, names: noNames, withs: [expr.scope, ...scope.withs] };
    case 'let':
      return named(walk, scope, boundNames(walk.module, owner, expr.bindings));
    case 'attrs':
      return expr.recursive
        ? named(walk, scope, boundNames(walk.module, owner, expr.bindings))
        : scope;
    case 'lambda':
      return named(walk, scope, parameterNames(walk.module, owner, expr));
    default:
      return scope;
  }
}

/** What an expression that opens a scope still looks at from outside of it. */
function seenFromOutside(expr: Expr): ReadonlySet<ExprId> {
  switch (expr.kind) {
    case 'with':
      return new Set([expr.scope]);
    case 'let':
    case 'attrs':
      return new Set(expr.bindings.filter((each) => each.inherited).map((each) => each.value));
    default:
      return nothing;
  }
}

const nothing: ReadonlySet<ExprId> = new Set();

function named(walk: Walk, outer: Scope, binders: readonly Binder[]): Scope {
  const names = new Map<string, BinderReferent>();
  for (const binder of binders) {
    walk.binders.push(binder);
    walk.uses.set(binder, []);
    names.set(binder.name, { kind: 'binder', binder });
  }
  return { outer, names, withs: outer.withs };
}

function boundNames(module: Module, owner: ExprId, bindings: readonly Binding[]): Binder[] {
  const kind = exprOf(module, owner).kind === 'let' ? 'let' : 'rec';
  const binders: Binder[] = [];
  for (const { name: site, value } of bindings) {
    const name = literalText(module, site);
    if (name !== undefined) binders.push({ kind, name, site, owner, value });
  }
  return binders;
}

function parameterNames(
  module: Module,
  owner: ExprId,
  { parameter, formals }: Extract<Expr, { kind: 'lambda' }>,
): Binder[] {
  const binders: Binder[] = [];
  const add = (kind: Binder['kind'], site: ExprId, value: ExprId | undefined): void => {
    const name = literalText(module, site);
    if (name !== undefined) binders.push({ kind, name, site, owner, value });
  };
  if (parameter !== undefined) add('parameter', parameter, undefined);
  for (const formal of formals?.formals ?? []) add('formal', formal.name, formal.default);
  return binders;
}

function parentOf(walk: Walk, expr: ExprId): ExprId | undefined {
  const parent = walk.parents[expr] ?? -1;
  return parent < 0 ? undefined : (parent as ExprId);
}
