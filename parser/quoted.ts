const longest = 40;

/** Source text inside a message: in backticks, on one line, short, and without control characters. */
export function quoted(text: string): string {
  let shown = '';
  for (const character of text.slice(0, longest + 1)) {
    shown += escaped(character);
    if (shown.length > longest) return `\`${shown}…\``;
  }
  return `\`${shown}\``;
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  if (!/[\p{C}\p{Zl}\p{Zp}]/u.test(character)) return character;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
