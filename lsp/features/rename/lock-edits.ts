import { readJson } from '#analyzer/data/json.ts';
import { type DataNode, valueAt } from '#analyzer/data/node.ts';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { directoryOf, filePath } from '#analyzer/evaluate/path-value.ts';
import type { Span } from '#parser/span.ts';
import { inputsOf } from '../meaning/attributes.ts';
import type { Names } from '../meaning/names.ts';
import type { RenameEdit } from './edit.ts';
import type { Renaming } from './renaming.ts';

/** The edits of lock files, so that inputs stay locked as they are: their names at the root, and at the beginnings of ways from there. */
export function lockEdits(names: Names, { names: all, text }: Renaming, to: string): RenameEdit[] {
  return all.flatMap((name) => {
    if (inputsOf(names, name.file) !== name.owner) return [];
    const folder = directoryOf(name.file);
    const file: FilePath = filePath(folder === '' ? 'flake.lock' : `${folder}/flake.lock`);
    const [lock] = readJson(names.texts.text(file) ?? '').documents;
    return placesIn(lock, text).map((span) => ({ file, span, text: JSON.stringify(to) }));
  });
}

function placesIn(lock: DataNode | undefined, input: string): Span[] {
  const nodes = valueAt(lock, 'nodes');
  const root = valueAt(lock, 'root');
  if (nodes?.kind !== 'map' || root?.kind !== 'scalar') return [];
  const inputs = nodes.entries.flatMap(({ key, value }) => {
    const own = valueAt(value, 'inputs');
    return own?.kind === 'map' ? own.entries.map((entry) => ({ node: key, ...entry })) : [];
  });
  const named = inputs.filter(({ node, key }) => node === root.text && key === input);
  const firsts = inputs.flatMap(({ value }) =>
    value.kind === 'list' ? value.items.slice(0, 1) : [],
  );
  const led = firsts.filter((first) => first.kind === 'scalar' && first.text === input);
  return [...named.map(({ keySpan }) => keySpan), ...led.map(({ span }) => span)];
}
