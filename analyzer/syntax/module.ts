/** Number of an expression in its module. */
export type ExprId = number & { readonly __brand: 'ExprId' };

export type BinaryOperator =
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '&&'
  | '||'
  | '->'
  | '+'
  | '-'
  | '*'
  | '/'
  | '//'
  | '++'
  | '|>'
  | '<|';

/** Literal text, or an interpolated expression. */
export type StringPart = string | ExprId;

export type PathRoot = 'relative' | 'absolute' | 'home';

/** Nix after desugaring: no comments, no layout, no positions, attribute paths expanded. */
export type Expr =
  /** What an unfinished or broken place lowers to. */
  | { readonly kind: 'missing' }
  /** The digits as written: modules are plain data, and integers may not fit a double. */
  | { readonly kind: 'integer'; readonly digits: string }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly parts: readonly StringPart[] }
  | {
      readonly kind: 'path';
      readonly root: PathRoot;
      readonly parts: readonly StringPart[];
    }
  | { readonly kind: 'search-path'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string }
  | {
      readonly kind: 'select';
      readonly from: ExprId;
      readonly path: readonly ExprId[];
      readonly otherwise: ExprId | undefined;
    }
  | {
      readonly kind: 'has-attribute';
      readonly from: ExprId;
      readonly path: readonly ExprId[];
    }
  | {
      readonly kind: 'apply';
      readonly function: ExprId;
      readonly argument: ExprId;
    }
  | {
      readonly kind: 'lambda';
      readonly parameter: ExprId | undefined;
      readonly formals: Formals | undefined;
      readonly body: ExprId;
    }
  | {
      readonly kind: 'let';
      readonly bindings: readonly Binding[];
      readonly body: ExprId;
    }
  | {
      readonly kind: 'attrs';
      readonly recursive: boolean;
      readonly bindings: readonly Binding[];
    }
  | { readonly kind: 'with'; readonly scope: ExprId; readonly body: ExprId }
  | {
      readonly kind: 'if';
      readonly condition: ExprId;
      readonly consequence: ExprId;
      readonly alternative: ExprId;
    }
  | {
      readonly kind: 'assert';
      readonly condition: ExprId;
      readonly body: ExprId;
    }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: ExprId;
      readonly right: ExprId;
    }
  | { readonly kind: 'not'; readonly argument: ExprId }
  | { readonly kind: 'negate'; readonly argument: ExprId }
  | { readonly kind: 'list'; readonly items: readonly ExprId[] };

/** `{ a, b ? 1, ... }:`. Names are `string` expressions, so that they have places. */
export interface Formals {
  readonly formals: readonly {
    readonly name: ExprId;
    readonly default: ExprId | undefined;
  }[];
  readonly ellipsis: boolean;
}

/**
 * One attribute of a set or one name of a `let`.
 *
 * The name is an expression; a plain one is a `string` of one literal part.
 * `inherited` values see the scope outside the set they stand in.
 */
export interface Binding {
  readonly name: ExprId;
  readonly value: ExprId;
  readonly inherited: boolean;
}

/** One file's meaning. Two texts that differ only in comments and layout lower to equal modules. */
export interface Module {
  readonly exprs: readonly Expr[];
  readonly root: ExprId;
}

/** The way back from meaning to text. */
export interface SourceMap {
  /** The row of the tree that each expression was lowered from. */
  readonly nodes: Uint32Array;
  /** What was written several times, in the order of the text. */
  readonly repeated: readonly Repeated[];
}

/** Two rows of a tree that say the same name. */
export interface Repeated {
  /** Nix refuses a `duplicate`; it makes one set of two, and calls it `rec` where the first one is. */
  readonly kind: 'duplicate' | 'merged';
  readonly first: number;
  readonly second: number;
}

/** The expression with this number; a number that is not of the module is `missing`. */
export function exprOf(module: Module, id: number): Expr {
  return module.exprs[id] ?? { kind: 'missing' };
}

/** The text of a string without interpolation; `undefined` for every other expression. */
export function literalText(module: Module, id: ExprId): string | undefined {
  const expr = exprOf(module, id);
  if (expr.kind !== 'string') return undefined;
  if (expr.parts.length === 0) return '';
  const [only] = expr.parts;
  return expr.parts.length === 1 && typeof only === 'string' ? only : undefined;
}
