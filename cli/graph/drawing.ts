import type { Graph, GraphEdge, GraphGroup, GraphNode } from '#analyzer/graph/graph.ts';

/** A rectangle; `x` and `y` are its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node with its place, and the texts as far as they fit. */
export interface DrawnNode extends Box {
  readonly node: GraphNode;
  readonly label: string;
  readonly lines: readonly string[];
}

/** The frame around the members of a group. */
export interface DrawnFrame extends Box {
  readonly group: GraphGroup;
  readonly label: string;
}

export interface DrawnEdge {
  readonly edge: GraphEdge;
  /** From the border of one node to the border of the other. */
  readonly points: readonly Point[];
  /** Whether it leaves and enters nodes at their sides, and not above and below. */
  readonly sideways: boolean;
  readonly label: Box | undefined;
}

/** A picture with a place for everything. */
export interface Drawing {
  readonly graph: Graph;
  readonly width: number;
  readonly height: number;
  readonly frames: readonly DrawnFrame[];
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

/** Sizes in pixels that layout and drawing agree on. */
export const sizes = {
  label: 12.5,
  line: 11,
  labelHeight: 17,
  lineHeight: 15,
  padding: 10,
  stripe: 4,
  frameTitle: 12,
  framePadding: 14,
  frameHead: 30,
  edgeLabel: 10.5,
} as const;
