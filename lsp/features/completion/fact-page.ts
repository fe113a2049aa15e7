import type { Snapshot } from '#analyzer/snapshot.ts';
import { thingPage } from '../hover/fact-hover.ts';
import { plainOptionPage } from '../hover/option-page.ts';
import type { Thing } from '../meaning/facts/thing.ts';

/** What a page is asked for. */
export type PageSubject =
  | { readonly kind: 'option'; readonly name: string }
  | { readonly kind: 'thing'; readonly thing: Thing };

/** What facts tell of something by its name, as Markdown. */
export function factPage(snapshot: Snapshot, subject: PageSubject): string | undefined {
  return subject.kind === 'option'
    ? plainOptionPage(snapshot, subject.name)
    : thingPage(snapshot.facts(), subject.thing, undefined);
}
