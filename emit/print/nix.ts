import { nixString, plainName } from '#analyzer/edit/attribute-set.ts';
import type { Plain } from '../values.ts';

/** Code rather than data, such as `pkgs.hello`, with what people should read beside it. */
export class NixCode {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An item of a list with a comment behind it. */
export interface Commented {
  readonly item: NixData;
  readonly comment: string;
}

export type NixData =
  | Plain
  | NixCode
  | Commented
  | readonly NixData[]
  | { readonly [name: string]: NixData };

/** Data as Nix, laid out as `nixfmt` does; lines after the first begin with `indent`. */
export function nixExpression(value: NixData, indent = ''): string {
  if (value instanceof NixCode) return value.text;
  if (typeof value === 'string') return textOf(value, indent);
  if (typeof value !== 'object' || value === null) return scalarText(value);
  if (isList(value)) return listText(value, indent);
  if (isCommented(value)) return nixExpression(value.item, indent);
  return setText(Object.entries(value), indent);
}

/** Several lines stand below each other where Nix takes nothing off them. */
function textOf(text: string, indent: string): string {
  const lines = text.split('\n').slice(0, -1);
  const isPlain = /^[^\t\r\p{Cc}]*$/u.test(lines.join(''));
  const hasEdge =
    lines.some((line) => /^\S/.test(line)) && !lines.some((line) => /^\s+$/.test(line));
  if (lines.length < 2 || !text.endsWith('\n') || !isPlain || !hasEdge) return nixString(text);
  const written = lines.map((line) => {
    const escaped = line.replaceAll("''", "'''").replaceAll('${', "''${");
    return line === '' ? '\n' : `${indent}  ${escaped}\n`;
  });
  return `''\n${written.join('')}${indent}''`;
}

function scalarText(value: null | boolean | number | bigint): string {
  const text = String(value);
  return text.startsWith('-') ? `(${text})` : text;
}

function listText(items: readonly NixData[], indent: string): string {
  const [only, ...others] = items;
  if (only === undefined) return '[ ]';
  const single = others.length === 0 && !isCommented(only) && isFlat(only);
  if (single) return `[ ${nixExpression(only)} ]`;
  const inner = `${indent}  `;
  const lines = items.map((item) => {
    const comment = isCommented(item) ? ` # ${oneLine(item.comment)}` : '';
    return `${inner}${nixExpression(item, inner)}${comment}\n`;
  });
  return `[\n${lines.join('')}${indent}]`;
}

function setText(entries: readonly (readonly [string, NixData])[], indent: string): string {
  if (entries.length === 0) return '{ }';
  const inner = `${indent}  `;
  return `{\n${nixBindings(Object.fromEntries(entries), inner)}${indent}}`;
}

/** The bindings of a set, one on each line; a set with one name in it is written as a path. */
export function nixBindings(set: { readonly [name: string]: NixData }, indent = ''): string {
  return Object.entries(set)
    .map(([name, value]) => {
      const [path, end] = pathTo([plainName(name)], value);
      const comment = isCommented(end) ? ` # ${oneLine(end.comment)}` : '';
      return `${indent}${path.join('.')} = ${nixExpression(end, indent)};${comment}\n`;
    })
    .join('');
}

function pathTo(path: readonly string[], value: NixData): [readonly string[], NixData] {
  if (!isSet(value)) return [path, value];
  const [only, ...others] = Object.entries(value);
  if (only === undefined || others.length > 0) return [path, value];
  return pathTo([...path, plainName(only[0])], only[1]);
}

function isFlat(value: NixData): boolean {
  return typeof value !== 'object' || value === null || value instanceof NixCode;
}

function oneLine(comment: string): string {
  return comment.replace(/\s*[\r\n]\s*/g, ' ');
}

function isCommented(value: NixData): value is Commented {
  return isObject(value) && 'comment' in value && 'item' in value;
}

function isSet(value: NixData): value is { readonly [name: string]: NixData } {
  return isObject(value) && !isList(value) && !(value instanceof NixCode) && !isCommented(value);
}

function isObject(value: NixData): value is Extract<NixData, object> {
  return typeof value === 'object' && value !== null;
}

function isList(value: NixData): value is readonly NixData[] {
  return Array.isArray(value);
}
