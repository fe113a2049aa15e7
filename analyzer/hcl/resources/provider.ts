import { type HclBlock, labelText } from '../syntax/document.ts';

/** The provider of a resource: the one that it names, or the one that its type begins with. */
export function providerOf(block: HclBlock): string {
  const named = block.body.attributes.get('provider')?.expression;
  if (named?.kind === 'variable') return named.name;
  if (named?.kind === 'attribute' && named.source.kind === 'variable') {
    return `${named.source.name}.${named.name}`;
  }
  const type = labelText(block, 0);
  return type.slice(0, type.includes('_') ? type.indexOf('_') : type.length);
}
