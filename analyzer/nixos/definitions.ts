import type { FilePath } from '../diagnostic.ts';
import { parts } from '../evaluate/conditional-sets.ts';
import {
  type Attributes,
  type ConditionalSet,
  failure,
  isStuck,
  Thunk,
  type Unknown,
  underCondition,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import type { Site } from '../site.ts';

/** Priorities as nixpkgs numbers them: lower wins. */
export const priorities = { optionDefault: 1500, default: 1000, normal: 100, force: 50 } as const;

/** One contribution to an option, with the properties around it taken off. */
export interface Definition {
  readonly content: Thunk;
  /** Where the attribute is named. */
  readonly at: Site | undefined;
  /** The file of the module that contributes it. */
  readonly file: FilePath | undefined;
  /** All must hold; forced only when a leaf is asked for. */
  readonly conditions: readonly Thunk[];
  readonly priority: number;
  readonly order: number;
}

/** Whether a definition's conditions hold: yes, no, or why that cannot be told. */
export function holds(definition: Definition): boolean | Unknown {
  let undecided: Unknown | undefined;
  for (const condition of definition.conditions) {
    const value = condition.force();
    if (value.kind === 'bool' && !value.value) return false;
    if (value.kind === 'unknown')
      undecided ??= unknown(underCondition(value.reason), value.at ?? condition.site);
    else if (value.kind !== 'bool')
      undecided ??= unknown(
        { kind: 'unsupported', construct: 'a condition that fails' },
        condition.site,
      );
  }
  return undecided ?? true;
}

/**
 * Takes `mkIf`, `mkMerge`, `mkOverride` and `mkOrder` off a value, as
 * `lib.modules` does when it pushes properties down, but without looking at
 * any condition. A set that is there under a condition is taken as `mkIf` is.
 */
export function definitionsIn(raw: Definition): readonly Definition[] {
  const found: Definition[] = [];
  addDefinitions(raw, found);
  return found;
}

/** The same for several values. */
export function definitionsInAll(raw: readonly Definition[]): readonly Definition[] {
  const found: Definition[] = [];
  for (const definition of raw) addDefinitions(definition, found);
  return found;
}

function addDefinitions(raw: Definition, found: Definition[]): void {
  const value = raw.content.force();
  const property = value.kind === 'attrs' ? propertyOf(value) : undefined;
  if (value.kind !== 'attrs' || property === undefined) {
    const sets = value.kind === 'attrs' && value.perhaps ? parts(value) : undefined;
    for (const each of sets ?? []) addConditional(raw, each, found);
    if (!sets) found.push(raw);
    return;
  }
  switch (property) {
    case 'if':
      addConditional(
        raw,
        { conditions: [part(value, 'condition')], set: part(value, 'content') },
        found,
      );
      return;
    case 'merge':
      addMerged(raw, part(value, 'contents').force(), found);
      return;
    case 'override': {
      const priority = numberIn(value, 'priority', raw.priority);
      const { at, file, conditions, order } = raw;
      const content = part(value, 'content');
      addDefinitions({ content, at, file, conditions, priority, order }, found);
      return;
    }
    case 'order': {
      const order = numberIn(value, 'priority', raw.order);
      addDefinitions({ ...raw, order, content: part(value, 'content') }, found);
      return;
    }
    default:
      found.push(raw);
  }
}

function addConditional(
  raw: Definition,
  { conditions, set }: ConditionalSet,
  found: Definition[],
): void {
  const { at, file, priority, order } = raw;
  const content = set.site ? set : Thunk.of(set.force(), raw.content.site);
  const all = [...raw.conditions, ...conditions];
  addDefinitions({ content, at, file, conditions: all, priority, order }, found);
}

function addMerged(raw: Definition, contents: Value, found: Definition[]): void {
  if (contents.kind !== 'list') {
    found.push({ ...raw, content: Thunk.of(stuck(contents), raw.content.site) });
    return;
  }
  const { at, file, conditions, priority, order } = raw;
  for (const content of contents.items)
    addDefinitions({ content, at, file, conditions, priority, order }, found);
  if (contents.open) found.push({ ...raw, content: Thunk.of(contents.open, raw.content.site) });
}

/** The `_type` of a set; `undefined` for ordinary sets. */
export function propertyOf(value: Attributes): string | undefined {
  if (value.isUntyped) return undefined;
  const type = value.get('_type')?.value.force();
  return type?.kind === 'string' ? type.value : undefined;
}

function part(value: Attributes, name: string): Thunk {
  return value.get(name)?.value ?? Thunk.of(failure(`a property without \`${name}\``));
}

function numberIn(value: Attributes, name: string, otherwise: number): number {
  const number = part(value, name).force();
  return number.kind === 'int' ? Number(number.value) : otherwise;
}

function stuck(value: Value): Value {
  return isStuck(value) ? value : failure('`mkMerge` needs a list');
}

/** Definitions in the order of `mkOrder`; those of one rank stay as they are. */
export function inOrder(definitions: readonly Definition[]): readonly Definition[] {
  return [...definitions].sort((a, b) => a.order - b.order);
}
