import type { Site } from '../site.ts';

/** What a picture of the fleet is about. */
export type GraphKind = 'hosts' | 'routes' | 'modules' | 'secrets';

export const graphKinds: readonly GraphKind[] = ['hosts', 'routes', 'modules', 'secrets'];

/** A picture of the fleet as data: what is joined with what, by facts alone. */
export interface Graph {
  readonly kind: GraphKind;
  readonly title: string;
  /** One sentence that says how to read it. */
  readonly about: string;
  readonly groups: readonly GraphGroup[];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Something that others lie in: a machine, a zone. */
export interface GraphGroup {
  readonly id: string;
  readonly kind: 'machine' | 'zone' | 'class' | 'outside';
  readonly label: string;
  /** False when there may be more in it than is known. */
  readonly complete: boolean;
  readonly facts: readonly GraphFact[];
}

export type NodeKind =
  | 'machine'
  | 'home'
  | 'peer'
  | 'firewall'
  | 'record'
  | 'domain'
  | 'port'
  | 'outside'
  | 'flake'
  | 'module'
  | 'code'
  | 'recipient'
  | 'file'
  | 'secret'
  | 'reader'
  | 'unknown';

export interface GraphNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  /** What stands below the label. */
  readonly lines: readonly string[];
  readonly group: string | undefined;
  /** The machines that it belongs to. */
  readonly hosts: readonly string[];
  /** False for something that there may be, or of which the essential is not known. */
  readonly certain: boolean;
  readonly facts: readonly GraphFact[];
  /** Nodes of one family that lie in one group and are joined with the same others may be drawn as one. */
  readonly family: string | undefined;
}

export type EdgeKind =
  | 'tunnel'
  | 'route'
  | 'name'
  | 'import'
  | 'entry'
  | 'opens'
  | 'holds'
  | 'reads';

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly label: string | undefined;
  readonly certain: boolean;
  /** Whether it leads both ways. */
  readonly mutual: boolean;
  readonly hosts: readonly string[];
}

/** One thing that is known of a part of the picture, and where it is written. */
export interface GraphFact {
  readonly name: string;
  readonly value: string;
  readonly at: Site | undefined;
  /** False for a reason why something is not known. */
  readonly certain: boolean;
  /** What it is true of, where a node stands for several. */
  readonly of?: string;
}

export function fact(name: string, value: string, at?: Site): GraphFact {
  return { name, value, at, certain: true };
}

/** Why something is not known. */
export function doubt(name: string, reason: string, at?: Site): GraphFact {
  return { name, value: reason, at, certain: false };
}
