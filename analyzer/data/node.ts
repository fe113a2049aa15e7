import type { Span } from '#parser/span.ts';

/** One value of a YAML, JSON or TOML text, and where it stands. */
export type DataNode = DataMap | DataList | DataScalar;

export interface DataMap {
  readonly kind: 'map';
  readonly span: Span;
  /** In the order of the text; where a key is repeated, all of them. */
  readonly entries: readonly DataEntry[];
  /** Set when keys of other maps are merged in (`<<`), which programs treat differently. */
  readonly merges?: true;
}

export interface DataEntry {
  readonly key: string;
  readonly keySpan: Span;
  /** Why programs may read the key differently. */
  readonly keyDoubt?: string;
  readonly value: DataNode;
}

export interface DataList {
  readonly kind: 'list';
  readonly span: Span;
  readonly items: readonly DataNode[];
}

export interface DataScalar {
  readonly kind: 'scalar';
  readonly span: Span;
  /** Integers are `bigint`, so that they keep all their digits. */
  readonly value: string | number | bigint | boolean | null;
  /** The value as written, without quotes and escapes. */
  readonly text: string;
  /** Why programs may read the value differently: a date, or a spelling that two versions of YAML understand differently. */
  readonly doubt?: string;
}

/** What a parser says is wrong with a text. */
export interface DataProblem {
  readonly message: string;
  readonly span: Span;
}

/** A text as data. YAML may hold several documents; of a broken text it is what could be read. */
export interface Data {
  readonly documents: readonly DataNode[];
  readonly problems: readonly DataProblem[];
}

/** What stands below keys, one below the other; of a repeated key the last one counts. */
export function valueAt(
  node: DataNode | undefined,
  ...keys: readonly string[]
): DataNode | undefined {
  return keys.reduce<DataNode | undefined>(
    (inner, name) =>
      inner?.kind === 'map' ? inner.entries.findLast(({ key }) => key === name)?.value : undefined,
    node,
  );
}
