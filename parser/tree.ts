import type { FieldName, NodeKind } from './kinds.ts';
import type { Span } from './span.ts';

/** Index of a node in a tree's columns. Zero is always the root. */
export type NodeId = number & { readonly __brand: 'NodeId' };

export type Language = 'nix' | 'hcl';

/**
 * Syntax as columns, in pre-order.
 *
 * A node's descendants are the rows from `id + 1` up to `after[id]`, so the
 * first child is the next row and the next sibling is the row at `after[id]`.
 * Rows are the named nodes, the unnamed nodes that fill a field (operators),
 * and whatever the parser marked as an error or as missing.
 */
export interface TreeColumns {
  /** Indices into `kindNames`. */
  readonly kind: Uint16Array;
  /** Indices into `fieldNames`; zero is no field. */
  readonly field: Uint8Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly after: Uint32Array;
  readonly parent: Uint32Array;
}

/** A place where the text is not in the language, in words for a person. */
export interface SyntaxError extends Span {
  readonly message: string;
}

export interface Tree extends TreeColumns {
  readonly language: Language;
  readonly text: string;
  /** How many rows the columns have. */
  readonly size: number;
  /** In the order of the text. Empty exactly when the text is in the language. */
  readonly errors: readonly SyntaxError[];
}

/** A cheap handle on one row. Rules use this; hot loops use the columns. */
export declare class Node {
  readonly tree: Tree;
  readonly id: NodeId;
  constructor(tree: Tree, id: NodeId);
  get kind(): NodeKind;
  get start(): number;
  get end(): number;
  get span(): Span;
  get text(): string;
  get parent(): Node | undefined;
  /** The field of the parent that this node fills. */
  get field(): FieldName | undefined;
  /** All rows directly below this node, comments and errors included. */
  children(): Generator<Node>;
  /** The first child that fills the field. */
  child(name: FieldName): Node | undefined;
  /** Every node below this one, in the order of the text. */
  descendants(): Generator<Node>;
}
