import type { FilePath } from '../diagnostic.ts';
import { Thunk, type Unknown } from '../evaluate/value.ts';
import { type Definition, definitionsIn, holds, priorities, propertyOf } from './definitions.ts';
import type { Evaluation } from './evaluation.ts';

/** Whether a module defines anything, or all that it says stands under conditions that do not hold. */
export type ModuleActivity = boolean | Unknown;

/** Sets lead on to options down to here; below is what an option is set to. */
const deepest = 6;

/**
 * What the modules of a machine define under conditions that hold, file by
 * file. A module that says nothing at all, or only imports others, is active.
 */
export function moduleActivity(evaluation: Evaluation): ReadonlyMap<FilePath, ModuleActivity> {
  const found = new Map<FilePath, ModuleActivity>();
  for (const { file, config, conditions } of evaluation.collected().modules) {
    if (file === undefined || found.get(file) === true) continue;
    const own = config === undefined ? true : activityOf(rawDefinition(config, conditions), 0);
    const before = found.get(file);
    found.set(file, before === undefined ? (own ?? true) : stronger(before, own));
  }
  return found;
}

function rawDefinition(content: Thunk, conditions: readonly Thunk[]): Definition {
  const { normal: priority } = priorities;
  return { content, conditions, priority, order: 1000, at: undefined, file: undefined };
}

/** `undefined` where nothing is defined. */
function activityOf(raw: Definition, depth: number): ModuleActivity | undefined {
  let found: ModuleActivity | undefined;
  for (const definition of definitionsIn(raw)) {
    const verdict = holds(definition);
    const own = verdict === true ? insideOf(definition, depth) : verdict;
    found = found === undefined ? own : stronger(found, own);
    if (found === true) return true;
  }
  return found;
}

/** Looks into sets, in which single options may stand under conditions. */
function insideOf({ content }: Definition, depth: number): ModuleActivity | undefined {
  const value = content.force();
  if (value.kind === 'unknown') return value;
  if (value.kind !== 'attrs' || depth === deepest || propertyOf(value) !== undefined) return true;
  let found: ModuleActivity | undefined = value.open;
  for (const name of value.names()) {
    const inner = value.get(name)?.value ?? Thunk.of(value);
    const own = activityOf(rawDefinition(inner, []), depth + 1);
    found = found === undefined ? own : stronger(found, own);
    if (found === true) return true;
  }
  return found ?? (depth === 0 ? undefined : true);
}

function stronger(one: ModuleActivity, other: ModuleActivity | undefined): ModuleActivity {
  if (other === undefined || one === true) return one;
  return one === false ? other : other === true ? true : one;
}
