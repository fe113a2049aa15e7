import { parse } from '#parser/parse.ts';
import { Node, root, type Tree } from '#parser/tree.ts';
import { type ContentPart, stringContent } from '../syntax/string-content.ts';
import type { Insertion } from './insertion.ts';
import { indentationAt } from './reindent.ts';
import { replacement } from './tokens.ts';

/**
 * A string between the other quotes, `''` for `"` and the other way round, that
 * says the same; `undefined` where none does, or where a name stands.
 */
export function otherStringStyle(string: Node): Insertion | undefined {
  const isPlain = string.kind === 'string_expression';
  if (!isPlain && string.kind !== 'indented_string_expression') return undefined;
  if (string.field === 'attr') return undefined;
  const parts = partsOf(string);
  const text = isPlain ? indented(string, parts) : `"${parts.map(plainPart).join('')}"`;
  const said = JSON.stringify(parts);
  if (text === undefined || contentOf(text) !== said) return undefined;
  return replacement(string.tree.text, string.span, text);
}

/** A text as it is read, or what is put into the string, as it is written. */
type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string };

function partsOf({ tree, id }: Node): readonly Part[] {
  return stringContent(tree, id).map((part) => readPart(tree, part));
}

function readPart(tree: Tree, part: ContentPart): Part {
  if (part.kind === 'text') return { kind: 'text', text: part.text };
  return { kind: 'code', text: new Node(tree, part.node).text };
}

/** What a string says that stands by itself. */
function contentOf(text: string): string | undefined {
  const tree = parse(text, 'nix');
  const string = root(tree).child('expression');
  return tree.errors.length === 0 && string ? JSON.stringify(partsOf(string)) : undefined;
}

function plainPart(part: Part, index: number, parts: readonly Part[]): string {
  if (part.kind === 'code') return part.text;
  const escaped = part.text
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('${', '\\${')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return parts[index + 1] === undefined ? escaped : escaped.replace(/\$$/, '\\$');
}

/** On one line without a line end in it, else with each line below the other. */
function indented(string: Node, parts: readonly Part[]): string | undefined {
  const isLong = parts.some(({ kind, text }) => kind === 'text' && text.includes('\n'));
  const body = parts.map(indentedPart).join('');
  if (!isLong) return `''${body}''`;
  if (parts.some(({ kind, text }) => kind === 'code' && text.includes('\n'))) return undefined;
  const indent = indentationAt(string.tree.text, string.start);
  const lines = body.split('\n');
  const shown = lines.map((line, index) => {
    if (index === lines.length - 1 && line === '') return indent;
    return line === '' ? '' : `${indent}  ${line}`;
  });
  return `''\n${shown.join('\n')}''`;
}

function indentedPart(part: Part, index: number, parts: readonly Part[]): string {
  if (part.kind === 'code') return part.text;
  const isLast = parts[index + 1] === undefined;
  const escaped = part.text
    .replaceAll("''", "'''")
    .replaceAll('${', "''${")
    .replaceAll('\r', "''\\r")
    .replaceAll('\t', "''\\t");
  return isLast ? escaped.replace(/(?<!')'$/, "''\\'") : escaped.replace(/\$$/, "''$");
}
