import { numberText } from '../values/number-text.ts';
import type { Value } from '../values/value.ts';

/** Lines longer than this are broken at a space. */
const width = 80;

/** Where a value is written: how far its block is indented, and how far the line has come. */
interface Place {
  readonly indent: number;
  readonly column: number;
}

/** The value as YAML, as `yamlencode` prints it; undefined for what is not printed here. */
export function encodeYaml(value: Value): string | undefined {
  const lines = blockLines(value, 0) ?? rootScalar(value);
  if (!lines || lines.at(-1) === undefined) return undefined;
  const text = `${lines.join('\n')}\n`;
  // A text that keeps the line breaks at its end would need a mark for the end of the document.
  return /\|\d?\+\n(?:[ ].*\n|\n)*$/.test(text) ? undefined : text;
}

function rootScalar(value: Value): readonly string[] | undefined {
  const lines = scalarLines(value, { indent: 2, column: 0 });
  const isPlain = value.kind !== 'string' && !('items' in value) && !('entries' in value);
  return lines && isPlain
    ? [...lines, '...']
    : lines?.map((line, index) => (index > 0 && line !== '' ? `  ${line}` : line));
}

/** The lines of a list or a map that is not empty, without the indentation of the block itself. */
function blockLines(value: Value, indent: number): readonly string[] | undefined {
  if ('items' in value && value.items.length > 0) return sequenceLines(value.items, indent);
  if ('entries' in value && value.entries.size > 0) return mappingLines(value.entries, indent);
  return undefined;
}

function sequenceLines(items: readonly Value[], indent: number): readonly string[] | undefined {
  const lines: string[] = [];
  for (const item of items) {
    const place = { indent: indent + 2, column: indent + 2 };
    const inner = blockLines(item, indent + 2) ?? scalarLines(item, place);
    if (!inner) return undefined;
    lines.push(...inner.map((line, index) => (index === 0 ? `- ${line}` : indented(line))));
  }
  return lines;
}

function mappingLines(
  entries: ReadonlyMap<string, Value>,
  indent: number,
): readonly string[] | undefined {
  const lines: string[] = [];
  for (const [name, item] of entries) {
    // Longer keys, and those of many lines, would be written in another form.
    if (new TextEncoder().encode(name).length > 128 || /[\r\n\u0085\u2028\u2029]/.test(name))
      return undefined;
    const key = `${quoted(name, undefined).join('')}:`;
    // A list stands as far left as the keys of the map that it is in.
    const isList = 'items' in item;
    const inner = blockLines(item, isList ? indent : indent + 2);
    if (inner) {
      lines.push(key, ...inner.map((line) => (isList ? line : indented(line))));
      continue;
    }
    const place = { indent: indent + 2, column: indent + key.length + 1 };
    const [first, ...rest] = scalarLines(item, place) ?? [];
    if (first === undefined) return undefined;
    lines.push(`${key} ${first}`, ...rest.map(indented));
  }
  return lines;
}

function indented(line: string): string {
  return line === '' ? '' : `  ${line}`;
}

function scalarLines(value: Value, place: Place): readonly string[] | undefined {
  switch (value.kind) {
    case 'string':
      return isLiteral(value.text) ? literalLines(value.text) : quoted(value.text, place);
    case 'number':
      return [numberText(value.number)];
    case 'bool':
      return [String(value.truth)];
    case 'null':
      return ['null'];
    case 'list':
    case 'set':
    case 'tuple':
      return value.items.length === 0 ? ['[]'] : undefined;
    case 'map':
    case 'object':
      return value.entries.size === 0 ? ['{}'] : undefined;
    case 'unknown':
    case 'failure':
      return undefined;
  }
}

const unprintable = /[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** Texts of several lines are written line by line, where nothing in them would be lost. */
function isLiteral(text: string): boolean {
  return /\n/.test(text) && !unprintable.test(text) && !/ [\n\u2028\u2029]| $/.test(text);
}

function literalLines(text: string): readonly string[] | undefined {
  if (/[\u2028\u2029]/.test(text)) return undefined;
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomp = text.endsWith('\n') ? (/^\n$|\n\n$/.test(text) ? '+' : '') : '-';
  const lines = text.split('\n');
  return [`|${hint}${chomp}`, ...(text.endsWith('\n') ? lines.slice(0, -1) : lines)];
}

const escapes: { readonly [sign: string]: string } = {
  '\u0000': '0',
  '\u0007': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\u001b': 'e',
  '"': '"',
  '\\': '\\',
  '\u0085': 'N',
  '\u2028': 'L',
  '\u2029': 'P',
};

/** A text in quotes, broken at spaces where a place is given. */
function quoted(text: string, place: Place | undefined): readonly string[] {
  const lines: string[] = [];
  const signs = [...text];
  let line = '"';
  let column = (place?.column ?? 0) + 1;
  let afterSpace = false;
  for (const [index, sign] of signs.entries()) {
    const inside = index > 0 && index < signs.length - 1;
    if (sign === ' ' && place && !afterSpace && column > width && inside) {
      lines.push(line);
      line = signs[index + 1] === ' ' ? '\\' : '';
      column = place.indent + line.length;
    } else {
      const written = escaped(sign);
      line += written;
      column += [...written].length;
    }
    afterSpace = sign === ' ';
  }
  return [...lines, `${line}"`];
}

function escaped(sign: string): string {
  const known = escapes[sign];
  if (known !== undefined) return `\\${known}`;
  const code = sign.codePointAt(0) ?? 0;
  if (code <= 0xffff && !unprintable.test(sign)) return sign;
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}
