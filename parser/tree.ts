import { Field, type FieldName, fieldNames, kindNames, type NodeKind } from './kinds.ts';
import type { Span } from './span.ts';

/** Index of a node in a tree's columns. Zero is always the root. */
export type NodeId = number & { readonly __brand: 'NodeId' };

export type Language = 'nix' | 'hcl';

/**
 * Syntax as columns, in pre-order.
 *
 * A node's descendants are the rows from `id + 1` up to `after[id]`, so the
 * first child is the next row and the next sibling is the row at `after[id]`.
 * Rows are the named nodes, the unnamed nodes that fill a field, the operators
 * of HCL, and whatever the parser marked as an error or as missing. Row zero
 * is always `source_code` or `config_file` and spans the whole text.
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
export class Node {
  readonly tree: Tree;
  readonly id: NodeId;

  constructor(tree: Tree, id: NodeId) {
    this.tree = tree;
    this.id = id;
  }

  get kind(): NodeKind {
    return kindNames[this.tree.kind[this.id] ?? 0] ?? 'ERROR';
  }

  get start(): number {
    return this.tree.start[this.id] ?? 0;
  }

  get end(): number {
    return this.tree.end[this.id] ?? 0;
  }

  get span(): Span {
    return { start: this.start, end: this.end };
  }

  get text(): string {
    return this.tree.text.slice(this.start, this.end);
  }

  get parent(): Node | undefined {
    if (this.id === 0) return undefined;
    return new Node(this.tree, nodeId(this.tree.parent[this.id] ?? 0));
  }

  /** The field of the parent that this node fills. */
  get field(): FieldName | undefined {
    return fieldNames[this.tree.field[this.id] ?? 0] || undefined;
  }

  /** All rows directly below this node, comments and errors included. */
  children(): readonly Node[] {
    const { after } = this.tree;
    const end = after[this.id] ?? 0;
    const found: Node[] = [];
    for (let row = this.id + 1; row < end; row = after[row] ?? end)
      found.push(new Node(this.tree, nodeId(row)));
    return found;
  }

  /** The first child that fills the field. */
  child(name: FieldName): Node | undefined {
    const { after, field } = this.tree;
    const wanted = Field[name];
    const end = after[this.id] ?? 0;
    for (let row = this.id + 1; row < end; row = after[row] ?? end) {
      if (field[row] === wanted) return new Node(this.tree, nodeId(row));
    }
    return undefined;
  }

  /** Every node below this one, in the order of the text. */
  *descendants(): Generator<Node> {
    const end = this.tree.after[this.id] ?? 0;
    for (let row = this.id + 1; row < end; row++) yield new Node(this.tree, nodeId(row));
  }
}

/** The node all others are below. */
export function root(tree: Tree): Node {
  return new Node(tree, nodeId(0));
}

function nodeId(row: number): NodeId {
  return row as NodeId;
}
