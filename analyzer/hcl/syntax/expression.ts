import type { Site } from '#analyzer/site.ts';
import type { Value } from '../values/value.ts';

/** An expression, without layout, whatever syntax it was written in. */
export type Expression = { readonly at: Site } & ExpressionKind;

type ExpressionKind =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  /** What a `%{ for }` makes: the texts of a tuple in a row. */
  | { readonly kind: 'join'; readonly items: Expression }
  | { readonly kind: 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly items: readonly ObjectItem[] }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'attribute'; readonly source: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly source: Expression; readonly key: Expression }
  | { readonly kind: 'splat'; readonly source: Expression; readonly each: Expression }
  /** In the `each` of a splat: the member. */
  | { readonly kind: 'item' }
  | CallExpression
  | ConditionalExpression
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | ForExpression
  /** Text that is not in the language. */
  | { readonly kind: 'broken'; readonly reason: string };

export interface ObjectItem {
  readonly key: Expression;
  readonly value: Expression;
}

export interface CallExpression {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Expression[];
  /** Whether the last argument is a list of further ones. */
  readonly expands: boolean;
}

export interface ConditionalExpression {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly yes: Expression;
  readonly no: Expression;
}

export interface ForExpression {
  readonly kind: 'for';
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  /** For an object: the key of each result. */
  readonly key: Expression | undefined;
  readonly result: Expression;
  readonly condition: Expression | undefined;
  /** Whether results with the same key make a list. */
  readonly groups: boolean;
}
