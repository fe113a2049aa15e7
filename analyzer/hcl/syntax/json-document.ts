import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Site } from '#analyzer/site.ts';
import { type JsonNode, jsonTree, propertiesOf } from '../formats/json-tree.ts';
import { numberFrom } from '../values/convert.ts';
import { bool, nothing, string, type Value } from '../values/value.ts';
import type { HclAttribute, HclBlock, HclBody, HclLabel } from './document.ts';
import type { Expression } from './expression.ts';
import { lowerTerm } from './lower.ts';
import { lowerExpressionText, lowerTemplateText } from './lower-template.ts';

/** One file of JSON. Sites in it are offsets. */
interface JsonFile {
  readonly file: FilePath;
  readonly text: string;
}

/** How many labels stand before the body of a block. */
const labelCounts: ReadonlyMap<string, number> = new Map([
  ...['resource', 'data', 'ephemeral'].map((type) => [type, 2] as const),
  ...['variable', 'output', 'module', 'provider', 'check'].map((type) => [type, 1] as const),
  ...['locals', 'terraform', 'moved', 'import', 'removed'].map((type) => [type, 0] as const),
]);

/** The blocks of a configuration written as JSON; undefined when the text is none. */
export function readJsonDocument(source: JsonFile): HclBody | undefined {
  const tree = jsonTree(source.text);
  if (!tree) return undefined;
  const blocks = objectsIn(tree).flatMap((object) =>
    written(object).flatMap(([key, value]) => {
      const type = String(key.value);
      return labelled(source, { type, labels: [], key }, [value, labelCounts.get(type) ?? 0]);
    }),
  );
  return { attributes: new Map(), blocks };
}

/** The values of a file of variables; undefined when the text is none. Texts are no templates there. */
export function readJsonValues(source: JsonFile): HclBody | undefined {
  const tree = jsonTree(source.text);
  if (tree?.type !== 'object') return undefined;
  return { attributes: attributesOf(source, tree, literalExpression), blocks: [] };
}

interface Heading {
  readonly type: string;
  readonly labels: readonly HclLabel[];
  readonly key: JsonNode;
}

/** Goes down through the labels to the bodies. */
function labelled(
  source: JsonFile,
  heading: Heading,
  [value, count]: readonly [JsonNode, number],
): readonly HclBlock[] {
  if (count === 0) return objectsIn(value).map((body) => blockOf(source, heading, body));
  return objectsIn(value).flatMap((object) =>
    written(object).flatMap(([key, inner]) => {
      const label = { text: String(key.value), at: siteOf(source, key) };
      const labels = [...heading.labels, label];
      return labelled(source, { ...heading, labels, key }, [inner, count - 1]);
    }),
  );
}

function blockOf(source: JsonFile, { type, labels, key }: Heading, node: JsonNode): HclBlock {
  const read = type === 'variable' ? variableExpression : expressionOf;
  let body: HclBody | undefined;
  return {
    type,
    labels,
    at: siteOf(source, key),
    broken: undefined,
    get body() {
      body ??= { attributes: attributesOf(source, node, read), blocks: nestedBlocks(source, node) };
      return body;
    },
  };
}

/** Blocks inside of blocks that OpenTofu itself knows; those of resources are read as attributes. */
function nestedBlocks(source: JsonFile, node: JsonNode): readonly HclBlock[] {
  return written(node).flatMap(([key, value]) => {
    const type = String(key.value);
    if (type === 'dynamic') return labelled(source, { type, labels: [], key }, [value, 1]);
    const known = ['lifecycle', 'content', 'required_providers', 'validation'].includes(type);
    return known ? labelled(source, { type, labels: [], key }, [value, 0]) : [];
  });
}

type Reader = (source: JsonFile, node: JsonNode, name: string) => Expression;

function attributesOf(
  source: JsonFile,
  node: JsonNode,
  read: Reader,
): ReadonlyMap<string, HclAttribute> {
  const attributes = written(node).map(([key, value]): [string, HclAttribute] => {
    const name = String(key.value);
    let expression: Expression | undefined;
    const attribute = {
      name,
      at: siteOf(source, key),
      get expression() {
        expression ??= read(source, value, name);
        return expression;
      },
    };
    return [name, attribute];
  });
  return new Map(attributes);
}

/** The default of a variable is no template, and its type an expression. */
function variableExpression(source: JsonFile, node: JsonNode, name: string): Expression {
  if (name === 'default') return literalExpression(source, node);
  const isType = name === 'type' && node.type === 'string';
  return isType
    ? lowerExpressionText(String(node.value), siteOf(source, node), lowerTerm)
    : expressionOf(source, node);
}

function expressionOf(source: JsonFile, node: JsonNode): Expression {
  return jsonExpression(source, node, (text, at) => lowerTemplateText(text, at, lowerTerm));
}

function literalExpression(source: JsonFile, node: JsonNode): Expression {
  return jsonExpression(source, node, (text, at) => literal(at, string(text)));
}

function jsonExpression(
  source: JsonFile,
  node: JsonNode,
  readText: (text: string, at: Site) => Expression,
): Expression {
  const at = siteOf(source, node);
  switch (node.type) {
    case 'object': {
      const items = written(node).map(([key, value]) => ({
        key: readText(String(key.value), siteOf(source, key)),
        value: jsonExpression(source, value, readText),
      }));
      return { at, kind: 'object', items };
    }
    case 'array': {
      const items = (node.children ?? []).map((item) => jsonExpression(source, item, readText));
      return { at, kind: 'tuple', items };
    }
    case 'string':
      return readText(String(node.value), at);
    case 'number':
      return literal(at, numberFrom(source.text.slice(node.offset, node.offset + node.length)));
    case 'boolean':
      return literal(at, bool(node.value === true));
    case 'null':
      return literal(at, nothing);
    case 'property':
      return { at, kind: 'broken', reason: 'the JSON is not complete' };
  }
}

function literal(at: Site, value: Value): Expression {
  return { at, kind: 'literal', value: { ...value, at } };
}

/** An object, or the objects of an array. */
function objectsIn(node: JsonNode): readonly JsonNode[] {
  if (node.type === 'object') return [node];
  return node.type === 'array' ? (node.children ?? []).flatMap(objectsIn) : [];
}

/** Properties, those left out that stand for comments. */
function written(node: JsonNode): ReturnType<typeof propertiesOf> {
  return propertiesOf(node).filter(([key]) => key.value !== '//');
}

function siteOf({ file }: JsonFile, node: JsonNode): Site {
  return { file, expr: node.offset, content: { start: 0, end: node.length } };
}
