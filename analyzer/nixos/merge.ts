import {
  type Attributes,
  attributes,
  failure,
  list,
  nullValue,
  Thunk,
  type Unknown,
  unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { mergeLeaf } from '../option-types/leaves.ts';
import type { OptionType } from '../option-types/option-type.ts';
import { mergeEqual } from '../option-types/scalars.ts';
import { isPassedBelow } from './alias.ts';
import { type Definition, propertyOf } from './definitions.ts';
import { mergedList } from './merge-lists.ts';
import type { OptionNode } from './option-node.ts';
import { type Settled, settle, settledDefinitions } from './settle.ts';

/**
 * The value an option has on a machine.
 *
 * An option that the repository declares merges by its type. Options that only
 * upstream declares merge by shape: sets merge, lists concatenate, equal
 * scalars agree, everything else is unknown. Their sets are given back without
 * looking at conditions, because the attributes carry them on; looking would
 * make modules that read each other circular.
 */
export function mergeDefinitions(node: OptionNode): Value {
  const embedded = node.tree.embedded?.(node);
  if (embedded) return embedded;
  if (node.type && node.type.kind !== 'form') return mergeByType(node);
  if (node.tree.closed && isStray(node))
    return failure(`the option \`${node.path.join('.')}\` does not exist`);
  const { candidates } = node;
  if (candidates.length === 0) return isPassedBelow(node) ? node.view() : undefinedValue(node);
  if (!node.declaration && candidates.every(isSet)) return node.view();
  const { certain, undecided } = settle(candidates);
  if (certain.length + undecided.length === 0) return undefinedValue(node);
  return mergeByShape(node, { certain, undecided });
}

/** What modules read at an option that has no `apply` here: upstream may have one. */
export function readValue(node: OptionNode): Value {
  const change = upstreamChange(node);
  return change
    ? change(new Thunk(undefined, () => mergeDefinitions(node)))
    : mergeDefinitions(node);
}

/** What modules say at an option, whatever upstream makes of it for those who read it. */
export function writtenValue(node: OptionNode): Value {
  return upstreamChange(node) ? mergeDefinitions(node) : node.value;
}

function upstreamChange(node: OptionNode): ReturnType<OptionNode['tree']['upstreamApply']> {
  return node.declaration ? undefined : node.tree.upstreamApply(node.path);
}

/** Defined where every option is declared, and declared nowhere; what a module that cannot be read declares is not known. */
function isStray(node: OptionNode): boolean {
  if (node.isDeclared || node.type || node.isRoot || node.isPartOfValue) return false;
  if (node.gaps.length > 0) return false;
  return !node.path.includes('_module');
}

function mergeByType(node: OptionNode): Value {
  const { structure, settled } = node;
  if (settled.certain.length + settled.undecided.length === 0) return undefinedValue(node);
  const doubt = settled.undecided[0]?.why ?? overriding(node);
  switch (structure.kind) {
    case 'outcome':
      return doubt ?? structure.value;
    case 'free':
      return mergeByShape(node, settled);
    case 'elements':
    case 'modules':
      return node.view();
    case 'list':
      return mergedList(node, structure, doubt ?? node.gaps[0]);
    case 'leaf':
      return doubt ?? joinedDoubt(node, structure.type) ?? leafOf(node, structure);
  }
}

/** Where upstream may declare a type of its own for what is of any type here, definitions that contradict each other may agree. */
function leafOf(node: OptionNode, leaf: Extract<OptionNode['structure'], { kind: 'leaf' }>): Value {
  const value = mergeLeaf(node, leaf);
  const isAny = leaf.type.kind === 'scalar' && leaf.type.merge.by === 'anything';
  const mayAgree = isAny && !node.declaration && !node.tree.closed && leaf.definitions.length > 1;
  if (value.kind !== 'failure' || !mayAgree) return value;
  return unknown({ kind: 'merge', path: node.path }, value.at);
}

/** What may add to an option whose definitions are joined. */
function joinedDoubt(node: OptionNode, type: OptionType): Unknown | undefined {
  const isJoined =
    type.kind === 'scalar' &&
    (type.name === 'fileset' || !['equal', 'one', 'anything'].includes(type.merge.by));
  return isJoined ? node.gaps[0] : undefined;
}

/** What may define an option of which only the default is known. */
function overriding(node: OptionNode): Unknown | undefined {
  const { certain } = node.settled;
  const onlyDefault = certain.every((definition) => !node.definitions.includes(definition));
  return onlyDefault ? node.gaps[0] : undefined;
}

function mergeByShape(node: OptionNode, { certain, undecided }: Settled): Value {
  const all = [...certain, ...undecided.map((entry) => entry.definition)];
  const contents = all.map((definition) => definition.content.force());
  const problem = contents.find((content) => content.kind === 'failure');
  if (problem) return undecided[0]?.why ?? problem;
  const isAll = (kind: Value['kind']): boolean =>
    contents.every((content) => content.kind === kind || content.kind === 'unknown') &&
    contents.some((content) => content.kind === kind);
  if (isAll('attrs') && certain.every((each) => isSet(each) || isUnknown(each))) return node.view();
  if (isAll('list')) {
    const definitions = settledDefinitions(certain, { certain, undecided: [] });
    return mergedList(node, { definitions, type: undefined }, undecided[0]?.why ?? node.gaps[0]);
  }
  const gap = undecided[0]?.why ?? contents.find((content) => content.kind === 'unknown');
  return gap ?? scalarByShape(node, certain);
}

function scalarByShape(node: OptionNode, definitions: readonly Definition[]): Value {
  const contents = definitions.map(({ content }) => content);
  const value = mergeEqual(contents, node.path);
  return value.kind === 'failure' && contents.length > 1
    ? unknown({ kind: 'merge', path: node.path }, contents[0]?.site)
    : value;
}

/** What an option has that nobody defines: the nothing of its type, the options below it, or upstream's secret. */
function undefinedValue(node: OptionNode): Value {
  if (node.isDeclared && !node.declaration) return node.view();
  if (node.gaps[0]) return node.gaps[0];
  if (node.type && (node.declaration || node.definitions.length > 0))
    return (
      emptyValue(node, node.type) ??
      failure(`the option \`${node.path.join('.')}\` is used but not defined`)
    );
  return (
    node.tree.upstreamDefault(node.path) ?? unknown({ kind: 'undefined-option', path: node.path })
  );
}

/** `emptyValue` of a type. */
function emptyValue(node: OptionNode, type: OptionType): Value | undefined {
  switch (type.kind) {
    case 'list':
      return type.nonEmpty ? undefined : list([]);
    case 'set':
      return attributes(new Map());
    case 'nullOr':
      return nullValue;
    case 'submodule':
      return node.view();
    case 'scalar':
      if (type.name === 'fileset') return unsupported('lib.fileset');
      return type.merge.by === 'update' ? attributes(new Map()) : undefined;
    case 'checked':
      return replacedEmpty(type.emptyValue) ?? emptyValue(node, type.element());
    case 'unique':
      return emptyValue(node, type.element());
    case 'coerced':
      return emptyValue(node, type.to());
    case 'unknown':
      return type.why;
    default:
      return undefined;
  }
}

/** What a program says the nothing of a type is, in place of its own. */
function replacedEmpty(thunk: Thunk | undefined): Value | undefined {
  const value = thunk?.force();
  return value?.kind === 'attrs' ? value.get('value')?.value.force() : undefined;
}

function isUnknown({ content }: Definition): boolean {
  return content.force().kind === 'unknown';
}

function isSet(definition: Definition): boolean {
  const content = definition.content.force();
  return content.kind === 'attrs' && !isDerivation(content);
}

function isDerivation(value: Attributes): boolean {
  if (value.isUntyped) return false;
  const type = value.get('type')?.value.force();
  return (
    (type?.kind === 'string' && type.value === 'derivation') || propertyOf(value) !== undefined
  );
}
