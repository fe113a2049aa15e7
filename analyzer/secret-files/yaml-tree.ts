import {
  Composer,
  type Document,
  isAlias,
  isDocument,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type ParsedNode,
  Parser,
  type Scalar,
} from 'yaml';
import type { Span } from '#parser/span.ts';
import {
  type SecretDocuments,
  type SecretEntry,
  type SecretNode,
  scalar,
  type TextProblem,
} from './secret-tree.ts';

/** Nodes that one text may come to once its aliases are followed. Real files have some thousands. */
const mostNodes = 200_000;

/** Deeper texts are not followed, so that none can exhaust the stack. */
const deepest = 200;

/**
 * Reads YAML 1.2, and JSON as the part of it that it is. Every scalar is its
 * text; tags and types are not looked at. Broken text gives what can be read
 * and a problem for each thing that cannot.
 */
export function readYaml(text: string): SecretDocuments {
  const problems: TextProblem[] = [];
  const documents: SecretNode[] = [];
  const composer = new Composer({
    prettyErrors: false,
    uniqueKeys: false,
    strict: false,
    schema: 'failsafe',
    logLevel: 'silent',
  });
  for (const document of composer.compose(new Parser().parse(text), true, text.length)) {
    if (!isDocument(document)) continue;
    for (const { code, pos } of document.errors)
      problems.push({ span: within(text, pos), reason: reasonOf(code) });
    const reading: Reading = { text, anchors: new Map(), problems, nodes: 0, open: new Set() };
    const node = document.contents && nodeOf(reading, document.contents as ParsedNode, 0);
    if (node && !isEmptyDocument(node, document)) documents.push(node);
  }
  return { documents, problems };
}

/** The parser may point behind the end of the text. */
function within({ length }: string, [start, end]: readonly [number, number]): Span {
  const from = Math.min(start, length);
  return { start: from, end: Math.max(from, Math.min(end, length)) };
}

/** Words for the codes of the parser, whose own messages may repeat the text. */
function reasonOf(code: string): string {
  return `the text is not YAML (${code.toLowerCase().replaceAll('_', ' ')})`;
}

interface Reading {
  readonly text: string;
  /** What each anchor names at this point of the document. */
  readonly anchors: Map<string, SecretNode>;
  readonly problems: TextProblem[];
  nodes: number;
  /** Anchors of the nodes around this one, which no alias inside may name. */
  readonly open: Set<string>;
}

function nodeOf(reading: Reading, node: ParsedNode, depth: number): SecretNode | undefined {
  const span = spanOf(node);
  reading.nodes++;
  if (depth > deepest || reading.nodes > mostNodes) return refuse(reading, span);
  if (isAlias(node)) return named(reading, node.source, span);
  const anchor = node.anchor;
  if (anchor !== undefined) reading.open.add(anchor);
  const made = plainNode(reading, node, { span, depth });
  if (anchor === undefined || !made) return made;
  reading.open.delete(anchor);
  const called = { ...made, anchor };
  reading.anchors.set(anchor, called);
  return called;
}

interface Place {
  readonly span: Span;
  readonly depth: number;
}

function plainNode(
  reading: Reading,
  node: Exclude<ParsedNode, { type: 'alias' }>,
  { span, depth }: Place,
): SecretNode | undefined {
  if (isScalar(node)) return scalarOf(reading.text, node, span);
  if (isSeq(node)) {
    const items = node.items.flatMap((item) => itemOf(reading, item, depth) ?? []);
    return { kind: 'list', span, items };
  }
  if (!isMap(node)) return undefined;
  const entries = node.items.flatMap((pair): readonly SecretEntry[] => {
    const entry = entryOf(reading, pair, depth);
    return entry ? [entry] : [];
  });
  return { kind: 'map', span, entries };
}

/** `[a: b]` is a list of a map of one entry. */
function itemOf(reading: Reading, item: unknown, depth: number): SecretNode | undefined {
  if (!isPair(item)) return nodeOf(reading, item as ParsedNode, depth + 1);
  const entry = entryOf(reading, item, depth + 1);
  return entry && { kind: 'map', span: entry.span, entries: [entry] };
}

function entryOf(
  reading: Reading,
  pair: { readonly key: unknown; readonly value: unknown },
  depth: number,
): SecretEntry | undefined {
  const key = nodeOf(reading, pair.key as ParsedNode, depth + 1);
  if (key?.kind !== 'scalar') return key && refuse(reading, key.span);
  const { text: name, span } = key;
  const absent = { ...scalar('', { start: span.end, end: span.end }), isNull: true };
  const value = pair.value ? nodeOf(reading, pair.value as ParsedNode, depth + 1) : absent;
  return value && { name, span, value };
}

const nulls: ReadonlySet<string> = new Set(['', '~', 'null', 'Null', 'NULL']);

function scalarOf(text: string, node: Scalar.Parsed, span: Span): SecretNode {
  const own = typeof node.value === 'string' ? node.value : text.slice(span.start, span.end);
  const isNull = node.type === 'PLAIN' && nulls.has(own);
  const comment = node.comment?.trim();
  return { kind: 'scalar', span, text: own, isNull, ...(comment ? { comment } : {}) };
}

/** What an alias stands for, at the place of the alias. */
function named(reading: Reading, anchor: string, span: Span): SecretNode | undefined {
  const meant = reading.anchors.get(anchor);
  if (!meant || reading.open.has(anchor)) {
    reading.problems.push({ span, reason: 'an alias names nothing' });
    return undefined;
  }
  reading.nodes += sizeOf(meant);
  return reading.nodes > mostNodes ? refuse(reading, span) : { ...meant, span };
}

/** How many nodes one node comes to, as far as that matters. */
function sizeOf(node: SecretNode): number {
  const known = sizes.get(node);
  if (known !== undefined) return known;
  let size = 1;
  if (node.kind === 'list') for (const item of node.items) size += sizeOf(item);
  if (node.kind === 'map') for (const { value } of node.entries) size += sizeOf(value);
  sizes.set(node, size);
  return size;
}

const sizes = new WeakMap<SecretNode, number>();

function refuse(reading: Reading, span: Span): undefined {
  reading.problems.push({ span, reason: 'is more than is read of one file' });
  return undefined;
}

function spanOf(node: ParsedNode): Span {
  return { start: node.range[0], end: node.range[1] };
}

/** `---` alone, or comments alone. */
function isEmptyDocument(node: SecretNode, document: Document): boolean {
  return node.kind === 'scalar' && node.isNull && document.errors.length === 0;
}
