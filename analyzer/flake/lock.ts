import { parseJson } from '../builtins/json-text.ts';
import type { FilePath } from '../diagnostic.ts';
import { numberAt, textAt, truthAt, valueAt } from '../evaluate/look.ts';
import type { Session } from '../evaluate/session.ts';
import type { Value } from '../evaluate/value.ts';
import { type FlakeReference, referenceIn } from '../sources/reference.ts';

/** One locked input. */
export interface LockedNode {
  /** The name in the lock file, which is no input's name. */
  readonly name: string;
  readonly isFlake: boolean;
  /** What the flake asked for. */
  readonly original: FlakeReference | undefined;
  readonly locked: FlakeReference | undefined;
  /** Seconds since 1970. */
  readonly lastModified: number | undefined;
  readonly contentHash: string | undefined;
}

/** A `flake.lock` of version 5 to 7. */
export interface FlakeLock {
  /** The node of an input, named by its path from the flake itself; `undefined` where nothing is locked. */
  find(path: readonly string[]): LockedNode | undefined;
  /** The names of the inputs of a node, named by its path, sorted. */
  inputsOf(path: readonly string[]): readonly string[];
  /** The path that an input follows, from the flake itself; `undefined` where it has a node of its own. */
  followed(path: readonly string[]): readonly string[] | undefined;
}

/** Why there is no lock to read. */
export type LockProblem = 'absent' | 'unreadable' | 'malformed' | 'version';

/** What Nix has locked for a flake, or why that cannot be told. */
export function readLock(session: Session, file: FilePath): FlakeLock | LockProblem {
  const content = session.files.read(file);
  if (content.kind === 'absent') return 'absent';
  if (content.kind !== 'text') return 'unreadable';
  const value = parseJson({ session, name: file }, { text: content.text, file });
  const root = textAt(value, 'root');
  const nodes = valueAt(value, 'nodes');
  const version = numberAt(value, 'version');
  if (version === undefined || root === undefined || nodes?.kind !== 'attrs') return 'malformed';
  return version >= 5 && version <= 7 ? lockOf({ nodes, root }) : 'version';
}

interface Graph {
  readonly nodes: Value;
  /** The name of the node that stands for the flake itself. */
  readonly root: string;
}

/** No flake nests inputs deeper; a lock file with a cycle of `follows` ends here. */
const mostFollowed = 64;

function lockOf(graph: Graph): FlakeLock {
  return {
    find(path) {
      const name = nodeAt(graph, path, mostFollowed);
      return name === undefined || path.length === 0 ? undefined : lockedNode(graph, name);
    },
    inputsOf(path) {
      const name = nodeAt(graph, path, mostFollowed);
      const inputs = name === undefined ? undefined : valueAt(graph.nodes, name, 'inputs');
      return inputs?.kind === 'attrs' ? inputs.names() : [];
    },
    followed(path) {
      const parent = nodeAt(graph, path.slice(0, -1), mostFollowed);
      const edge = parent === undefined ? undefined : edgeOf(graph, parent, path.at(-1) ?? '');
      return typeof edge === 'string' ? undefined : edge;
    },
  };
}

/** Follows a path of inputs from the flake itself to the name of a node. */
function nodeAt(graph: Graph, path: readonly string[], left: number): string | undefined {
  if (left === 0) return undefined;
  let node: string | undefined = graph.root;
  for (const name of path) {
    const edge: string | readonly string[] | undefined =
      node === undefined ? undefined : edgeOf(graph, node, name);
    node = typeof edge === 'object' ? nodeAt(graph, edge, left - 1) : edge;
  }
  return node;
}

/** What a node says of an input: the name of its node, or the path it follows. */
function edgeOf(
  { nodes }: Graph,
  node: string,
  input: string,
): string | readonly string[] | undefined {
  const edge = valueAt(nodes, node, 'inputs', input);
  if (edge?.kind === 'string') return edge.value;
  if (edge?.kind !== 'list') return undefined;
  return edge.items.flatMap((item) => {
    const value = item.force();
    return value.kind === 'string' ? [value.value] : [];
  });
}

function lockedNode({ nodes }: Graph, name: string): LockedNode | undefined {
  const node = valueAt(nodes, name);
  if (node?.kind !== 'attrs') return undefined;
  const locked = valueAt(node, 'locked');
  // Version 5 keeps the time and the hash beside what is locked.
  const info = valueAt(node, 'info');
  return {
    name,
    isFlake: truthAt(node, 'flake') ?? true,
    original: referenceIn(valueAt(node, 'original')),
    locked: referenceIn(locked),
    lastModified: numberAt(locked, 'lastModified') ?? numberAt(info, 'lastModified'),
    contentHash: textAt(locked, 'narHash') ?? textAt(info, 'narHash'),
  };
}
