import { Thunk, type Unknown } from '../evaluate/value.ts';
import { type Definition, holds } from './definitions.ts';

/** A definition that may or may not count. */
export interface Undecided {
  readonly definition: Definition;
  readonly why: Unknown;
}

/** The definitions of an option that count after conditions and priorities. */
export interface Settled {
  readonly certain: readonly Definition[];
  readonly undecided: readonly Undecided[];
}

/**
 * Looks at conditions, and drops what a stronger definition overrides, as
 * `filterOverrides` of nixpkgs does. Where a stronger definition may hold, what
 * it would override is undecided with it.
 */
export function settle(definitions: readonly Definition[]): Settled {
  return definitions.length === 0
    ? nothing
    : (settledAtOnce(definitions) ?? settleAll(definitions));
}

const none: readonly never[] = [];
const nothing: Settled = { certain: none, undecided: none };

/** What counts where every condition is decided; `undefined` where one is not. */
function settledAtOnce(definitions: readonly Definition[]): Settled | undefined {
  let certain: Definition[] = [];
  let strongest = Number.POSITIVE_INFINITY;
  for (const definition of definitions) {
    const verdict = holds(definition);
    if (typeof verdict === 'object') return undefined;
    if (!verdict || definition.priority > strongest) continue;
    if (definition.priority < strongest) certain = [];
    strongest = definition.priority;
    certain.push(definition);
  }
  return { certain, undecided: none };
}

function settleAll(definitions: readonly Definition[]): Settled {
  const judged = definitions.map((definition) => ({ definition, holds: holds(definition) }));
  const certain = judged.flatMap((entry) => (entry.holds === true ? [entry.definition] : []));
  const strongest = Math.min(...certain.map(({ priority }) => priority));
  const relevant = judged.filter(
    (entry) => entry.holds !== false && entry.definition.priority <= strongest,
  );
  const stronger = relevant.find(
    (entry) => typeof entry.holds === 'object' && entry.definition.priority < strongest,
  )?.holds;
  if (typeof stronger !== 'object') {
    return {
      certain: relevant.flatMap((entry) => (entry.holds === true ? [entry.definition] : [])),
      undecided: relevant.flatMap(({ definition, holds: why }) =>
        typeof why === 'object' ? [{ definition, why }] : [],
      ),
    };
  }
  return {
    certain: [],
    undecided: relevant.map(({ definition, holds: why }) =>
      typeof why === 'object' ? { definition, why } : doubtful(definition, stronger),
    ),
  };
}

/** Every definition that counts or may count, in the order of merging; those that may keep a condition. */
export function settledDefinitions(
  definitions: readonly Definition[],
  { certain, undecided }: Settled,
): readonly Definition[] {
  if (undecided.length === 0) return certainDefinitions(certain);
  const doubts = new Map(undecided.map(({ definition }) => [definition.content, definition]));
  const sure = new Set(certain);
  return definitions.flatMap((definition) => {
    if (sure.has(definition)) return [{ ...definition, conditions: [] }];
    return doubts.get(definition.content) ?? [];
  });
}

/** Definitions that are known to hold, without their conditions. */
function certainDefinitions(certain: readonly Definition[]): readonly Definition[] {
  return certain.map((definition) => {
    if (definition.conditions.length === 0) return definition;
    const { content, at, file, priority, order } = definition;
    return { content, at, file, conditions: none, priority, order };
  });
}

/** A definition that another one overrides if that one holds. */
function doubtful(definition: Definition, why: Unknown): Undecided {
  const conditions = [...definition.conditions, Thunk.of(why)];
  return { definition: { ...definition, conditions }, why };
}
