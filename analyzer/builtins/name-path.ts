import { list, type Thunk, type Value } from '../evaluate/value.ts';
import { type BuiltinCall, overBudget } from './function.ts';

/** The names that lead to a value inside of sets, the last one first, so that deep sets share them. */
export interface NamePath {
  readonly last: Thunk;
  readonly before: NamePath | undefined;
  readonly length: number;
}

export function longerPath(before: NamePath | undefined, last: Thunk): NamePath {
  return { last, before, length: (before?.length ?? 0) + 1 };
}

/** The names as a list, in the order in which they lead to the value. */
export function pathList(call: BuiltinCall, path: NamePath | undefined): Value {
  const problem = overBudget(call, path?.length ?? 0);
  if (problem) return problem;
  const names: Thunk[] = [];
  for (let each = path; each; each = each.before) names.push(each.last);
  return list(names.reverse());
}
