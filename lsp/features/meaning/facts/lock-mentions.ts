import { readJson } from '#analyzer/data/json.ts';
import { type DataNode, valueAt } from '#analyzer/data/node.ts';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { filePath } from '#analyzer/evaluate/path-value.ts';
import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { Span } from '#parser/span.ts';
import type { FactMention, Thing } from './thing.ts';

/** Where the lock files of flakes have their inputs: the node, and what the root calls it. */
export function* lockMentions(facts: Facts): Iterable<FactMention> {
  for (const { flake, name, ...row } of facts.table('input').rows) {
    const node = known(row['locked-node']);
    if (node === undefined || name.includes('/')) continue;
    const file = filePath(flake.replace(/flake\.nix$/, 'flake.lock'));
    const text = facts.text(file);
    if (text === undefined) continue;
    const places = lockPlaces(file, text);
    const thing: Thing = { kind: 'input', of: flake, name };
    for (const span of [places.nodes.get(node), places.inputs.get(name)]) {
      if (span === undefined) continue;
      const at = { file, expr: span.start, content: { start: 0, end: span.end - span.start } };
      yield { thing, role: 'definition', at, hosts: undefined };
    }
  }
}

interface LockPlaces {
  /** The keys of nodes. */
  readonly nodes: ReadonlyMap<string, Span>;
  /** What the root node calls its inputs. */
  readonly inputs: ReadonlyMap<string, Span>;
}

/** Lock files change seldom and are long, so each is read once for each text. */
const kept = new Map<FilePath, { readonly text: string; readonly places: LockPlaces }>();

function lockPlaces(file: FilePath, text: string): LockPlaces {
  const known = kept.get(file);
  if (known?.text === text) return known.places;
  const places = readPlaces(text);
  kept.set(file, { text, places });
  return places;
}

function readPlaces(text: string): LockPlaces {
  const [document] = readJson(text).documents;
  const root = valueAt(document, 'root');
  const rootName = root?.kind === 'scalar' ? root.text : 'root';
  return {
    nodes: keysOf(valueAt(document, 'nodes')),
    inputs: keysOf(valueAt(document, 'nodes', rootName, 'inputs')),
  };
}

/** Keys without their quotation marks. */
function keysOf(node: DataNode | undefined): ReadonlyMap<string, Span> {
  if (node?.kind !== 'map') return new Map();
  return new Map(
    node.entries.map(({ key, keySpan: { start, end } }) => {
      return [key, { start: start + 1, end: end - 1 }];
    }),
  );
}
