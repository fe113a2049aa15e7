import type { Edit, Fix } from '../diagnostic.ts';
import { plainName } from '../edit/attribute-set.ts';
import type { Facts } from '../facts/facts.ts';
import type { SecretReferenceRow } from '../facts/secrets.ts';
import { compareBytes } from '../order/compare.ts';
import { closestSecret } from './closest-secret.ts';
import { declareSecret, nameOf } from './declaration.ts';

/** The references of one place to one secret, one for each machine that has the file. */
export interface Dangling {
  readonly rows: readonly SecretReferenceRow[];
  readonly missing: readonly SecretReferenceRow[];
  readonly first: SecretReferenceRow;
}

/** Places that one declaration would mend, together; wherever and however they read the secret, in the order of files. */
export function byCause(
  facts: Facts,
  places: readonly Dangling[],
): readonly (readonly [Dangling, ...Dangling[]])[] {
  const causes = new Map<string, [Dangling, ...Dangling[]]>();
  for (const place of inOrder(facts, places)) {
    const cause = causeOf(place);
    const found = causes.get(cause);
    if (found) found.push(place);
    else causes.set(cause, [place]);
  }
  return [...causes.values()];
}

function causeOf({ first, missing }: Dangling): string {
  const { scope, account, manager, kind, target } = first;
  const name = nameOf(first) ?? `${kind} ${target}`;
  return JSON.stringify([scope, account, manager, name, missing.map(({ host }) => host).sort()]);
}

function inOrder(facts: Facts, places: readonly Dangling[]): readonly Dangling[] {
  const located = places.map((each) => ({ each, ...facts.locate(each.first.at) }));
  return located
    .toSorted((a, b) => compareBytes(a.file, b.file) || a.span.start - b.span.start)
    .map(({ each }) => each);
}

/** Writes the name that a slip of the pen has spoiled, where every machine with the file has that name. */
export function correction(facts: Facts, places: readonly Dangling[]): Fix | undefined {
  const edits: Edit[] = [];
  const meant = new Set<string>();
  for (const { rows, missing } of places) {
    const close = missing.map((row) => closestSecret(facts, row));
    const [first] = close;
    const isCertain = close.every((each) => each?.isLikelyMeant && each.target === first?.target);
    const place = missing[0]?.places?.target;
    if (!first || !place || !isCertain || missing.length < rows.length) return undefined;
    const text = missing[0]?.kind === 'path' ? first.target : plainName(first.target);
    edits.push({ ...facts.locate(place), text });
    meant.add(first.target);
  }
  const title = `read ${[...meant].map((target) => `\`${target}\``).join(' and ')}`;
  return { title, safety: 'unsafe', edits };
}

/** Declares the secret, where all that read it run as one account of one machine. */
export function declaration(facts: Facts, places: readonly Dangling[]): Fix | undefined {
  if (places.some(({ rows }) => rows.length > 1)) return undefined;
  const fixes = places.map(({ first }) => declareSecret(facts, first));
  const [fix] = fixes;
  const isSame = fixes.every((other) => JSON.stringify(other) === JSON.stringify(fix));
  return isSame ? fix : undefined;
}
