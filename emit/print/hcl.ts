import type { Plain } from '../values.ts';

/** An expression as it is written, such as `aws_eip.front.public_ip`. */
export class HclCode {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type HclData = Plain | HclCode | readonly HclData[] | { readonly [name: string]: HclData };

/** The attributes of a body, one on each line. */
export interface HclAttributes {
  readonly [name: string]: HclData;
}

/** `type "label" { … }`. */
export interface HclBlock {
  /** Comments of one line that stand above it, without their marks. */
  readonly comments?: readonly string[];
  readonly type: string;
  readonly labels: readonly string[];
  /** Its attributes in groups, with an empty line between them. */
  readonly groups: readonly HclAttributes[];
}

/** A block as `tofu fmt` lays it out, with its line end. */
export function hclBlock({ comments = [], type, labels, groups }: HclBlock): string {
  const above = comments.map((comment) => `# ${oneLine(comment)}\n`);
  const head = [type, ...labels.map(hclString)].join(' ');
  const bodies = groups.map((group) => hclAttributes(group, '  ')).filter((body) => body !== '');
  const body = bodies.length === 0 ? '{}' : `{\n${bodies.join('\n')}}`;
  return `${above.join('')}${head} ${body}\n`;
}

/**
 * Attributes one below the other. The equals signs of values that take one line
 * stand below each other, as far as no other line is between them.
 */
export function hclAttributes(attributes: HclAttributes, indent = ''): string {
  const lines = Object.entries(attributes).map(
    ([name, value]): Line => ({ name, value: hclExpression(value, indent) }),
  );
  return linesText(lines, indent);
}

/** A name and what is given to it. */
interface Line {
  readonly name: string;
  readonly value: string;
}

function linesText(lines: readonly Line[], indent: string): string {
  const texts = lines.map(({ name, value }, index) => {
    const run = value.includes('\n') ? [] : runAround(lines, index);
    const width = Math.max(widthOf(name), ...run.map((line) => widthOf(line.name)));
    return `${indent}${name}${' '.repeat(width - widthOf(name))} = ${value}\n`;
  });
  return texts.join('');
}

/** The lines next to one whose values take a single line, too. */
function runAround(lines: readonly Line[], index: number): readonly Line[] {
  const isLong = ({ value }: Line): boolean => value.includes('\n');
  const before = lines.slice(0, index).findLastIndex(isLong) + 1;
  const after = lines.slice(index).findIndex(isLong);
  return lines.slice(before, after === -1 ? lines.length : index + after);
}

/** A value as an expression; lines after the first begin with `indent`. */
export function hclExpression(value: HclData, indent = ''): string {
  if (value instanceof HclCode) return value.text;
  if (typeof value === 'string') return hclString(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return 'null';
  if (typeof value !== 'object' || value === null) return String(value);
  if (isList(value)) return tupleText(value, indent);
  const inner = `${indent}  `;
  const lines = Object.entries(value).map(
    ([name, item]): Line => ({ name: keyText(name), value: hclExpression(item, inner) }),
  );
  return lines.length === 0 ? '{}' : `{\n${linesText(lines, inner)}${indent}}`;
}

/** How long a list may be on one line. */
const longestList = 80;

function tupleText(items: readonly HclData[], indent: string): string {
  const flat = items.map((item) => hclExpression(item));
  const line = `[${flat.join(', ')}]`;
  if (!line.includes('\n') && line.length <= longestList) return line;
  const inner = `${indent}  `;
  const lines = items.map((item) => `${inner}${hclExpression(item, inner)},\n`);
  return `[\n${lines.join('')}${indent}]`;
}

/** Names that mean something else at the head of an object or as a key. */
const words: ReadonlySet<string> = new Set(['true', 'false', 'null', 'for']);

/** The key of an object: a plain name, or a text. */
function keyText(name: string): string {
  return isHclName(name) && !words.has(name) ? name : hclString(name);
}

/** Whether a text can be the name of an attribute. */
function isHclName(name: string): boolean {
  return /^[A-Za-z_][\w-]*$/.test(name);
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['"', '\\"'],
  ['\\', '\\\\'],
]);

/**
 * A text between quotes. What begins an expression or a directive is escaped; of
 * several dollar or percent signs in front of a brace, all but the last are written by
 * their numbers, since the sign itself is what escapes.
 */
export function hclString(text: string): string {
  const inner = text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/["\\\p{Cc}\u2028\u2029\ufeff]/gu, (sign) => escapes.get(sign) ?? numbered(sign))
    .replace(/([$%]*)([$%])\{/g, (_, before: string, sign: string) => {
      return `${before.replace(/./g, numbered)}${sign}${sign}{`;
    });
  return `"${inner}"`;
}

function numbered(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function oneLine(comment: string): string {
  return comment.replace(/[\s\p{Cc}\p{Cs}\ufeff]+/gu, ' ').trim();
}

function widthOf(text: string): number {
  return [...text].length;
}

function isList(value: HclData): value is readonly HclData[] {
  return Array.isArray(value);
}
