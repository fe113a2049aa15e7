import {
  asciiDocument,
  isSameDocument,
  type JsonDocument,
  type JsonObject,
  readDocument,
} from '../print/json-document.ts';

/** How a JSON file of a program takes over what Nix writes; keys are dotted paths. */
export interface MergePolicy {
  /** Become what Nix has. */
  readonly replace: readonly string[];
  /** Lists in which the items of Nix come first, and other items stay behind them. */
  readonly lead: readonly string[];
  /** Are given once, where they are not there yet. */
  readonly seed: readonly string[];
}

/**
 * The text of a file that holds `existing` after it took over what Nix wrote.
 * A file that is not there becomes a copy, and one where nothing changes keeps
 * its bytes. Says what is wrong where one of them is no JSON object.
 */
export function mergedText(
  base: string,
  existing: string | undefined,
  policy: MergePolicy,
): string | { readonly wrong: string } {
  if (existing === undefined) return base;
  const from = readDocument(base);
  const into = readDocument(existing);
  if (from?.kind !== 'object') return { wrong: 'what Nix writes is no JSON object' };
  if (into?.kind !== 'object') return { wrong: 'the file that is there is no JSON object' };
  const steps: readonly [readonly string[], Merge][] = [
    [policy.replace, replacing],
    [policy.lead, leading],
    [policy.seed, (own, other) => other ?? own],
  ];
  const merged = steps.reduce(
    (outer, [keys, merge]) =>
      keys.reduce((inner, key) => taken(from, inner, { path: key.split('.'), merge }), outer),
    into,
  );
  return isSameDocument(merged, into) ? existing : asciiDocument(merged);
}

/** What a key becomes; `undefined` where it stays absent. */
type Merge = (own: JsonDocument, other: JsonDocument | undefined) => JsonDocument | undefined;

interface Step {
  readonly path: readonly string[];
  readonly merge: Merge;
}

/** A key of one object merged into another; what the first does not have changes nothing. */
function taken(from: JsonObject, into: JsonObject, { path, merge }: Step): JsonObject {
  const [name = '', ...rest] = path;
  const own = from.entries.get(name);
  if (own === undefined) return into;
  const other = into.entries.get(name);
  if (rest.length === 0) return withEntry(into, name, merge(own, other));
  if (own.kind !== 'object') return into;
  const around = other ?? { kind: 'object', entries: new Map() };
  if (around.kind !== 'object') return into;
  const inner = taken(own, around, { path: rest, merge });
  return inner === around ? into : withEntry(into, name, inner);
}

function withEntry(object: JsonObject, name: string, value: JsonDocument | undefined): JsonObject {
  const before = object.entries.get(name);
  if (value === undefined || (before !== undefined && isSameDocument(before, value))) return object;
  return { kind: 'object', entries: new Map([...object.entries, [name, value]]) };
}

/** Nothing is what `null` says, and so nothing changes where there is nothing yet. */
function replacing(own: JsonDocument, other: JsonDocument | undefined): JsonDocument | undefined {
  const isNull = own.kind === 'scalar' && own.value === null;
  return isNull && other === undefined ? undefined : own;
}

function leading(own: JsonDocument, other: JsonDocument | undefined): JsonDocument | undefined {
  if (own.kind === 'list' && own.items.length === 0) return other;
  if (own.kind !== 'list' || (other !== undefined && other.kind !== 'list')) return other ?? own;
  const foreign = (other?.items ?? []).filter(
    (item) => !own.items.some((each) => isSameDocument(each, item)),
  );
  return { kind: 'list', items: [...own.items, ...foreign] };
}
