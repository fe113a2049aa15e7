import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Site } from '#analyzer/site.ts';
import type { Node } from '#parser/tree.ts';
import type { Expression } from './expression.ts';
import { lowerExpression } from './lower.ts';

/** `name = expression`. */
export interface HclAttribute {
  readonly name: string;
  /** Where the expression is written. */
  readonly at: Site;
  readonly expression: Expression;
}

/** `type "label" { … }`. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly HclLabel[];
  readonly at: Site;
  readonly body: HclBody;
  /** Why no fact may come from the block: the text inside is not all in the language. */
  readonly broken: string | undefined;
}

export interface HclLabel {
  readonly text: string;
  readonly at: Site;
}

export interface HclBody {
  readonly attributes: ReadonlyMap<string, HclAttribute>;
  readonly blocks: readonly HclBlock[];
}

/** What stands directly in a file (given its root) or in a block. Expressions are read when asked for. */
export function readBody(owner: Node, file: FilePath): HclBody {
  const attributes = new Map<string, HclAttribute>();
  const blocks: HclBlock[] = [];
  for (const child of childOf(owner, 'body')?.children() ?? []) {
    if (child.kind === 'block') blocks.push(readBlock(child, file));
    const attribute = child.kind === 'attribute' ? readAttribute(child, file) : undefined;
    if (attribute) attributes.set(attribute.name, attribute);
  }
  return { attributes, blocks };
}

/** The text of a label, the one place a rule or a row names a block by. */
export function labelText(block: HclBlock, index: number): string {
  return block.labels[index]?.text ?? '';
}

/** The blocks of a type directly in a body. */
export function blocksOf({ blocks }: HclBody, type: string): readonly HclBlock[] {
  return blocks.filter((block) => block.type === type);
}

function readBlock(node: Node, file: FilePath): HclBlock {
  const names = [...node.children()].filter(
    (child) => child.kind === 'identifier' || child.kind === 'string_lit',
  );
  const [type, ...labels] = names.map((name) => ({
    at: { file, expr: name.id },
    text: unquoted(name.text),
  }));
  let body: HclBody | undefined;
  return {
    type: type?.text ?? '',
    labels,
    at: { file, expr: node.id },
    broken: fault(node),
    get body() {
      body ??= readBody(node, file);
      return body;
    },
  };
}

function readAttribute(node: Node, file: FilePath): HclAttribute | undefined {
  const name = childOf(node, 'identifier');
  const value = childOf(node, 'expression');
  if (!name || !value) return undefined;
  let expression: Expression | undefined;
  return {
    name: name.text,
    at: { file, expr: value.id },
    get expression() {
      expression ??= lowerExpression(value, file);
      return expression;
    },
  };
}

/** OpenTofu refuses what is not in the language, and an attribute that stands twice. */
function fault(node: Node): string | undefined {
  for (const inner of node.descendants()) {
    if (inner.kind === 'ERROR' || inner.kind === 'MISSING') return 'the block has a syntax error';
    const twice = inner.kind === 'body' ? repeated(inner) : undefined;
    if (twice !== undefined) return `\`${twice}\` is set twice`;
  }
  return undefined;
}

function repeated(body: Node): string | undefined {
  const seen = new Set<string>();
  for (const child of body.children()) {
    const name = child.kind === 'attribute' ? childOf(child, 'identifier')?.text : undefined;
    if (name === undefined) continue;
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}

function childOf(node: Node, kind: Node['kind']): Node | undefined {
  for (const child of node.children()) if (child.kind === kind) return child;
  return undefined;
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1) : text;
}
