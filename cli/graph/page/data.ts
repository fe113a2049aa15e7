/** What a page knows beside its pictures, as JSON in the page. */
export interface PageData {
  readonly hosts: readonly string[];
  readonly views: readonly ViewData[];
}

export interface ViewData {
  readonly kind: string;
  readonly nodes: readonly NodeData[];
  readonly edges: readonly EdgeData[];
}

export interface NodeData {
  readonly label: string;
  /** The class of its colour. */
  readonly kind: string;
  readonly kindName: string;
  readonly certain: boolean;
  readonly lines: readonly string[];
  /** Numbers of machines. */
  readonly hosts: readonly number[];
  /** The label of the frame that it lies in, and the frame's number; no label and -1 outside of frames. */
  readonly group: string;
  readonly frame: number;
  readonly facts: readonly FactData[];
  /** `x`, `y`, width and height. */
  readonly box: readonly [number, number, number, number];
}

export interface FactData {
  readonly name: string;
  readonly value: string;
  readonly certain: boolean;
  /** What it is true of, where the node stands for several. */
  readonly of?: string;
  /** `file:line:column`. */
  readonly at?: string;
}

export interface EdgeData {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly certain: boolean;
}
