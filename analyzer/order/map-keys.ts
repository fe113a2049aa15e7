import type { Span } from '#parser/span.ts';
import type { Node } from '#parser/tree.ts';
import { literalText } from './blocks.ts';
import { type Container, nodesOfKind } from './elements.ts';

/** The maps that `for_each` is given as they are written, by their keys. */
export function forEachMaps(file: Node): readonly Container[] {
  const { tree } = file;
  if (!tree.text.includes('for_each')) return [];
  return nodesOfKind(tree, 'attribute').flatMap((attribute) => {
    const [name, value] = attribute.children();
    const map = name?.text === 'for_each' && value ? onlyObject(value) : undefined;
    return map ? [mapContainer(map)] : [];
  });
}

/** The object that an expression is, and nothing around it. */
function onlyObject(node: Node): Node | undefined {
  if (node.kind === 'object') return node;
  const [child, ...others] = node.children();
  const wraps = node.kind === 'expression' || node.kind === 'collection_value';
  return wraps && child && others.length === 0 ? onlyObject(child) : undefined;
}

function mapContainer(map: Node): Container {
  const items = [...map.children()].filter(({ kind }) => kind === 'object_elem');
  const ends = items.map(({ span }) => endWithComma(map, span));
  const areApart = ends.every((end) => endsLine(map.tree.text, end));
  const elements = items.map((item, index) => {
    const key = item.child('key');
    const end = areApart ? (ends[index] ?? item.span.end) : item.span.end;
    const text = key && keyText(key);
    const name = key?.span ?? item.span;
    return { span: { start: item.span.start, end }, name, label: text ?? '', key: text };
  });
  return { kind: 'attributes', node: map, elements };
}

/** A name or a text; a key in parentheses is computed. */
function keyText(key: Node): string | undefined {
  if (/^[\w-]+$/.test(key.text)) return key.text;
  return literalText(key);
}

function endWithComma({ tree: { text } }: Node, { end }: Span): number {
  return end + (/^[ \t]*,/.exec(text.slice(end, end + 80))?.[0].length ?? 0);
}

/** Nothing but a comment follows on the line. */
function endsLine(text: string, end: number): boolean {
  return /^[ \t]*((#|\/\/)[^\n]*)?\r?(\n|$)/.test(text.slice(end));
}
