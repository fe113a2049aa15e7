import type { Findings } from '../findings.ts';
import { expandDynamic } from '../modules/instances.ts';
import { attributeValue, type ModuleScope } from '../modules/module-scope.ts';
import { isSecretName } from '../modules/variables.ts';
import { type HclBlock, type HclBody, labelText } from '../syntax/document.ts';
import { below, type Leaf, leafReason, leavesOf, secretLeaf } from './flatten.ts';
import { blockKind, type Resource } from './resource.ts';

/** What OpenTofu itself understands in a resource, and no provider sees. */
const metaArguments = new Set([
  ...['for_each', 'count', 'depends_on', 'provider', 'lifecycle', 'connection'],
  ...['provisioner', 'dynamic'],
]);

/** Adds every scalar that the configuration gives to a resource. */
export function attributesOf(
  { address, type, block, scope }: Resource,
  root: string,
  found: Findings<'resource-attribute'>,
): void {
  const { leaves, open } = bodyLeaves(block.body, '', scope);
  const known = { root, address, type };
  for (const reason of open) found.gap(known, reason, block.at);
  for (const leaf of leaves) {
    const { path, value, written, at = block.at } = leaf;
    found.add({ at, ...known, path, value, written });
    if (leaf.isOpen) found.gap(known, leafReason(leaf), at);
  }
}

interface Found {
  readonly leaves: readonly Leaf[];
  /** Why there may be more blocks. */
  readonly open: readonly string[];
}

/** Attributes first, then blocks, numbered by their type. */
function bodyLeaves(body: HclBody, path: string, scope: ModuleScope): Found {
  const attributes = [...body.attributes].filter(([name]) => !metaArguments.has(name));
  const leaves = attributes.flatMap(([name, attribute]): readonly Leaf[] => {
    const inner = below(path, name);
    if (isSecretName(name)) return [secretLeaf(inner, attribute.at)];
    return leavesOf(attributeValue(attribute, scope), inner, attribute.at);
  });
  const open: string[] = [];
  const numbers = new Map<string, number>();
  for (const block of body.blocks) {
    const kind = blockKind(block);
    if (metaArguments.has(kind)) continue;
    for (const { inner, scope: innerScope } of blockBodies(block, scope, open)) {
      const number = numbers.get(kind) ?? 0;
      numbers.set(kind, number + 1);
      const found = bodyLeaves(inner, `${below(path, kind)}[${number}]`, innerScope);
      leaves.push(...found.leaves);
      open.push(...found.open);
    }
  }
  return { leaves, open };
}

function blockBodies(
  block: HclBlock,
  scope: ModuleScope,
  open: string[],
): readonly { readonly inner: HclBody; readonly scope: ModuleScope }[] {
  if (block.type !== 'dynamic') return [{ inner: block.body, scope }];
  const content = block.body.blocks.find(({ type }) => type === 'content');
  const { instances, undecided } = expandDynamic(block, scope);
  if (undecided !== undefined) open.push(`\`${labelText(block, 0)}\`: ${undecided}`);
  return instances.flatMap((instance) =>
    content ? [{ inner: content.body, scope: instance.scope }] : [],
  );
}
