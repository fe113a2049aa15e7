import { applyEdits, type JSONPath, modify } from 'jsonc-parser';
import type { Plain } from '../values.ts';

const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };

/** A text of JSON, comments and layout kept, in which these values are set. */
export function editedJson(
  text: string | undefined,
  values: readonly (readonly [path: JSONPath, value: Plain])[],
): string {
  let edited = text === undefined || text.trim() === '' ? '{}\n' : text;
  for (const [path, value] of values) {
    edited = applyEdits(edited, modify(edited, path, value, { formattingOptions }));
  }
  return edited.endsWith('\n') ? edited : `${edited}\n`;
}
