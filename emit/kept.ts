/**
 * What people write between two comments in a text that is written for them:
 * it stays there, byte for byte. `undefined` where the text has no such comments.
 */
export function keptLines(text: string | undefined, name: string): string | undefined {
  const lines = text?.split('\n') ?? [];
  const first = lines.findIndex((line) => line.trim() === `# ${begin(name)}`);
  if (first === -1) return undefined;
  const last = lines.findIndex((line, index) => index > first && line.trim() === `# ${end}`);
  if (last === -1) return undefined;
  return lines
    .slice(first + 1, last)
    .map((line) => `${line}\n`)
    .join('');
}

/** The two comments with what people wrote between them, in a format whose comments begin with `#`. */
export function keptBlock(name: string, lines: string, indent: string): string {
  return `${indent}# ${begin(name)}\n${lines}${indent}# ${end}\n`;
}

const end = 'flakewise:keep end';

function begin(name: string): string {
  return `flakewise:keep ${name}`;
}
