import type { Node } from '#parser/tree.ts';
import type { FilePath } from '../diagnostic.ts';
import type { Site } from '../site.ts';

/** `name = expression`. */
export interface HclAttribute {
  readonly name: string;
  readonly file: FilePath;
  readonly node: Node;
  /** The expression. */
  readonly value: Node;
}

/** `type "label" { … }`; `readBody` reads what is inside. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly HclLabel[];
  readonly file: FilePath;
  readonly node: Node;
  /** Whether the text inside is not all in the language, so that no fact may come from it. */
  readonly broken: boolean;
}

export interface HclLabel {
  readonly text: string;
  readonly node: Node;
}

export interface HclBody {
  readonly attributes: ReadonlyMap<string, HclAttribute>;
  readonly blocks: readonly HclBlock[];
}

/** What stands directly in a file (given its root) or in a block. */
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

export function blockBody(block: HclBlock): HclBody {
  return readBody(block.node, block.file);
}

/** The text of a label, the one place a rule or a row names a block by. */
export function labelText(block: HclBlock, index: number): string {
  return block.labels[index]?.text ?? '';
}

export function siteOf(file: FilePath, node: Node): Site {
  return { file, expr: node.id };
}

function readBlock(node: Node, file: FilePath): HclBlock {
  const names = [...node.children()].filter(
    (child) => child.kind === 'identifier' || child.kind === 'string_lit',
  );
  const [type, ...labels] = names.map((name) => ({ node: name, text: unquoted(name.text) }));
  return { type: type?.text ?? '', labels, file, node, broken: hasError(node) };
}

function readAttribute(node: Node, file: FilePath): HclAttribute | undefined {
  const name = childOf(node, 'identifier');
  const value = childOf(node, 'expression');
  return name && value && { name: name.text, file, node, value };
}

function hasError(node: Node): boolean {
  for (const inner of node.descendants()) {
    if (inner.kind === 'ERROR' || inner.kind === 'MISSING') return true;
  }
  return false;
}

function childOf(node: Node, kind: Node['kind']): Node | undefined {
  for (const child of node.children()) if (child.kind === kind) return child;
  return undefined;
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1) : text;
}
