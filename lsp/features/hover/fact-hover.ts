import type { Facts } from '#analyzer/facts/facts.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Span } from '#parser/span.ts';
import type { PlacedMention } from '../meaning/facts/fact-index.ts';
import { type Cursor, meaningAt } from '../meaning/facts/meaning.ts';
import type { Thing } from '../meaning/facts/thing.ts';
import { groupPage, userPage } from './account-page.ts';
import {
  flagPage,
  hostPage,
  inputPage,
  modulePage,
  outputPage,
  resourcePage,
} from './flake-page.ts';
import { blocks } from './markdown.ts';
import { optionPage } from './option-page.ts';
import { recipientPage, secretFilePage, secretPage, templatePage } from './secret-page.ts';

/** What is shown at a place, in Markdown. */
export interface HoverPage {
  readonly span: Span;
  readonly markdown: string;
}

/** One place may speak of several things: a rule of every file that it takes. */
const mostPages = 3;

/** What facts tell about the place of a cursor. */
export function factHover(snapshot: Snapshot, cursor: Cursor): HoverPage | undefined {
  const meaning = meaningAt(snapshot, cursor);
  if (meaning === undefined) return undefined;
  const { span, mentions, thing, hosts, option, further } = meaning;
  const facts = snapshot.facts();
  const things = mentions.length > 0 ? withoutDoubles(mentions) : [thing];
  const options = thing || option ? [] : further.map((each) => optionPage(snapshot, each));
  const pages = things
    .flatMap((each) => (each && thingPage(facts, each, hosts)) ?? [])
    .concat(options.filter((page) => page !== undefined));
  const left = pages.length - mostPages;
  const markdown = blocks([
    ...new Set(pages.slice(0, mostPages)),
    left > 0 ? `and ${left} more` : undefined,
    thing ? undefined : option && optionPage(snapshot, option),
  ]);
  return markdown === '' ? undefined : { span, markdown };
}

/** The page of a machine also says what its output is. */
function withoutDoubles(mentions: readonly PlacedMention[]): readonly Thing[] {
  const things = mentions.map(({ thing }) => thing);
  const hasHost = things.some(({ kind }) => kind === 'host');
  return hasHost ? things.filter(({ kind }) => kind !== 'output') : things;
}

/** What facts tell of one thing. */
export function thingPage(
  facts: Facts,
  thing: Thing,
  hosts: readonly string[] | undefined,
): string | undefined {
  switch (thing.kind) {
    case 'secret':
      return secretPage(facts, thing, hosts);
    case 'template':
      return templatePage(facts, thing);
    case 'secret-file':
      return secretFilePage(facts, thing);
    case 'recipient':
      return recipientPage(facts, thing);
    case 'user':
      return userPage(facts, thing, hosts);
    case 'group':
      return groupPage(facts, thing, hosts);
    case 'host':
      return hostPage(facts, thing);
    case 'input':
      return inputPage(facts, thing);
    case 'output':
      return outputPage(facts, thing);
    case 'flag':
      return flagPage(facts, thing);
    case 'resource':
      return resourcePage(facts, thing);
    case 'module':
      return modulePage(facts, thing);
  }
}
