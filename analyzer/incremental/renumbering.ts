import type { FilePath } from '../diagnostic.ts';
import type { Site } from '../site.ts';
import type { Numbers } from '../syntax/alignment.ts';

/** The numbers that expressions have now, by the files of which some have other ones than before. */
export type Renumbering = ReadonlyMap<FilePath, Numbers>;

export const nothingMoved: Renumbering = new Map();

/**
 * Plain data with the places of before where they are now: the same object
 * where nothing has another number, and `undefined` where it is not known which.
 */
export function renumbered<Data>(data: Data, renumbering: Renumbering): Data | undefined {
  const walk: Walk = { renumbering, isLost: false };
  const now = moved(walk, data) as Data;
  return walk.isLost ? undefined : now;
}

/**
 * Whether nothing that has no place of its own comes to stand at another one:
 * the first expression of a file is the place of whatever has none.
 */
export function keepsStart(numbers: Numbers): boolean {
  return (numbers[0] ?? -1) <= 0;
}

/**
 * Whether two answers of a file are the same but for the numbers of their
 * expressions, which are noted; what a number becomes must be the same wherever
 * it stands.
 */
export function corresponds(before: unknown, after: unknown, numbers: Numbers): boolean {
  if (typeof before !== 'object' || before === null) return Object.is(before, after);
  if (typeof after !== 'object' || after === null) return false;
  const [old, now] = [Object.entries(before), Object.entries(after)];
  return (
    Array.isArray(before) === Array.isArray(after) &&
    old.length === now.length &&
    old.every(([key, value], index) => {
      const [otherKey, other] = now[index] ?? [];
      if (key !== otherKey) return false;
      if (key !== 'expr' || typeof value !== 'number' || typeof other !== 'number')
        return corresponds(value, other, numbers);
      if (numbers[value] === -1) numbers[value] = other;
      return numbers[value] === other;
    })
  );
}

interface Walk {
  readonly renumbering: Renumbering;
  /** Whether a place was met of which nobody knows where it is now. */
  isLost: boolean;
}

function moved(walk: Walk, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return movedItems(walk, value);
  if (value instanceof Map) return movedValues(walk, value);
  return isSite(value) ? movedSite(walk, value) : movedFields(walk, value);
}

function isSite(value: object): value is Site {
  return 'expr' in value && typeof value.expr === 'number' && 'file' in value;
}

function movedSite(walk: Walk, site: Site): Site {
  const numbers = site.isOffset ? undefined : walk.renumbering.get(site.file);
  if (!numbers) return site;
  const number = numbers[site.expr] ?? -1;
  if (number >= 0) return number === site.expr ? site : { ...site, expr: number };
  walk.isLost ||= site.expr !== 0;
  return site;
}

function movedItems(walk: Walk, items: readonly unknown[]): readonly unknown[] {
  let now: unknown[] | undefined;
  for (const [index, item] of items.entries()) {
    const other = moved(walk, item);
    if (other === item) continue;
    now ??= [...items];
    now[index] = other;
  }
  return now ?? items;
}

function movedValues(
  walk: Walk,
  values: ReadonlyMap<unknown, unknown>,
): ReadonlyMap<unknown, unknown> {
  let now: Map<unknown, unknown> | undefined;
  for (const [key, value] of values) {
    const other = moved(walk, value);
    if (other === value) continue;
    now ??= new Map(values);
    now.set(key, other);
  }
  return now ?? values;
}

function movedFields(walk: Walk, fields: object): object {
  let now: { [key: string]: unknown } | undefined;
  for (const [key, field] of Object.entries(fields)) {
    const other = moved(walk, field);
    if (other === field) continue;
    now ??= { ...fields };
    now[key] = other;
  }
  return now ?? fields;
}
