import type { Location } from '#analyzer/diagnostic.ts';
import type { Site } from '#analyzer/site.ts';
import { printable } from './format/printable.ts';
import { placeOf, sourcesOf } from './format/report.ts';
import type { OpenedWorkspace } from './session.ts';

/** A place as programs read it: the file within the workspace, line and column from one. */
export interface PlainPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Says where things are written. */
export interface Places {
  plain(site: Site | undefined): PlainPlace | undefined;
  /** `file:line:column`, the file from where the command was called; nothing without a site. */
  text(site: Site | undefined): string;
  /** The same for a place in a text. */
  location(location: Location): string;
  /** The source at a site, on one line. */
  source(site: Site | undefined): string | undefined;
}

export function placesOf({ snapshot, display }: OpenedWorkspace): Places {
  const facts = snapshot.facts();
  const inside = sourcesOf({
    text: (file) => snapshot.text(file),
    path: String,
    isSecret: () => true,
  });
  const plain = (site: Site | undefined): PlainPlace | undefined => {
    if (!site) return undefined;
    const { file, start } = placeOf(facts.locate(site), inside);
    return { file, line: start.line, column: start.column };
  };
  const location = (found: Location): string => {
    const { line, column } = placeOf(found, inside).start;
    return printable(`${display(found.file)}:${line}:${column}`);
  };
  return {
    plain,
    location,
    text: (site) => (site ? location(facts.locate(site)) : ''),
    source: (site) => {
      if (!site) return undefined;
      const { file, span } = facts.locate(site);
      const text = snapshot.text(file)?.slice(span.start, span.end);
      return text?.replace(/\s+/g, ' ');
    },
  };
}
