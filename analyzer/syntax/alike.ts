import type { Binding, Expr, Formals, StringPart } from './module.ts';

/** Whether two expressions say the same themselves, and have as many others at the same places below them. */
export function isAlike(before: Expr, after: Expr): boolean {
  switch (before.kind) {
    case 'integer':
      return after.kind === 'integer' && after.digits === before.digits;
    case 'float':
      return after.kind === 'float' && Object.is(after.value, before.value);
    case 'variable':
      return after.kind === 'variable' && after.name === before.name;
    case 'search-path':
      return after.kind === 'search-path' && after.name === before.name;
    case 'string':
      return after.kind === 'string' && hasParts(before.parts, after.parts);
    case 'path': {
      const isPath = after.kind === 'path' && after.root === before.root;
      return isPath && hasParts(before.parts, after.parts);
    }
    case 'binary':
      return after.kind === 'binary' && after.operator === before.operator;
    case 'missing':
    case 'apply':
    case 'with':
    case 'if':
    case 'assert':
    case 'not':
    case 'negate':
      return after.kind === before.kind;
    case 'list':
      return after.kind === 'list' && after.items.length === before.items.length;
    case 'select':
    case 'has-attribute':
    case 'lambda':
    case 'let':
    case 'attrs':
      return isNamedAlike(before, after);
  }
}

/** Expressions with names in them. */
type Naming = Extract<
  Expr,
  { readonly kind: 'select' | 'has-attribute' | 'lambda' | 'let' | 'attrs' }
>;

function isNamedAlike(before: Naming, after: Expr): boolean {
  switch (before.kind) {
    case 'select':
      return (
        after.kind === 'select' &&
        after.path.length === before.path.length &&
        isBoth(before.otherwise, after.otherwise)
      );
    case 'has-attribute':
      return after.kind === 'has-attribute' && after.path.length === before.path.length;
    case 'lambda':
      return (
        after.kind === 'lambda' &&
        isBoth(before.parameter, after.parameter) &&
        hasFormals(before.formals, after.formals)
      );
    case 'let':
      return after.kind === 'let' && hasBindings(before.bindings, after.bindings);
    case 'attrs': {
      const isSet = after.kind === 'attrs' && after.recursive === before.recursive;
      return isSet && hasBindings(before.bindings, after.bindings);
    }
  }
}

/** Both are there, or neither is. */
function isBoth(before: unknown, after: unknown): boolean {
  return (before === undefined) === (after === undefined);
}

function hasParts(before: readonly StringPart[], after: readonly StringPart[]): boolean {
  return (
    before.length === after.length &&
    before.every((part, index) => {
      const other = after[index];
      return typeof part === 'string' ? part === other : typeof other === 'number';
    })
  );
}

function hasFormals(before: Formals | undefined, after: Formals | undefined): boolean {
  if (!before || !after) return before === after;
  return (
    before.ellipsis === after.ellipsis &&
    before.formals.length === after.formals.length &&
    before.formals.every((formal, index) => isBoth(formal.default, after.formals[index]?.default))
  );
}

function hasBindings(before: readonly Binding[], after: readonly Binding[]): boolean {
  return (
    before.length === after.length &&
    before.every(({ inherited }, index) => inherited === after[index]?.inherited)
  );
}
