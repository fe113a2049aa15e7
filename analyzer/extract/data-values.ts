import { isForPrograms, isNamedSecret } from '../data/kept-files.ts';
import type { DataEntry, DataNode, DataScalar } from '../data/node.ts';
import { siteAt } from '../data/place.ts';
import { type DataFormat, dataFormatOf, readData } from '../data/read.ts';
import type { FilePath } from '../diagnostic.ts';
import { safeNumber } from '../evaluate/safe-number.ts';
import type { DataRow } from '../facts/data.ts';
import type { Gap, Table } from '../facts/facts.ts';
import { mayBeSops } from '../secret-files/sops-file.ts';
import { looksSecret, withoutCredentials } from './secret-looking.ts';
import { plain, TableBuilder } from './table.ts';

/** Larger files, and those with more or deeper parts, are written by programs. */
const longest = 64 * 1024;
const mostValues = 1000;
const deepest = 64;

const tooLarge = 'the file is too large to be kept by hand';

/** The values of a file of data; a file of secrets, and one that is huge, is a gap. */
export function dataTable(file: FilePath, text: string): Table<'data'> {
  const table = new TableBuilder('data');
  const format = dataFormatOf(file);
  if (text.length > longest) table.gap({ file }, tooLarge);
  else if (holdsSecrets(file, text)) table.gaps.push(gapOfSecrets(file));
  else if (format) addFile(table, { file, format }, text);
  return plain(table);
}

/** The gaps that files of secrets leave, which nobody reads. */
export function withheldData(files: readonly FilePath[]): Table<'data'> {
  return { rows: [], gaps: files.map((file) => gapOfSecrets(file)) };
}

function gapOfSecrets(file: FilePath): Gap<'data'> {
  return { table: 'data', known: { file }, reason: 'the file holds secrets', at: undefined };
}

function holdsSecrets(file: string, text: string): boolean {
  return (
    isNamedSecret(file) ||
    mayBeSops(text) ||
    /\$ANSIBLE_VAULT|!vault\b|ENC\[|PRIVATE KEY-----|AGE-SECRET-KEY-|BEGIN (AGE|PGP)/.test(text)
  );
}

interface Source {
  readonly file: FilePath;
  readonly format: DataFormat;
}

function addFile(table: TableBuilder<'data'>, source: Source, text: string): void {
  const { file, format } = source;
  const { documents, problems } = readData(text, format);
  const [problem] = problems;
  const [only, more] = documents;
  if (problem) table.gap({ file }, 'the file is broken', siteAt(file, problem.span));
  else if (more) table.gap({ file }, 'the file holds several documents', siteAt(file, more.span));
  else if (only && !isForPrograms(only, format)) addValues(table, source, only);
}

function addValues(table: TableBuilder<'data'>, source: Source, node: DataNode): void {
  const { file } = source;
  const walk: Walk = { source, rows: [], visited: 0, merged: undefined };
  visit(walk, { node, key: '', name: '', depth: 0, isSecret: false });
  const { visited, rows, merged } = walk;
  if (visited > mostValues) table.gap({ file }, tooLarge);
  else for (const row of rows) table.add(row);
  if (merged) table.gap({ file }, 'keys of other maps are merged in', siteAt(file, merged.span));
}

interface Walk {
  readonly source: Source;
  readonly rows: DataRow[];
  /** Aliases may stand for the same part any number of times, so that there must be an end. */
  visited: number;
  /** A map into which others are merged, which programs do differently. */
  merged: DataNode | undefined;
}

interface Place {
  readonly node: DataNode;
  readonly key: string;
  readonly name: string;
  readonly depth: number;
  readonly isSecret: boolean;
}

function visit(walk: Walk, place: Place): void {
  const { node, key, name, isSecret } = place;
  const depth = place.depth + 1;
  walk.visited += depth > deepest ? mostValues : 1;
  if (walk.visited > mostValues) return;
  switch (node.kind) {
    case 'map':
      if (node.merges) walk.merged ??= node;
      for (const entry of effective(node.entries))
        visit(walk, {
          node: entry.value,
          key: key === '' ? quoted(entry.key) : `${key}.${quoted(entry.key)}`,
          name: entry.key,
          depth,
          isSecret: isSecret || looksSecret(entry.key),
        });
      return;
    case 'list':
      for (const [index, item] of node.items.entries())
        visit(walk, { node: item, key: `${key}[${index}]`, name, depth, isSecret });
      return;
    case 'scalar':
      walk.rows.push({
        at: siteAt(walk.source.file, node.span),
        ...walk.source,
        key,
        name,
        value: isSecret ? { undecided: 'its key names a secret' } : cellOf(node),
      });
  }
}

/** Of a repeated key the last one counts. */
function effective(entries: readonly DataEntry[]): readonly DataEntry[] {
  const last = new Map(entries.map((entry) => [entry.key, entry]));
  return last.size === entries.length ? entries : [...last.values()];
}

/** Names that are no identifiers are quoted, as Nix does it. */
function quoted(name: string): string {
  return /^[A-Za-z_][\w'-]*$/.test(name) ? name : JSON.stringify(name);
}

function cellOf({ value, text, doubt }: DataScalar): DataRow['value'] {
  if (isToken(text)) return { undecided: 'it looks like a secret' };
  if (withoutCredentials(text) !== text) return { undecided: 'it holds a password' };
  if (doubt !== undefined) return { undecided: doubt };
  if (value === null) return undefined;
  if (typeof value !== 'bigint') return value;
  return safeNumber(value) ?? { undecided: 'it has too many digits' };
}

/** Beginnings by which keys and tokens of well-known programs are told, and hashes of passwords. */
function isToken(text: string): boolean {
  return /^(gh[pousr]_|github_pat_|glpat-|sk[-_]|xox[abprse]-|AKIA|AIza|hv[sb]\.|tskey-|dop_v1_|npm_|pypi-|eyJ[\w-]{10,}\.|\$(2[aby]|6|y|argon2\w*|scrypt)\$)/.test(
    text,
  );
}
