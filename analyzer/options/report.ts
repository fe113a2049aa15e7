import type { FilePath } from '../diagnostic.ts';
import { type Attributes, describe, type Thunk, type Value } from '../evaluate/value.ts';
import { type Definition, holds, priorities } from '../nixos/definitions.ts';
import { writtenValue } from '../nixos/merge.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { typeOf } from '../option-types/option-type.ts';
import { phraseOf } from '../option-types/phrase.ts';
import type { Site } from '../site.ts';
import { leadsOn } from './leaves.ts';
import { type Shown, shown, type Unclear } from './shown.ts';

/** Everything there is to say about one option of a machine. */
export interface OptionReport {
  readonly value: Shown;
  readonly merge: MergeBy;
  readonly definitions: readonly DefinitionReport[];
  readonly declarations: readonly DeclarationReport[];
}

/**
 * What several definitions of an option merge by: the type that the repository
 * declares, or their shape where only upstream declares the option or its type
 * takes values of any form. What leads to declared options has no type of its
 * own: each of them merges by itself.
 */
export type MergeBy = 'type' | 'shape' | 'options';

/**
 * What became of a definition: it is part of the value, a stronger one hides
 * it, its condition is false, or its condition cannot be told.
 */
export type DefinitionState = 'used' | 'overridden' | 'inactive' | 'undecided';

export interface DefinitionReport {
  readonly at: Site | undefined;
  /** The file of the module that contributes it. */
  readonly file: FilePath | undefined;
  readonly priority: number;
  readonly order: number;
  readonly state: DefinitionState;
  readonly conditions: readonly ConditionReport[];
  readonly value: Shown;
}

export interface ConditionReport {
  readonly at: Site | undefined;
  readonly holds: boolean | Unclear;
}

export interface DeclarationReport {
  readonly at: Site | undefined;
  /** In words, such as `list of string`. */
  readonly type: string | undefined;
  readonly default: Shown | undefined;
  readonly description: string | undefined;
}

/** `most` is how many parts of a value are worked out. */
export function optionReport(
  node: OptionNode,
  path: readonly string[],
  most?: number,
): OptionReport {
  const state = leadsOn(node) ? branchState(node) : leafState(node);
  return {
    value: shown(writtenValue(node), path, most),
    merge: mergeBy(node),
    definitions: node.definitions.map((definition) => ({
      at: definition.at ?? definition.content.site,
      file: definition.file,
      priority: definition.priority,
      order: definition.order,
      state: state(definition),
      conditions: definition.conditions.map(conditionReport),
      value: shown(definition.content.force(), path, most),
    })),
    declarations: (node.declaration?.all ?? []).map((declared) =>
      declarationReport(declared, path, most),
    ),
  };
}

function mergeBy({ type, isDeclared, declaration }: OptionNode): MergeBy {
  if (type) return type.kind === 'form' ? 'shape' : 'type';
  return isDeclared && !declaration ? 'options' : 'shape';
}

type StateOf = (definition: Definition) => DefinitionState;

function leafState({ settled }: OptionNode): StateOf {
  const certain = new Set(settled.certain.map(({ content }) => content));
  const undecided = new Set(settled.undecided.map(({ definition }) => definition.content));
  return (definition) => {
    if (certain.has(definition.content)) return 'used';
    if (undecided.has(definition.content)) return 'undecided';
    return holds(definition) === false ? 'inactive' : 'overridden';
  };
}

/** Sets lead on together, whatever their priorities, unless one of them is forced. */
function branchState({ definitions }: OptionNode): StateOf {
  const forced = definitions.flatMap((definition) => {
    const isForced = definition.priority < priorities.normal && holds(definition) === true;
    return isForced ? definition.priority : [];
  });
  const strongest = forced.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...forced);
  return (definition) => {
    const verdict = holds(definition);
    if (verdict === false) return 'inactive';
    if (definition.priority > strongest) return 'overridden';
    return verdict === true ? 'used' : 'undecided';
  };
}

function conditionReport(condition: Thunk): ConditionReport {
  const value = condition.force();
  const at = condition.site;
  if (value.kind === 'bool') return { at, holds: value.value };
  const reason =
    value.kind === 'unknown'
      ? describe(value.reason)
      : value.kind === 'failure'
        ? `fails: ${value.message}`
        : 'is neither true nor false';
  const place = value.kind === 'unknown' || value.kind === 'failure' ? value.at : at;
  return { at, holds: { kind: 'unknown', reason, topic: reason, at: place } };
}

function declarationReport(
  declared: Attributes,
  path: readonly string[],
  most: number | undefined,
): DeclarationReport {
  const part = (name: string): Value | undefined => declared.get(name)?.value.force();
  const written = part('defaultText') ?? part('default');
  const places = ['type', 'default', 'description', 'example', 'apply'].flatMap((name) => {
    const attribute = declared.get(name);
    return attribute?.at ?? attribute?.value.site ?? [];
  });
  return {
    at: places[0],
    type: typeName(part('type')),
    default: written && shown(written, path, most),
    description: textOf(part('description')),
  };
}

function textOf(value: Value | undefined): string | undefined {
  if (value?.kind === 'string') return value.value;
  const text = value?.kind === 'attrs' ? value.get('text')?.value.force() : undefined;
  return text?.kind === 'string' ? text.value : undefined;
}

/** What a type takes, as manuals say it. */
function typeName(type: Value | undefined): string | undefined {
  return type && phraseOf(typeOf(type))?.text;
}

/** How people write a priority; the number itself where it has no name. */
export function priorityName(priority: number): string {
  const names = new Map<number, string>([
    [priorities.optionDefault, 'mkOptionDefault'],
    [priorities.default, 'mkDefault'],
    [priorities.normal, 'normal'],
    [priorities.force, 'mkForce'],
  ]);
  return names.get(priority) ?? `mkOverride ${priority}`;
}
