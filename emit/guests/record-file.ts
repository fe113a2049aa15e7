import { type DataNode, valueAt } from '#analyzer/data/node.ts';
import { siteAt } from '#analyzer/data/place.ts';
import { dataFormatOf, readData } from '#analyzer/data/read.ts';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { filePath, normalizePath } from '#analyzer/evaluate/path-value.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { withheld } from '#analyzer/options/secret-text.ts';
import type { Site } from '#analyzer/site.ts';
import type { Problem } from '../emitter.ts';
import type { Plain } from '../values.ts';

/** A file with data that people keep, such as the machines to provision. */
export interface RecordFile {
  readonly file: FilePath;
  readonly root: DataNode;
}

/** Reads a file of data; one that is not there, broken, or holds secrets is a problem. */
export function readRecords(facts: Facts, name: string): RecordFile | Problem {
  const file = filePath(normalizePath(name));
  const format = dataFormatOf(file);
  const text = facts.text(file);
  if (format === undefined) return { message: `\`${file}\` is no YAML, JSON or TOML` };
  if (text === undefined) return { message: `\`${file}\` is not there` };
  const holdsSecrets = facts.table('secret-file').rows.some((row) => row.file === file);
  if (holdsSecrets) return { message: `\`${file}\` holds secrets` };
  const { documents, problems } = readData(text, format);
  const [root, ...others] = documents;
  const [problem] = problems;
  if (problem)
    return { message: `\`${file}\`: ${problem.message}`, at: siteAt(file, problem.span) };
  if (root === undefined || others.length > 0)
    return { message: `\`${file}\` is not one document` };
  return { file, root };
}

/** Data without places. What may be a secret, and what programs read differently, is left out and reported. */
export function plainData(
  { file, root }: RecordFile,
  report: (problem: Problem) => void,
): Plain | undefined {
  return plainNode(root, { file, report, path: [] });
}

interface Reading {
  readonly file: FilePath;
  readonly report: (problem: Problem) => void;
  readonly path: readonly string[];
}

function plainNode(node: DataNode, reading: Reading): Plain | undefined {
  const { file, report, path } = reading;
  const refuse = (reason: string): undefined => {
    report({ message: `\`${path.join('.')}\` ${reason}`, at: siteAt(file, node.span) });
  };
  switch (node.kind) {
    case 'map': {
      if (node.merges) return refuse('merges other parts in');
      const entries = node.entries.flatMap(({ key, value }): [string, Plain][] => {
        const plain = plainNode(value, { ...reading, path: [...path, key] });
        return plain === undefined ? [] : [[key, plain]];
      });
      return Object.fromEntries(entries);
    }
    case 'list':
      return node.items.flatMap((item) => {
        const plain = plainNode(item, reading);
        return plain === undefined ? [] : [plain];
      });
    case 'scalar': {
      if (node.doubt !== undefined) return refuse(node.doubt);
      const hidden = typeof node.value === 'string' && withheld(path, node.value);
      if (hidden) return refuse(hidden.undecided);
      return typeof node.value === 'bigint' ? plainInteger(node.value) : node.value;
    }
  }
}

function plainInteger(value: bigint): Plain {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The record of a machine, and where it stands. Names may have `_` for `-`. */
export interface GuestRecord {
  readonly key: string;
  readonly fields: DataNode;
  readonly at: Site;
}

/** The record of a machine by its name, or by the name that the record itself gives. */
export function recordOf(
  { file, root }: RecordFile,
  below: string,
  host: string,
): GuestRecord | undefined {
  const keys = below === '' ? [] : below.split('.');
  const records = valueAt(root, ...keys);
  if (records?.kind !== 'map') return undefined;
  const entry =
    records.entries.find(({ key }) => key === host) ??
    records.entries.find(({ key }) => key.replaceAll('_', '-') === host) ??
    records.entries.find(({ value }) => scalarText(valueAt(value, 'name')) === host);
  return entry && { key: entry.key, fields: entry.value, at: siteAt(file, entry.keySpan) };
}

/** The text of one value; `undefined` for sets, lists and nothing. */
export function scalarText(node: DataNode | undefined): string | undefined {
  if (node?.kind !== 'scalar' || node.value === null || node.doubt !== undefined) return undefined;
  return String(node.value);
}
