import type { Span } from '#parser/span.ts';

/**
 * One node of a file of secrets while the file is read, whatever its format.
 *
 * A tree holds the texts of the file, secrets that somebody forgot to encrypt
 * among them. It lives as long as the reading takes; what leaves this folder is
 * names, places and verdicts.
 */
export type SecretNode = Named &
  (
    | { readonly kind: 'map'; readonly span: Span; readonly entries: readonly SecretEntry[] }
    | { readonly kind: 'list'; readonly span: Span; readonly items: readonly SecretNode[] }
    | SecretScalar
  );

export interface SecretScalar extends Named {
  readonly kind: 'scalar';
  readonly span: Span;
  readonly text: string;
  readonly isNull: boolean;
  /** What stands behind the value on its line. */
  readonly comment?: string;
}

interface Named {
  /** The anchor or the alias that people call the node by. */
  readonly anchor?: string;
}

export interface SecretEntry {
  readonly name: string;
  readonly span: Span;
  readonly value: SecretNode;
}

/** What one text holds. Most formats have one document; YAML may have several. */
export interface SecretDocuments {
  readonly documents: readonly SecretNode[];
  readonly problems: readonly TextProblem[];
}

/** A place that could not be read. The reason never repeats the text. */
export interface TextProblem {
  readonly span: Span;
  readonly reason: string;
}

export function scalar(text: string, span: Span): SecretScalar {
  return { kind: 'scalar', span, text, isNull: false };
}

/** The value below a name; the last one wins, as it does in JSON. */
export function valueAt(node: SecretNode | undefined, name: string): SecretNode | undefined {
  if (node?.kind !== 'map') return undefined;
  return node.entries.findLast((entry) => entry.name === name)?.value;
}

/** The text below a name; `undefined` where there is none, or an empty one. */
export function textAt(node: SecretNode | undefined, name: string): string | undefined {
  const value = valueAt(node, name);
  return value?.kind === 'scalar' && !value.isNull && value.text !== '' ? value.text : undefined;
}

export function itemsAt(node: SecretNode | undefined, name: string): readonly SecretNode[] {
  const value = valueAt(node, name);
  return value?.kind === 'list' ? value.items : [];
}

/** A map with what its `<<` brings, which its own entries hide. */
export function withMerges(node: SecretNode): SecretNode {
  if (node.kind !== 'map' || !node.entries.some(({ name }) => name === '<<')) return node;
  const own = node.entries.filter(({ name }) => name !== '<<');
  const taken = new Set(own.map(({ name }) => name));
  const merged = node.entries
    .filter(({ name }) => name === '<<')
    .flatMap(({ value }) => (value.kind === 'list' ? value.items : [value]))
    .flatMap((part) => (part.kind === 'map' ? part.entries : []))
    .filter(({ name }) => name !== '<<' && !taken.has(name) && taken.add(name));
  return { ...node, entries: [...own, ...merged] };
}
