import type { FilePath } from '#analyzer/diagnostic.ts';
import type { ExprId } from '#analyzer/syntax/module.ts';
import type { NodeId } from '#parser/tree.ts';

/** An expression of a file. */
export interface ExprSite {
  readonly file: FilePath;
  readonly expr: ExprId;
}

/**
 * One name that something is given: in a `let`, as an attribute of a set, or
 * for what a function takes. It may be written in several places, as `a.b` and `a.c` write `a`.
 */
export interface Name {
  readonly file: FilePath;
  /** The `let`, the set or the function that the name belongs to. */
  readonly owner: ExprId;
  readonly text: string;
}

/** What an expression may be, as far as texts tell. */
export type Origin =
  /** A set that is written out. */
  | { readonly kind: 'set'; readonly file: FilePath; readonly expr: ExprId }
  | { readonly kind: 'function'; readonly file: FilePath; readonly expr: ExprId }
  /** What a function is given, by the names that its pattern has. */
  | { readonly kind: 'argument'; readonly file: FilePath; readonly expr: ExprId }
  /** What the outputs of the flake in a file are given. */
  | { readonly kind: 'inputs'; readonly file: FilePath }
  /** What the flake in a file gives. */
  | { readonly kind: 'flake'; readonly file: FilePath }
  | { readonly kind: 'path'; readonly path: string };

/** Where a value ends up. */
export type Destination =
  /** It is a function, which is called with what stands at the site. */
  | { readonly kind: 'called'; readonly site: ExprSite }
  /** It is given to what stands at the site. */
  | { readonly kind: 'given'; readonly site: ExprSite }
  /** `callPackage` fills in what is missing of what it is given, which is for what stands at the site. */
  | { readonly kind: 'given-package'; readonly site: ExprSite };

/** A place that takes an attribute of something by its name. */
export interface AttributeUse {
  /** The name as it is written, with its quotes. */
  readonly node: NodeId;
  readonly text: string;
  readonly from: ExprId;
  /** The names before this one, from `from` on. */
  readonly before: readonly ExprId[];
  /** The expression that takes it, when it is the last name; `undefined` in the middle, and where one only asks whether it is there. */
  readonly expr: ExprId | undefined;
}

/** A place that mentions a name. */
export interface Mention {
  readonly file: FilePath;
  /** The name as it is written, with its quotes. */
  readonly node: NodeId;
  /** The expression that has the value of the name; `undefined` where none has it as a whole. */
  readonly expr: ExprId | undefined;
}

export function sameName(a: Name, b: Name): boolean {
  return a.owner === b.owner && a.text === b.text && a.file === b.file;
}

/** Equal for names that are the same. */
export function nameKey({ file, owner, text }: Name): string {
  return `${owner} ${text} ${file}`;
}
