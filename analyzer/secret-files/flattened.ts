import { type SecretEntry, type SecretNode, scalar } from './secret-tree.ts';

/**
 * Puts the metadata of a dotenv or INI file back into its shape. Those formats
 * hold it as one line for each value: `age__list_0__map_recipient`.
 */
export function unflattened(entries: readonly SecretEntry[]): SecretNode {
  const root = branch(entries[0]);
  for (const entry of entries) place(root, entry);
  return nodeOf(root);
}

/** Real metadata is four levels deep; nothing deeper is metadata. */
const deepest = 16;

/** More keys for one data key than anybody has. */
const mostItems = 10_000;

interface Branch {
  readonly entry: SecretEntry | undefined;
  readonly names: Map<string, Branch>;
  readonly items: Map<number, Branch>;
}

function branch(entry: SecretEntry | undefined): Branch {
  return { entry, names: new Map(), items: new Map() };
}

function place(root: Branch, entry: SecretEntry): void {
  let node = root;
  const steps = entry.name.split(/(?=__map_|__list_)/, deepest);
  for (const step of steps) {
    const index = /^__list_(\d+)$/.exec(step)?.[1];
    const next =
      index === undefined
        ? (node.names.get(step.replace(/^__map_/, '')) ?? branch(entry))
        : (node.items.get(Number(index)) ?? branch(entry));
    if (index === undefined) node.names.set(step.replace(/^__map_/, ''), next);
    else if (Number(index) < mostItems) node.items.set(Number(index), next);
    node = next;
  }
}

function nodeOf({ entry, names, items }: Branch): SecretNode {
  const span = entry?.span ?? { start: 0, end: 0 };
  if (names.size > 0) {
    const entries = [...names].map(([name, child]): SecretEntry => {
      return { name, span: child.entry?.span ?? span, value: nodeOf(child) };
    });
    return { kind: 'map', span, entries };
  }
  if (items.size > 0) {
    const sorted = [...items].sort(([a], [b]) => a - b);
    return { kind: 'list', span, items: sorted.map(([, child]) => nodeOf(child)) };
  }
  const value = entry?.value;
  return value?.kind === 'scalar' ? value : scalar('', span);
}
