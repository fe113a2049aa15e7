import { type GoEntry, type GoExpression, GoReader, goTokens } from './go-source.ts';

/** A table of test cases in Go, and what is called with each of them. */
export interface GoTable {
  /** The test. */
  readonly name: string;
  readonly rows: readonly GoRow[];
  /** Rows that this reader does not understand. */
  readonly unread: number;
  readonly names: ReadonlyMap<string, GoExpression>;
  readonly call: GoCall | undefined;
}

export type GoRow = ReadonlyMap<string, GoExpression>;

export interface GoCall {
  /** `Upper`, or `UpperFunc` where it is called through its specification. */
  readonly name: string;
  /** The columns with the arguments; the last one may hold several. */
  readonly columns: readonly string[];
  readonly spreads: boolean;
}

/** The tables in the tests of a file of Go. */
export function goTables(text: string): readonly GoTable[] {
  const tests = text.matchAll(/^func (Test\w+)\(\w+ \*testing\.T\) \{\n([\s\S]*?)^\}/gm);
  return [...tests].flatMap(([, name = '', body = '']) => tableIn(name, body) ?? []);
}

function tableIn(name: string, body: string): GoTable | undefined {
  const tokens = goTokens(body);
  const reader = new GoReader(tokens);
  if (!reader.find('tests', ':=') && !reader.find('tests', '=')) return undefined;
  const type = reader.type();
  const columns = columnsOf(type);
  if (columns.length === 0 || !reader.take('{')) return undefined;
  const { rows, unread } = rowsOf(reader, { columns, isNested: /\]\[\]struct/.test(type) });
  return { name, rows, unread, names: namesIn(body), call: callIn(body) };
}

/** The columns of a struct, from its type. */
function columnsOf(type: string): readonly string[] {
  const [, fields = ''] = /struct \{(.*)\}$/.exec(type) ?? [];
  return fields.split(';').flatMap((field) => {
    const [, names = ''] = /^((?:\w+ ,)*\w+ )/.exec(field.trim()) ?? [];
    return names.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
  });
}

interface Shape {
  readonly columns: readonly string[];
  /** Whether each entry is a list of rows. */
  readonly isNested: boolean;
}

function rowsOf(reader: GoReader, shape: Shape): { rows: readonly GoRow[]; unread: number } {
  const rows: GoRow[] = [];
  let unread = 0;
  while (!reader.take('}')) {
    reader.skipLines();
    const start = reader.at;
    const entry = entryIn(reader);
    const found = entry && rowsIn(entry, shape);
    if (found) rows.push(...found);
    else {
      unread++;
      reader.skipItem(start);
    }
    if (!reader.take(',') && reader.peek() !== '}') break;
  }
  return { rows, unread };
}

function entryIn(reader: GoReader): GoExpression | undefined {
  const first = reader.expression();
  return first && reader.take(':') ? reader.expression() : first;
}

function rowsIn(entry: GoExpression, { columns, isNested }: Shape): readonly GoRow[] | undefined {
  if (entry.kind !== 'composite') return undefined;
  if (!isNested) return [rowOf(entry.entries, columns)];
  const rows = entry.entries.flatMap(({ value }) =>
    value.kind === 'composite' ? [rowOf(value.entries, columns)] : [],
  );
  return rows.length === entry.entries.length ? rows : undefined;
}

function rowOf(entries: readonly GoEntry[], columns: readonly string[]): GoRow {
  return new Map(
    entries.map(({ key, value }, index) => [
      key?.kind === 'name' ? key.name : (columns[index] ?? ''),
      value,
    ]),
  );
}

/** Values that the test names before the table. */
function namesIn(body: string): ReadonlyMap<string, GoExpression> {
  const found = new Map<string, GoExpression>();
  for (const [, name = '', rest = ''] of body.matchAll(/^\t(\w+) := ([\s\S]*?)(?=^\t\w|^$)/gm)) {
    const value = name === 'tests' ? undefined : new GoReader(goTokens(rest)).expression();
    if (value) found.set(name, value);
  }
  return found;
}

const column = String.raw`(?:test|tc|tt)\.\w+(?:\.\.\.)?`;
const columnList = `(${column}(?:, ?${column})*)`;

function callIn(body: string): GoCall | undefined {
  const result = String.raw`\b(?:got|actual|result)\b[^\n]*= ([A-Z]\w*)`;
  const direct = new RegExp(String.raw`${result}\(${columnList}\)`).exec(body);
  const listed = new RegExp(String.raw`${result}\.Call\(\[\]cty\.Value\{${columnList}\}\)`);
  const [, name, given] = direct ?? listed.exec(body) ?? [];
  if (name === undefined || given === undefined) return undefined;
  const columns = [...given.matchAll(/\.(\w+)/g)].map(([, each = '']) => each);
  return { name, columns, spreads: given.endsWith('...') };
}
