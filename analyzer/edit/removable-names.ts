import type { Binder } from '../syntax/scope.ts';
import type { UnusedName } from '../syntax/unused.ts';

/** The names that can go together: what mentions them goes too. */
export function removableNames(names: readonly UnusedName[]): ReadonlySet<Binder> {
  const going = new Set(names.map(({ binder }) => binder));
  for (;;) {
    const staying = names.filter(({ binder, mentions }) => {
      const isGone = mentions.every((mention) =>
        mention.some((owners) => owners.every((owner) => going.has(owner))),
      );
      return going.has(binder) && !isGone;
    });
    if (staying.length === 0) return going;
    for (const { binder } of staying) going.delete(binder);
  }
}
