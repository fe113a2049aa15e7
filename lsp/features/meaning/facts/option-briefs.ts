import { oncePer } from '#analyzer/once-per.ts';
import type { MachineBriefs, OptionBrief } from '#analyzer/options/briefs.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { ViewKind } from './option-places.ts';

/** An option as one machine, or one home on it, has it. */
export interface HostOption {
  readonly host: string;
  readonly view: ViewKind;
  readonly account: string | undefined;
  readonly brief: OptionBrief;
}

/** What all machines say of their options; what still holds of earlier snapshots is not worked out again. */
export const briefsOf = oncePer((snapshot: Snapshot): readonly MachineBriefs[] =>
  [...snapshot.briefs()].flatMap((briefs) => briefs ?? []),
);

/** An option on every machine and home that has it. */
export function hostOptions(
  snapshot: Snapshot,
  name: string,
  views: ReadonlySet<ViewKind>,
): readonly HostOption[] {
  return briefsOf(snapshot).flatMap(({ host, views: own }) =>
    own.flatMap(({ kind, account, options }): HostOption[] => {
      const brief = views.has(kind) ? options.get(name) : undefined;
      return brief ? [{ host, view: kind, account, brief }] : [];
    }),
  );
}

/** What one machine says, by the names that define it. */
export interface DefinedAt {
  readonly view: ViewKind;
  readonly name: string;
}

/** The options that the names of texts define, by file and expression. */
export function definedAt(snapshot: Snapshot, file: string, expr: number): readonly DefinedAt[] {
  const found = briefsOf(snapshot).flatMap(
    (briefs) => sitesOf(briefs).get(`${file}:${expr}`) ?? [],
  );
  const seen = new Set<string>();
  return found.filter(({ view, name }) => {
    const isNew = !seen.has(`${view} ${name}`);
    seen.add(`${view} ${name}`);
    return isNew;
  });
}

const sitesOf = oncePer(({ views }: MachineBriefs): ReadonlyMap<string, readonly DefinedAt[]> => {
  const sites = new Map<string, DefinedAt[]>();
  for (const { kind, options } of views) {
    for (const { name, definitions } of options.values()) {
      for (const { at } of definitions) {
        if (at === undefined) continue;
        const key = `${at.file}:${at.expr}`;
        sites.set(key, [...(sites.get(key) ?? []), { view: kind, name }]);
      }
    }
  }
  return sites;
});
