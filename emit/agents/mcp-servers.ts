import type { DataNode } from '#analyzer/data/node.ts';
import { valueAt } from '#analyzer/data/node.ts';
import { readData } from '#analyzer/data/read.ts';
import { entriesOf } from '#analyzer/data/select.ts';

/** A variable that servers of a configuration are started with. */
export interface ServerVariable {
  readonly name: string;
  readonly servers: readonly string[];
  /** Whether every place that names it says what else to take. */
  readonly isOptional: boolean;
}

const reference = /\$\{(?:env:)?([A-Za-z_]\w*)(:-[^}]*)?\}/g;

/** The variables in a file of servers, in the order of the file; `undefined` where it is no such file. */
export function serverVariables(text: string): readonly ServerVariable[] | undefined {
  const { documents, problems } = readData(text, 'json');
  const [document] = documents;
  const servers = valueAt(document, 'mcpServers') ?? valueAt(document, 'servers');
  if (problems.length > 0 || servers?.kind !== 'map') return undefined;
  const found = new Map<string, { servers: Set<string>; isOptional: boolean }>();
  for (const { key, value } of entriesOf(servers))
    for (const text of textsIn(value))
      for (const [, name = '', otherwise] of text.matchAll(reference)) {
        const before = found.get(name) ?? { servers: new Set(), isOptional: true };
        before.servers.add(key);
        before.isOptional &&= otherwise !== undefined;
        found.set(name, before);
      }
  return [...found].map(([name, { servers: own, isOptional }]) => {
    return { name, servers: [...own], isOptional };
  });
}

function textsIn(node: DataNode): readonly string[] {
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string' ? [node.value] : [];
    case 'list':
      return node.items.flatMap(textsIn);
    case 'map':
      return node.entries.flatMap(({ value }) => textsIn(value));
  }
}
