import {
  type Alias,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Span } from '#parser/span.ts';
import { indentsTooDeep, nestsTooDeep } from './depth.ts';
import type { Data, DataEntry, DataNode, DataProblem, DataScalar } from './node.ts';

/**
 * A YAML 1.2 text as data, with anchors resolved and merge keys (`<<`) merged
 * in. What is broken is a problem, and the rest is read all the same.
 */
export function readYaml(text: string): Data {
  if (nestsTooDeep(text) || indentsTooDeep(text))
    return { documents: [], problems: [{ message: 'nests too deep', span: { start: 0, end: 0 } }] };
  const parsed = [...parseAllDocuments(text, options)];
  const problems: DataProblem[] = [];
  const documents = parsed.flatMap((document) => {
    for (const { message, pos } of document.errors)
      problems.push({ message, span: { start: pos[0], end: pos[1] } });
    const anchors = new Map<string, YamlNode>();
    const reading: Reading = { anchors, made: new Map(), text, problems };
    const { contents } = document;
    return isYamlNode(contents) ? [read(reading, contents)] : [];
  });
  return { documents, problems };
}

const options = {
  prettyErrors: false,
  logLevel: 'silent',
  intAsBigInt: true,
  keepSourceTokens: false,
} as const;

type YamlNode = Scalar | Alias | YAMLMap | YAMLSeq;

interface Reading {
  /** What each anchor stands for from here on; a later anchor takes the name over. */
  readonly anchors: Map<string, YamlNode>;
  /** Nodes with an anchor are made once, so that aliases cannot multiply them; `undefined` while one is being made. */
  readonly made: Map<YamlNode, DataNode | undefined>;
  readonly text: string;
  readonly problems: DataProblem[];
}

function isYamlNode(value: unknown): value is YamlNode {
  return isScalar(value) || isAlias(value) || isMap(value) || isSeq(value);
}

function read(reading: Reading, node: YamlNode): DataNode {
  if (isAlias(node)) return readAlias(reading, node);
  if (node.anchor === undefined) return readOwn(reading, node);
  reading.anchors.set(node.anchor, node);
  reading.made.set(node, undefined);
  const made = readOwn(reading, node);
  reading.made.set(node, made);
  return made;
}

function readOwn(reading: Reading, node: Exclude<YamlNode, Alias>): DataNode {
  if (isScalar(node)) return scalarOf(reading, node);
  const span = spanOf(node);
  if (isMap(node)) return mapOf(reading, node);
  const items = node.items.map((item) => {
    if (isPair(item)) return { kind: 'map', span, entries: entryOf(reading, item) } as const;
    return isYamlNode(item) ? read(reading, item) : empty(span.start);
  });
  return { kind: 'list', span, items };
}

/** Where an alias stands is not where its value is written; the value keeps its own place. */
function readAlias({ anchors, made, problems }: Reading, alias: Alias): DataNode {
  const target = anchors.get(alias.source);
  const known = target && made.get(target);
  if (known) return known;
  const span = spanOf(alias);
  if (target) problems.push({ message: `\`${alias.source}\` stands for itself`, span });
  return empty(span.start);
}

function mapOf(reading: Reading, node: YAMLMap): DataNode {
  const own: DataEntry[] = [];
  const merged: DataEntry[] = [];
  for (const pair of node.items) {
    const [entry] = entryOf(reading, pair);
    if (entry?.key === '<<' && isPlain(pair.key)) merged.push(...entriesToMerge(entry.value));
    else if (entry) own.push(entry);
  }
  const span = spanOf(node);
  if (merged.length === 0) return { kind: 'map', span, entries: own };
  const names = new Set(own.map(({ key }) => key));
  const missing = merged.filter(({ key }) => !names.has(key) && names.add(key));
  return { kind: 'map', span, entries: [...missing, ...own], merges: true };
}

function isPlain(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN';
}

/** What `<<` merges in: of several maps the first that has a key wins. */
function entriesToMerge(value: DataNode): readonly DataEntry[] {
  const maps = value.kind === 'list' ? value.items : [value];
  return maps.flatMap((map) => (map.kind === 'map' ? map.entries : []));
}

/** One entry; none where the key is no scalar, which is reported. */
function entryOf(reading: Reading, { key, value }: Pair): readonly DataEntry[] {
  const name = isYamlNode(key) ? read(reading, key) : empty(0);
  const span = name.span;
  const inner = isYamlNode(value) ? read(reading, value) : empty(span.end);
  if (name.kind === 'scalar') {
    const doubt = name.doubt === undefined ? {} : { keyDoubt: name.doubt };
    return [{ key: name.text, keySpan: span, value: inner, ...doubt }];
  }
  reading.problems.push({ message: 'a key that is no scalar is not read', span });
  return [];
}

function scalarOf({ text }: Reading, node: Scalar): DataScalar {
  const span = spanOf(node);
  const { value } = node;
  const source = node.source ?? text.slice(span.start, span.end);
  if (typeof value === 'string')
    return { kind: 'scalar', span, value, text: value, ...doubtOf(node, value) };
  const plain = { kind: 'scalar', span, text: source, ...doubtOf(node, source) } as const;
  switch (typeof value) {
    case 'bigint':
    case 'number':
    case 'boolean':
      return { ...plain, value };
    default:
      return { ...plain, value: null };
  }
}

/**
 * Spellings that are something else for some programs: words that are Booleans
 * in YAML 1.1, numbers that are written otherwise there, dates, and floats that
 * some write out as integers.
 */
const spellsDifferently = new RegExp(
  `^(${[
    'y|yes|n|no|on|off|=',
    '[-+]?0[bo]?[0-7_]+',
    '[-+]?0[0-9_]+',
    '[-+]?0x[0-9a-f_]+',
    '[-+]?[0-9][0-9_]*_[0-9_.]*',
    '[-+]?[0-9]+(:[0-5]?[0-9])+(\\.[0-9]*)?',
    '[-+]?[0-9]+(\\.0*)?(e[-+]?[0-9]+)',
    '[-+]?[0-9]+\\.0*',
    '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*',
    '[-+]?\\.(inf|nan)',
  ].join('|')})$`,
  'i',
);

function doubtOf(node: Scalar, source: string): { readonly doubt?: string } {
  if (node.tag !== undefined && !/^tag:yaml\.org,2002:(str|int|float|bool|null)$/.test(node.tag))
    return { doubt: `\`${node.tag}\` gives a meaning of its own` };
  return node.type === 'PLAIN' && spellsDifferently.test(source)
    ? { doubt: 'versions of YAML read differently' }
    : {};
}

function empty(offset: number): DataScalar {
  return { kind: 'scalar', span: { start: offset, end: offset }, value: null, text: '' };
}

function spanOf(node: YamlNode): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}
