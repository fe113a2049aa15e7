/** Source text inside a message: in backticks, on one line, short, and without control characters. */
export function quoted(text: string): string {
  const units = [...text.slice(0, 60)];
  const shown = units.length > 40 ? [...units.slice(0, 40), '…'] : units;
  return `\`${shown.map(escaped).join('')}\``;
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  if (!/[\p{C}\p{Zl}\p{Zp}]/u.test(character)) return character;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
