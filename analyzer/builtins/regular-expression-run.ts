import type { Program, Step } from './regular-expression.ts';

/** Pairs of start and end for the whole match and each group; -1 where a group took no part. */
export type Match = readonly number[];

export interface Question {
  readonly program: Program;
  readonly text: string;
  /** `whole`: the match must end with the text. `longer`: it must not be empty. */
  readonly demand: 'whole' | 'any' | 'longer';
}

/** Steps after which nobody waits any longer. */
const mostSteps = 2_000_000;

interface Run extends Question {
  readonly slots: number[];
  readonly stack: Entry[];
  /** For each step and place: 1 when nothing was found from there, 2 when something was. */
  readonly known: Uint8Array | undefined;
  readonly idle: Map<number, { readonly at: number; readonly times: number }>;
  best: Match | undefined;
  found: number;
  steps: number;
}

type Entry =
  | { readonly kind: 'try'; readonly step: number; readonly at: number; readonly onlyIf?: number }
  | { readonly kind: 'slot'; readonly slot: number; readonly value: number }
  | {
      readonly kind: 'idle';
      readonly step: number;
      readonly value: { readonly at: number; readonly times: number } | undefined;
    }
  | { readonly kind: 'done'; readonly place: number; readonly found: number };

/**
 * The first match at or after a place, as Nix finds it; `'budget'` when that takes too long.
 *
 * What is known of a step and a place is kept, so that time grows with the
 * product of pattern and text. Only loops that may idle do without: their
 * outcome depends on how they were entered.
 */
export function findMatch(question: Question, from: number): Match | 'budget' | undefined {
  const { program, text } = question;
  const size = program.steps.length * (text.length + 1);
  if (size > mostSteps * 8) return 'budget';
  const run: Run = {
    ...question,
    slots: new Array<number>(program.groups * 2 + 2).fill(-1),
    stack: [],
    known: program.mayIdle ? undefined : new Uint8Array(size),
    idle: new Map(),
    best: undefined,
    found: 0,
    steps: 0,
  };
  for (let start = from; start <= text.length; start++) {
    run.slots[0] = start;
    explore(run, { kind: 'try', step: 0, at: start });
    if (run.steps > mostSteps) return 'budget';
    if (run.best || question.demand !== 'any') return run.best;
  }
  return undefined;
}

function explore(run: Run, first: Entry): void {
  run.stack.push(first);
  for (let entry = run.stack.pop(); entry; entry = run.stack.pop()) {
    if (run.steps > mostSteps) return;
    resume(run, entry);
  }
}

function resume(run: Run, entry: Entry): void {
  switch (entry.kind) {
    case 'try':
      if (entry.onlyIf === undefined || entry.onlyIf === run.found)
        follow(run, entry.step, entry.at);
      return;
    case 'slot':
      run.slots[entry.slot] = entry.value;
      return;
    case 'idle':
      if (entry.value) run.idle.set(entry.step, entry.value);
      else run.idle.delete(entry.step);
      return;
    case 'done':
      if (run.known) run.known[entry.place] = run.found > entry.found ? 2 : 1;
      return;
  }
}

/** Goes on from a step until it branches or ends. */
function follow(run: Run, from: number, place: number): void {
  let step = from;
  let at = place;
  for (let next = run.program.steps[step]; next; next = run.program.steps[step]) {
    run.steps++;
    if (next.kind === 'accept') accept(run, at);
    if (next.kind === 'either' || next.kind === 'repeat') branch(run, step, at);
    const read = stepOver(run, next, at);
    if (read === undefined) return;
    at += read;
    step = next.kind === 'jump' ? next.to : step + 1;
  }
}

/** How many bytes a step reads; `undefined` when it does not go on from there. */
function stepOver(run: Run, step: Step, at: number): number | undefined {
  switch (step.kind) {
    case 'bytes':
      return at < run.text.length && step.accepts(run.text.charCodeAt(at)) ? 1 : undefined;
    case 'begin':
      return at === 0 ? 0 : undefined;
    case 'end':
      return at === run.text.length ? 0 : undefined;
    case 'save':
      run.stack.push({ kind: 'slot', slot: step.slot, value: run.slots[step.slot] ?? -1 });
      run.slots[step.slot] = at;
      return 0;
    case 'jump':
      return 0;
    case 'accept':
    case 'either':
    case 'repeat':
      return undefined;
  }
}

function accept(run: Run, at: number): void {
  if (run.demand === 'whole' && at !== run.text.length) return;
  if (run.demand === 'longer' && at === run.slots[0]) return;
  run.found++;
  if (run.best && (run.best[1] ?? 0) >= at) return;
  run.best = [run.slots[0] ?? 0, at, ...run.slots.slice(2)];
}

function branch(run: Run, step: number, at: number): void {
  const place = step * (run.text.length + 1) + at;
  const known = run.known?.[place] ?? 0;
  if (known === 2) run.found++;
  if (known !== 0) return;
  if (run.known) run.stack.push({ kind: 'done', place, found: run.found });
  const current = run.program.steps[step];
  if (current?.kind === 'either') {
    run.stack.push({ kind: 'try', step: current.second, at });
    run.stack.push({ kind: 'try', step: step + 1, at });
  } else if (current?.kind === 'repeat') {
    run.stack.push({ kind: 'try', step: current.after, at, onlyIf: run.found });
    enterBody(run, { step, body: current.body, at });
  }
}

/** A body is entered at one place at most twice in a row. */
function enterBody(
  run: Run,
  { step, body, at }: { readonly step: number; readonly body: number; readonly at: number },
): void {
  if (run.known) {
    run.stack.push({ kind: 'try', step: body, at });
    return;
  }
  const before = run.idle.get(step);
  const times = before?.at === at ? before.times + 1 : 1;
  if (times > 2) return;
  run.stack.push({ kind: 'idle', step, value: before });
  run.stack.push({ kind: 'try', step: body, at });
  run.idle.set(step, { at, times });
}
