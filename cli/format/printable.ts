/** C0 and C1 controls, DEL, and the marks that reorder or hide text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const control = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text for one line of a terminal: nothing in it can move the cursor or change colours. */
export function printable(text: string): string {
  return text.replace(control, escaped);
}

/** Text of several lines, each of them printable. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** Those of them that JSON leaves as they are. */
const controlInJson = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** JSON in which such characters stand as escapes too. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(controlInJson, unitEscape);
}

/** The same on one line. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(controlInJson, unitEscape);
}

function unitEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function escaped(unit: string): string {
  const code = unit.charCodeAt(0).toString(16);
  return unit.charCodeAt(0) < 256 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}
