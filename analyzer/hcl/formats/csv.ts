/**
 * The records of a text of comma-separated values, read as Go's `encoding/csv`
 * reads them; undefined when a quote stands where it may not.
 */
export function readCsv(text: string): readonly (readonly string[])[] | undefined {
  const source = text.replace(/\r\n/g, '\n');
  const records: (readonly string[])[] = [];
  let at = 0;
  while (at < source.length) {
    if (source[at] === '\n') {
      at++;
      continue;
    }
    const record = readRecord(source, at);
    if (!record) return undefined;
    records.push(record.fields);
    at = record.end;
  }
  return records;
}

function readRecord(source: string, start: number): { fields: string[]; end: number } | undefined {
  const fields: string[] = [];
  let at = start;
  for (;;) {
    const field = source[at] === '"' ? readQuoted(source, at) : readBare(source, at);
    if (!field) return undefined;
    fields.push(field.text);
    at = field.end;
    if (source[at] !== ',') break;
    at++;
  }
  return { fields, end: at + 1 };
}

interface Field {
  readonly text: string;
  readonly end: number;
}

function readBare(source: string, start: number): Field | undefined {
  let end = start;
  while (end < source.length && source[end] !== ',' && source[end] !== '\n') {
    if (source[end] === '"') return undefined;
    end++;
  }
  return { text: source.slice(start, end), end };
}

function readQuoted(source: string, start: number): Field | undefined {
  let text = '';
  let at = start + 1;
  for (;;) {
    const close = source.indexOf('"', at);
    if (close === -1) return undefined;
    text += source.slice(at, close);
    at = close + 1;
    if (source[at] !== '"') break;
    text += '"';
    at++;
  }
  const ends = at >= source.length || source[at] === ',' || source[at] === '\n';
  return ends ? { text, end: at } : undefined;
}
