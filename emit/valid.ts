import { readCaddyfile } from '#analyzer/caddy/directives.ts';
import { dataFormatOf, readData } from '#analyzer/data/read.ts';
import { languageOf } from '#analyzer/language.ts';
import { parse } from '#parser/parse.ts';
import { formatOfPath } from './format.ts';

/** How many errors a text has that goes into a file of this name; none where nobody can tell. */
export function errorsIn(path: string, text: string): number {
  const language = languageOf(path);
  if (language !== undefined) return parse(text, language).errors.length;
  if (formatOfPath(path) === 'caddyfile') return readCaddyfile(text).error === undefined ? 0 : 1;
  const format = dataFormatOf(path);
  return format === undefined ? 0 : readData(text, format).problems.length;
}
