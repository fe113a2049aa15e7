import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { root } from '#parser/tree.ts';
import type { FilePath } from '../diagnostic.ts';
import { directoryOf } from '../evaluate/path-value.ts';
import { readBody } from './document.ts';
import type { HclInput } from './module.ts';
import { evaluateIn, type Scope } from './scope.ts';
import { absent, type HclValue, list, literal, object } from './value.ts';

/**
 * The variable files that OpenTofu loads by itself for a directory, in the
 * order in which later ones win.
 */
export function variableFiles(inputs: readonly HclInput[], directory: string): HclInput[] {
  const here = inputs.filter((input) => directoryOf(input.file) === directory);
  const rank = ({ file }: HclInput): number =>
    isAutomatic(file) ? 2 : file.endsWith('.json') ? 1 : 0;
  return here
    .filter(({ file }) => isAutomatic(file) || /(^|\/)terraform\.tfvars(\.json)?$/.test(file))
    .sort((a, b) => rank(a) - rank(b) || (a.file < b.file ? -1 : 1));
}

function isAutomatic(file: FilePath): boolean {
  return /\.auto\.tfvars(\.json)?$/.test(file);
}

/** The values that one variable file gives. */
export function variableValues(input: HclInput, scope: Scope): ReadonlyMap<string, HclValue> {
  if (input.kind === 'json') return jsonValues(input.text, input.file);
  const { attributes } = readBody(root(input.tree), input.file);
  return new Map([...attributes].map(([name, { value }]) => [name, evaluateIn(value, scope)]));
}

/** More brackets inside each other than this are not read. */
const deepestJson = 64;

function jsonValues(text: string, file: FilePath): ReadonlyMap<string, HclValue> {
  if (nesting(text) > deepestJson) return new Map();
  const document = parseDocument(text, { uniqueKeys: false });
  const value = document.errors.length === 0 ? jsonValue(document.contents, file) : absent;
  return value.kind === 'object' ? value.entries : new Map();
}

/** Sites in JSON are the offsets of keys. */
function jsonValue(node: unknown, file: FilePath): HclValue {
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }): [string, HclValue] => {
      const expr = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
      const name = isScalar(key) ? String(key.value) : '';
      return [name, { ...jsonValue(value, file), at: { file, expr } }];
    });
    return object(entries);
  }
  if (isSeq(node)) return list(node.items.map((item) => jsonValue(item, file)));
  const value = isScalar(node) ? node.value : undefined;
  const plain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return plain ? literal(value) : absent;
}

function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const mark of text.match(/[[\]{}]/g) ?? []) {
    depth += mark === '[' || mark === '{' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
