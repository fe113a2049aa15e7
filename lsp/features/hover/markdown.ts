/** Text as inline code of Markdown, whatever is in it. */
export function code(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  if (longest === 0) return `\`${plain}\``;
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${plain} ${fence}`;
}

/** A block of code of Markdown. */
export function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** Blocks below one another, without those that say nothing. */
export function blocks(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** Names as inline code, the first of many with the number of the others. */
export function names(all: readonly string[], most = 8): string {
  const shown = all.slice(0, all.length > most ? most - 1 : most).map(code);
  const left = all.length - shown.length;
  return left > 0 ? `${shown.join(', ')} and ${left} more` : shown.join(', ');
}

/** A list of Markdown, with the number of what is left out. */
export function bullets(items: readonly string[], most = 12): string {
  const shown = items.length > most ? items.slice(0, most - 1) : items;
  const left = items.length - shown.length;
  return [...shown, ...(left > 0 ? [`and ${left} more`] : [])]
    .map((item) => `- ${item}`)
    .join('\n');
}

/** `1 file`, `2 files`. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
