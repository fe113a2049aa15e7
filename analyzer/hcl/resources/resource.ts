import type { Cell } from '#analyzer/facts/cell.ts';
import type { Site } from '#analyzer/site.ts';
import { type Expansion, expand, expandDynamic } from '../modules/instances.ts';
import { attributeValue, type ModuleScope } from '../modules/module-scope.ts';
import { type HclAttribute, type HclBlock, labelText } from '../syntax/document.ts';
import { convert } from '../values/convert.ts';
import { toDouble } from '../values/number.ts';
import { numberType } from '../values/type.ts';
import { nothing, reasonOf, secrecyIn, textOf, type Value } from '../values/value.ts';

/** One resource or data source, or one instance of it. */
export interface Resource {
  readonly type: string;
  /** With the modules on the way in front and the key behind: `module.dns["a"].record["www"]`. */
  readonly label: string;
  readonly address: string;
  readonly key: string | number | undefined;
  readonly block: HclBlock;
  readonly scope: ModuleScope;
}

/** What stands in a block inside a resource: its own attributes, or an object that stands for it. */
export interface Part {
  readonly at: Site;
  readonly value: (name: string) => Value;
  readonly place: (name: string) => Site | undefined;
  /** The blocks of one type inside. */
  readonly inner: (type: string) => Parts;
}

export interface Parts {
  readonly parts: readonly Part[];
  /** Why there may be more. */
  readonly undecided: string | undefined;
}

/** The instances of a resource, and why there may be more. */
export function resourcesOf(
  block: HclBlock,
  scope: ModuleScope,
): { readonly resources: readonly Resource[]; readonly undecided: string | undefined } {
  const type = labelText(block, 0);
  const name = labelText(block, 1);
  const { instances, undecided }: Expansion = expand(block, scope);
  const mode = block.type === 'resource' ? '' : `${block.type}.`;
  const resources = instances.map((instance) => ({
    type,
    label: `${scope.prefix}${name}${instance.suffix}`,
    address: `${scope.prefix}${mode}${type}.${name}${instance.suffix}`,
    key: instance.key,
    block,
    scope: instance.scope,
  }));
  return { resources, undecided };
}

/** A resource, or a block inside one, as a part. */
export function partOf({ block, scope }: Pick<Resource, 'block' | 'scope'>): Part {
  const { attributes } = block.body;
  return {
    at: block.at,
    value: (name) => attributeValue(attributes.get(name), scope),
    place: (name) => attributes.get(name)?.at,
    inner: (type) => innerParts({ block, scope }, type),
  };
}

/**
 * The blocks of one type inside a resource, in their order: written out, made
 * by `dynamic`, or given as a list of objects.
 */
function innerParts({ block, scope }: Pick<Resource, 'block' | 'scope'>, type: string): Parts {
  const { attributes, blocks } = block.body;
  const attribute = attributes.get(type);
  const groups = blocks
    .filter((inner) => blockKind(inner) === type)
    .map((inner) => blockParts(inner, scope));
  if (attribute) groups.push(objectParts(attributeValue(attribute, scope), attribute));
  return {
    parts: groups.flatMap(({ parts }) => parts),
    undecided: groups.find(({ undecided }) => undecided !== undefined)?.undecided,
  };
}

/** The type of a block, or of those that a `dynamic` block makes. */
export function blockKind(block: HclBlock): string {
  return block.type === 'dynamic' ? labelText(block, 0) : block.type;
}

function blockParts(block: HclBlock, scope: ModuleScope): Parts {
  if (block.type === 'dynamic') return dynamicParts(block, scope);
  return { parts: [partOf({ block, scope })], undecided: undefined };
}

function dynamicParts(block: HclBlock, scope: ModuleScope): Parts {
  const content = block.body.blocks.find((inner) => inner.type === 'content');
  if (!content) return { parts: [], undecided: 'a `dynamic` block is not complete' };
  const { instances, undecided } = expandDynamic(block, scope);
  const parts = instances.map((instance) => partOf({ block: content, scope: instance.scope }));
  return { parts, undecided };
}

/** A list of objects, or a single one, in place of blocks. */
function objectParts(value: Value, { at }: Pick<HclAttribute, 'at'>): Parts {
  if (value.kind === 'null') return { parts: [], undecided: undefined };
  if ('entries' in value) return { parts: [objectPart(value, at)], undecided: undefined };
  if (!('items' in value)) return { parts: [], undecided: reasonOf(value) };
  const parts = value.items.map((item) => objectPart(item, at));
  return { parts, undecided: undefined };
}

function objectPart(item: Value, at: Site): Part {
  const entries = 'entries' in item ? item.entries : new Map<string, Value>();
  const place = (name: string): Site | undefined => {
    const entry = entries.get(name);
    return entry && (entry.at ?? at);
  };
  const value = (name: string): Value =>
    item.kind === 'unknown' ? item : (entries.get(name) ?? nothing);
  return { at, value, place, inner: (type) => objectParts(value(type), { at: place(type) ?? at }) };
}

export const secretReason = 'the value is secret';

/** The value of an attribute as a text. */
export function textCell(value: Value): Cell<string> {
  if (value.kind === 'null') return undefined;
  if (secrecyIn(value)) return { undecided: secretReason };
  return textOf(value) ?? { undecided: reasonOf(value) };
}

/** The value of an attribute as a number. */
export function numberCell(value: Value): Cell<number> {
  if (value.kind === 'null') return undefined;
  if (secrecyIn(value)) return { undecided: secretReason };
  const converted = convert(value, numberType);
  return converted.kind === 'number'
    ? toDouble(converted.number)
    : { undecided: reasonOf(converted) };
}

/** Texts of a list, references printed as written; a single value counts as a list of one. */
export function textsCell(value: Value): Cell<readonly string[]> {
  if (value.kind === 'null') return undefined;
  if (secrecyIn(value)) return { undecided: secretReason };
  const items = 'items' in value ? value.items : [value];
  const texts: string[] = [];
  for (const item of items) {
    const text = writtenText(item);
    if (text === undefined) return { undecided: reasonOf(item) };
    texts.push(text);
  }
  return texts;
}

/** A known text, or how something that exists only later is written. */
export function writtenText(value: Value): string | undefined {
  return value.kind === 'unknown' ? (value.reference ?? value.template) : textOf(value);
}

/** The sites of the columns that are written somewhere. */
export function placesOf(
  resource: Resource,
  columns: { readonly [column: string]: Site | undefined },
): { readonly [column: string]: Site } {
  const written = Object.entries({ label: resource.block.labels[1]?.at, ...columns });
  return Object.fromEntries(
    written.filter((entry): entry is [string, Site] => entry[1] !== undefined),
  );
}
