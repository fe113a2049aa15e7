import type { Cell } from '../facts/cell.ts';
import type { Site } from '../site.ts';
import { blockBody, type HclAttribute, type HclBlock, labelText, siteOf } from './document.ts';
import { expand } from './instances.ts';
import { evaluateIn, type Scope } from './scope.ts';
import { absent, type HclValue, isOpen, numberOf, reasonOf, textOf } from './value.ts';

/** One resource or data source, or one instance of it. */
export interface Resource {
  readonly type: string;
  /** With the modules on the way in front and the key behind: `module.dns["a"].record["www"]`. */
  readonly label: string;
  readonly address: string;
  readonly block: HclBlock;
  readonly scope: Scope;
}

/** What stands in a block inside a resource: its own attributes, or an object that stands for it. */
export interface Part {
  readonly at: Site;
  readonly value: (name: string) => HclValue;
  readonly place: (name: string) => Site | undefined;
}

/** The instances of a resource, and why there may be more. */
export function resourcesOf(
  block: HclBlock,
  scope: Scope,
): { readonly resources: readonly Resource[]; readonly undecided: string | undefined } {
  const type = labelText(block, 0);
  const name = labelText(block, 1);
  const { instances, undecided } = expand(block, scope);
  const data = block.type === 'data' ? 'data.' : '';
  const resources = instances.map((instance) => ({
    type,
    label: `${scope.prefix}${name}${instance.suffix}`,
    address: `${scope.prefix}${data}${type}.${name}${instance.suffix}`,
    block,
    scope: instance.scope,
  }));
  return { resources, undecided };
}

/** The resource itself as a part. */
export function partOf(resource: Pick<Resource, 'block' | 'scope'>): Part {
  const { block, scope } = resource;
  const { attributes } = blockBody(block);
  return {
    at: siteOf(block.file, block.node),
    value: (name) => valueIn(attributes.get(name), scope),
    place: (name) => {
      const attribute = attributes.get(name);
      return attribute && siteOf(attribute.file, attribute.value);
    },
  };
}

/**
 * The blocks of one type inside a resource: written out, made by `dynamic`, or
 * given as a list of objects.
 */
export function innerParts(
  resource: Resource,
  type: string,
): { readonly parts: readonly Part[]; readonly undecided: string | undefined } {
  const { attributes, blocks } = blockBody(resource.block);
  const { scope } = resource;
  const parts = blocks
    .filter((block) => block.type === type)
    .map((block) => partOf({ block, scope }));
  let undecided: string | undefined;
  for (const block of blocks) {
    if (block.type !== 'dynamic' || labelText(block, 0) !== type) continue;
    const made = dynamicParts(block, scope);
    parts.push(...made.parts);
    undecided ??= made.undecided;
  }
  const attribute = attributes.get(type);
  if (attribute) {
    const value = evaluateIn(attribute.value, scope);
    if (value.kind === 'list')
      parts.push(...value.items.map((item) => objectPart(item, attribute)));
    else undecided ??= reasonOf(value);
  }
  return { parts, undecided };
}

function dynamicParts(block: HclBlock, scope: Scope): ReturnType<typeof innerParts> {
  const body = blockBody(block);
  const content = body.blocks.find((inner) => inner.type === 'content');
  const { instances, undecided } = expand(block, scope);
  if (!content || body.attributes.has('iterator')) {
    return { parts: [], undecided: 'a `dynamic` block with an iterator is not read' };
  }
  const name = labelText(block, 0);
  const parts = instances.map((instance) => {
    const each = instance.scope.names.get('each') ?? absent;
    const names = new Map([...scope.names, [name, each] as const]);
    return partOf({ block: content, scope: { ...scope, names } });
  });
  return { parts, undecided };
}

function objectPart(item: HclValue, attribute: HclAttribute): Part {
  const at = siteOf(attribute.file, attribute.value);
  const entries = item.kind === 'object' ? item.entries : new Map<string, HclValue>();
  return {
    at,
    value: (name) => (isOpen(item) ? item : (entries.get(name) ?? absent)),
    place: (name) => entries.get(name)?.at,
  };
}

function valueIn(attribute: HclAttribute | undefined, scope: Scope): HclValue {
  return attribute ? evaluateIn(attribute.value, scope) : absent;
}

export function textCell(value: HclValue): Cell<string> {
  if (value.kind === 'absent') return undefined;
  return textOf(value) ?? { undecided: reasonOf(value) };
}

export function numberCell(value: HclValue): Cell<number> {
  if (value.kind === 'absent') return undefined;
  return numberOf(value) ?? { undecided: reasonOf(value) };
}

/** Texts of a list, references printed as written; a single value counts as a list of one. */
export function textsCell(value: HclValue): Cell<readonly string[]> {
  if (value.kind === 'absent') return undefined;
  const items = value.kind === 'list' ? value.items : [value];
  const texts: string[] = [];
  for (const item of items) {
    const text = item.kind === 'reference' ? item.text : textOf(item);
    if (text === undefined) return { undecided: reasonOf(item) };
    texts.push(text);
  }
  return texts;
}

/** The sites of the columns that are written somewhere. */
export function placesOf(
  resource: Resource,
  columns: { readonly [column: string]: Site | undefined },
): { readonly [column: string]: Site } {
  const label = resource.block.labels[1];
  const written = Object.entries({
    label: label && siteOf(resource.block.file, label.node),
    ...columns,
  });
  return Object.fromEntries(
    written.filter((entry): entry is [string, Site] => entry[1] !== undefined),
  );
}
