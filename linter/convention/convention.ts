import type { Severity } from '#analyzer/diagnostic.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { Example, RuleMeta, RuleOptions } from '#linter/rule.ts';
import type { Conditions } from './condition.ts';
import type { Scalar } from './scope.ts';

/** Rows of another table: columns stand beside the name of the table. */
export interface Need {
  readonly table: TableName;
  readonly conditions: Conditions;
  /** What a fix writes into further columns of a new row. */
  readonly write: Written;
}

/** Texts of columns, in which names in braces stand for what they are there. */
export type Written = { readonly [column: string]: Scalar };

/** What a row must fit to be meant: columns of its own, or that another table has a row. */
export type Clause =
  | { readonly kind: 'columns'; readonly conditions: Conditions }
  | { readonly kind: 'row'; readonly need: Need };

/** What a convention demands of each row that it is about. */
export type Demand =
  /** Each of these columns is set. */
  | { readonly verb: 'must-set'; readonly columns: readonly string[] }
  /** In every one of these tables there is a row that fits. */
  | { readonly verb: 'needs'; readonly needs: readonly Need[] }
  /** There is no such row; or, with a table, none that fits there. */
  | { readonly verb: 'forbids'; readonly other: Need | undefined }
  /** No other row has the same values in these columns, among those that agree in `per`. */
  | {
      readonly verb: 'unique';
      readonly columns: readonly string[];
      readonly per: readonly string[];
    }
  /** The columns have these forms. */
  | { readonly verb: 'matches'; readonly conditions: Conditions }
  /** Rows of one file ascend by these columns, among those that agree in `per`. */
  | {
      readonly verb: 'ordered';
      readonly columns: readonly string[];
      readonly per: readonly string[];
    }
  /** What these columns hold in all rows together is what `columns` of the other table hold. */
  | {
      readonly verb: 'equals';
      readonly columns: readonly string[];
      readonly other: Need;
      readonly otherColumns: readonly string[];
    };

/** A convention that somebody wrote down as data. */
export interface Convention {
  /** Group and name: `database/postgres-password`. */
  readonly id: string;
  readonly summary: string;
  readonly severity: Severity;
  /** The table whose rows it is about. */
  readonly each: TableName;
  /** Rows that fit all of these are meant. */
  readonly where: readonly Clause[];
  /** Rows that fit one of these are left out. */
  readonly unless: readonly Clause[];
  readonly demand: Demand;
  /** What a fix writes into columns for which the demand leaves the value open. */
  readonly write: Written;
  readonly fix: RuleMeta['fix'];
  /** What is said of a row; names in braces stand for what they are there. */
  readonly message: string | undefined;
  /** The column at whose place the finding is. */
  readonly at: string | undefined;
  readonly parameters: RuleOptions;
  readonly why: string;
  readonly bad: readonly Example[];
  readonly good: readonly Example[];
}
