import {
  failure,
  list,
  nullValue,
  string,
  Thunk,
  unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import type { Site } from '../site.ts';
import { fromBinary, toBinary } from './bytes.ts';
import { type BuiltinCall, type Definitions, overBudget, withString } from './function.ts';
import { compile, type Program } from './regular-expression.ts';
import { findMatch, type Match } from './regular-expression-run.ts';

/** `match` and `split`, on bytes as in Nix. */
export const matchingFunctions: Definitions = {
  match: [2, (call, pattern, text) => withProgram(call, [pattern, text], matchWhole)],
  split: [2, (call, pattern, text) => withProgram(call, [pattern, text], split)],
};

interface Subject {
  readonly program: Program;
  readonly text: string;
  readonly at: Site | undefined;
}

function withProgram(
  call: BuiltinCall,
  [pattern, text]: readonly [Thunk, Thunk],
  next: (subject: Subject) => Value,
): Value {
  return withString(call, pattern, (source) =>
    withString(call, text, (content) => {
      const problem = overBudget(call, source.length + content.length);
      if (problem) return problem;
      const program = compile(toBinary(source));
      return program
        ? next({ program, text: toBinary(content), at: text.site })
        : failure(`the regular expression \`${source}\` is broken`, pattern.site);
    }),
  );
}

/** The groups when the whole text matches, otherwise null. */
function matchWhole({ program, text, at }: Subject): Value {
  const match = findMatch({ program, text, demand: 'whole' }, 0);
  if (match === 'budget') return unknown({ kind: 'budget' }, at);
  return match ? groupsOf({ program, text, at }, match) : nullValue;
}

function groupsOf({ program, text, at }: Subject, match: Match): Value {
  const groups: Thunk[] = [];
  for (let group = 1; group <= program.groups; group++) {
    const [start = -1, end = -1] = [match[group * 2], match[group * 2 + 1]];
    const value = start < 0 || end < 0 ? nullValue : textOf(text.slice(start, end));
    groups.push(Thunk.of(value, at));
  }
  return list(groups);
}

function textOf(binary: string): Value {
  const text = fromBinary(binary);
  return text === undefined ? unsupported('half of a character') : string(text);
}

/** The text between the matches, and between those the groups of each match. */
function split({ program, text, at }: Subject): Value {
  const items: Thunk[] = [];
  let end = 0;
  for (let match = nextMatch({ program, text, at }, undefined); match; ) {
    if (match === 'budget') return unknown({ kind: 'budget' }, at);
    const [start = 0, after = 0] = match;
    items.push(Thunk.of(textOf(text.slice(end, start)), at));
    items.push(Thunk.of(groupsOf({ program, text, at }, match), at));
    end = after;
    match = nextMatch({ program, text, at }, match);
  }
  items.push(Thunk.of(textOf(text.slice(end)), at));
  return list(items);
}

/** After an empty match, a longer one at the same place comes first. */
function nextMatch(
  { program, text }: Subject,
  last: Match | undefined,
): Match | 'budget' | undefined {
  const [start = -1, end = 0] = last ?? [];
  if (start !== end) return findMatch({ program, text, demand: 'any' }, end);
  if (end === text.length) return undefined;
  return (
    findMatch({ program, text, demand: 'longer' }, end) ??
    findMatch({ program, text, demand: 'any' }, end + 1)
  );
}
