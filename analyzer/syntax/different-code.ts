import { childrenOf } from './children.ts';
import { type Expr, type ExprId, exprOf, type Module } from './module.ts';

/**
 * The expressions that two modules number alike and that do not say the same;
 * `undefined` where the modules do not number their expressions alike.
 */
export function differentCode(before: Module, after: Module): readonly ExprId[] | undefined {
  if (before.root !== after.root || before.exprs.length !== after.exprs.length) return undefined;
  const ids = before.exprs.map((_, id) => id as ExprId);
  return ids.filter((id) => !isSame(exprOf(before, id), exprOf(after, id)));
}

/**
 * Whether an evaluation that has looked at some expressions of a module takes
 * the same course in another one, and leaves the same expressions alone: what
 * it has evaluated is the same, and so is what evaluation reads of an
 * expression before its value is asked for, which are names, and what stands
 * around them in a selection.
 */
export function isUntouched(
  { before, after, different }: Difference,
  evaluated: Uint8Array,
): boolean {
  if (different.some((id) => evaluated[id] === 1)) return false;
  const read = readAhead(before, evaluated);
  return different.every((id) => {
    if (!read.has(id)) return true;
    return !read.get(id) && !isReadAhead(exprOf(before, id)) && !isReadAhead(exprOf(after, id));
  });
}

export interface Difference {
  readonly before: Module;
  readonly after: Module;
  readonly different: readonly ExprId[];
}

/** Modules are plain data, so their text tells them apart. */
function isSame(before: Expr, after: Expr): boolean {
  return before === after || JSON.stringify(before) === JSON.stringify(after);
}

/** What is told by its kind before it is evaluated: names stay what they name, and selections share what they select from. */
function isReadAhead({ kind }: Expr): boolean {
  return kind === 'variable' || kind === 'select';
}

/**
 * The expressions right below those that were evaluated, and below selections
 * among them, with whether they are names.
 */
function readAhead(module: Module, evaluated: Uint8Array): ReadonlyMap<ExprId, boolean> {
  const read = new Map<ExprId, boolean>();
  const pending = module.exprs.filter((_, id) => evaluated[id] === 1);
  const below = (expr: Expr): ExprId[] => {
    const names = new Set(namesOf(expr));
    return childrenOf(expr).filter((id) => {
      const known = read.has(id);
      read.set(id, read.get(id) === true || names.has(id));
      return !known;
    });
  };
  for (const expr of pending) {
    for (const id of below(expr)) {
      const child = exprOf(module, id);
      if (child.kind === 'select') pending.push(child);
    }
  }
  return read;
}

/** The expressions that name something where they stand. */
function namesOf(expr: Expr): readonly ExprId[] {
  switch (expr.kind) {
    case 'select':
    case 'has-attribute':
      return expr.path;
    case 'let':
    case 'attrs':
      return expr.bindings.map(({ name }) => name);
    case 'lambda': {
      const formals = expr.formals?.formals.map(({ name }) => name) ?? [];
      return expr.parameter === undefined ? formals : [expr.parameter, ...formals];
    }
    case 'missing':
    case 'integer':
    case 'float':
    case 'string':
    case 'path':
    case 'search-path':
    case 'variable':
    case 'apply':
    case 'with':
    case 'if':
    case 'assert':
    case 'binary':
    case 'not':
    case 'negate':
    case 'list':
      return [];
  }
}
