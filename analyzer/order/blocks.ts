import type { Node } from '#parser/tree.ts';
import type { Container, Element } from './elements.ts';

/** A resource of an OpenTofu file. */
export interface ResourceBlock {
  readonly node: Node;
  readonly type: string;
  readonly label: Node;
  readonly body: Node | undefined;
}

/** Everything at the top of a file; `keyOf` says which resources are compared, and by what. */
export function blockContainer(
  file: Node,
  elementOf: (resource: ResourceBlock) => Pick<Element, 'key' | 'name'> | undefined,
): Container {
  const elements = topLevel(file).map((node): Element => {
    const resource = resourceBlock(node);
    const member = resource && elementOf(resource);
    const { span } = node;
    if (!member) return { span, name: span, label: '', key: undefined };
    return { span, name: member.name, label: member.key ?? '', key: member.key };
  });
  return { kind: 'blocks', node: file, elements };
}

/** The resources of a file, in the order of the text. */
export function resourceBlocks(file: Node): readonly ResourceBlock[] {
  return topLevel(file).flatMap((node) => resourceBlock(node) ?? []);
}

/** The text of a label or a string without its quotes; `undefined` when it has interpolation. */
export function literalText(node: Node): string | undefined {
  if (node.kind === 'identifier') return node.text;
  if (node.kind === 'string_lit') return node.text.slice(1, -1);
  const children = [...node.children()];
  const only = children.length === 1 ? children[0] : undefined;
  const wraps = node.kind === 'expression' || node.kind === 'literal_value';
  return wraps && only ? literalText(only) : undefined;
}

/** The expression that a block gives to one of its attributes. */
export function attributeValue({ body }: ResourceBlock, name: string): Node | undefined {
  for (const child of body?.children() ?? []) {
    if (child.kind !== 'attribute') continue;
    const parts = [...child.children()];
    if (parts[0]?.text === name) return parts.find((part) => part.kind === 'expression');
  }
  return undefined;
}

function topLevel(file: Node): readonly Node[] {
  const body = [...file.children()].find((child) => child.kind === 'body');
  return body ? [...body.children()].filter((child) => child.kind !== 'comment') : [];
}

function resourceBlock(node: Node): ResourceBlock | undefined {
  if (node.kind !== 'block') return undefined;
  const parts = [...node.children()];
  const [keyword, type, label] = parts;
  if (keyword?.text !== 'resource' || !type || !label) return undefined;
  const body = parts.find((part) => part.kind === 'body');
  const typeText = literalText(type);
  return typeText === undefined ? undefined : { node, type: typeText, label, body };
}
