import type { HclBlock, HclBody } from '../syntax/document.ts';

/**
 * A block with what an override file says of it: attributes replace those of
 * the same name, blocks inside replace all of their type.
 */
export function overridden(base: HclBlock, change: HclBlock): HclBlock {
  const { type, labels, at } = base;
  let body: HclBody | undefined;
  return {
    type,
    labels,
    at,
    broken: base.broken ?? change.broken,
    get body() {
      body ??= merged(base.body, change.body);
      return body;
    },
  };
}

function merged(base: HclBody, change: HclBody): HclBody {
  const replaced = new Set(change.blocks.map(kindOf));
  const settings = change.blocks.find(({ type }) => type === 'lifecycle');
  const kept = base.blocks.flatMap((block) => {
    if (block.type === 'lifecycle' && settings) return [overridden(block, settings)];
    return replaced.has(kindOf(block)) ? [] : [block];
  });
  const hasSettings = kept.some(({ type }) => type === 'lifecycle');
  const added = change.blocks.filter(({ type }) => type !== 'lifecycle' || !hasSettings);
  return {
    attributes: new Map([...base.attributes, ...change.attributes]),
    blocks: [...kept, ...added],
  };
}

/** A `dynamic` block counts as one of the type that it makes. */
function kindOf({ type, labels }: HclBlock): string {
  return type === 'dynamic' ? (labels[0]?.text ?? '') : type;
}
