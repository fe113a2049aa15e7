import { type JsonNode, jsonTree, propertiesOf } from '#analyzer/hcl/formats/json-tree.ts';
import { parse } from '#parser/parse.ts';
import type { Span } from '#parser/span.ts';
import { type Node, root } from '#parser/tree.ts';
import { indented } from '../fence.ts';
import type { Format } from '../format.ts';
import { hclAttributes } from '../print/hcl.ts';
import { prettyJson } from '../print/json.ts';

type Texts = Readonly<Record<string, string>>;

/** A file with values of variables, of which one is a map from texts to texts. */
export interface VariableFile {
  /** What the map has now. */
  readonly before: Texts;
  /** The text with another map; everything else in it stays, byte for byte. */
  readonly with: (map: Texts) => string;
}

/** `undefined` where a text is there that cannot be read. */
export function variableFile(
  text: string,
  variable: string,
  format: Format,
): VariableFile | undefined {
  return format === 'json' ? jsonFile(text, variable) : hclFile(text, variable);
}

function jsonFile(text: string, variable: string): VariableFile | undefined {
  const tree = jsonTree(text);
  if (text.trim() !== '' && tree?.type !== 'object') return undefined;
  const properties = tree?.type === 'object' ? propertiesOf(tree) : [];
  const own = properties.find(([key]) => key.value === variable)?.[1];
  const last = properties.at(-1)?.[1];
  const entry = (map: Texts): string => `${JSON.stringify(variable)}: ${inner(map)}`;
  return {
    before: own?.type === 'object' ? textsIn(own) : {},
    with: (map) => {
      if (own) return replaced(text, spanOf(own), inner(map));
      if (!last) return prettyJson({ [variable]: map });
      const { end } = spanOf(last);
      return replaced(text, { start: end, end }, `,\n  ${entry(map)}`);
    },
  };
}

function inner(map: Texts): string {
  return indented(prettyJson(map), '  ').trim();
}

function spanOf({ offset, length }: JsonNode): Span {
  return { start: offset, end: offset + length };
}

function textsIn(node: JsonNode): Texts {
  const pairs = propertiesOf(node).map(([key, value]) => [key.value, value.value] as const);
  return Object.fromEntries(pairs.filter(([, value]) => typeof value === 'string'));
}

function hclFile(text: string, variable: string): VariableFile | undefined {
  const tree = parse(text, 'hcl');
  if (tree.errors.length > 0) return undefined;
  const body = root(tree)
    .children()
    .find(({ kind }) => kind === 'body');
  const own = body?.children().find((node) => isOf(node, variable));
  const pairs = own?.text.matchAll(/"([^"\\$%]+)"\s*[=:]\s*"([^"\\$%]*)"/g) ?? [];
  return {
    before: Object.fromEntries([...pairs].map(([, key = '', value = '']) => [key, value])),
    with: (map) => {
      const attribute = hclAttributes({ [variable]: map });
      return own ? replaced(text, own.span, attribute.trimEnd()) : `${text}${attribute}`;
    },
  };
}

function isOf(node: Node, variable: string): boolean {
  return node.kind === 'attribute' && node.children()[0]?.text === variable;
}

function replaced(text: string, { start, end }: Span, inside: string): string {
  return text.slice(0, start) + inside + text.slice(end);
}
