import type { Span } from '#parser/span.ts';

/** A place of a workspace. */
export interface MarkedSpan extends Span {
  readonly file: string;
}

/** Texts with places that a test speaks of. */
export interface Marked {
  /** Without the marks, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Where `$0` stood. */
  readonly cursor: { readonly file: string; readonly offset: number } | undefined;
  /** What stood between `⟦` and `⟧`, in the order of the texts. */
  readonly spans: readonly MarkedSpan[];
}

const header = /^-- (\S+) --$/;

/** Reads texts with marks: `-- path --` begins a file, `$0` is the cursor, and `⟦…⟧` are ranges. */
export function marked(source: string): Marked {
  const files = new Map<string, string>();
  const spans: MarkedSpan[] = [];
  let cursor: Marked['cursor'];
  for (const { file, text } of sections(source)) {
    let plain = '';
    const open: number[] = [];
    for (const [part] of text.matchAll(/\$0|[⟦⟧]|[^$⟦⟧]+|\$/g)) {
      if (part === '$0') cursor = { file, offset: plain.length };
      else if (part === '⟦') open.push(plain.length);
      else if (part === '⟧') spans.push({ file, start: open.pop() ?? 0, end: plain.length });
      else plain += part;
    }
    files.set(file, plain);
  }
  return { files, cursor, spans };
}

function sections(source: string): { readonly file: string; readonly text: string }[] {
  const found: { file: string; lines: string[] }[] = [];
  for (const line of dedented(source)) {
    const file = header.exec(line)?.[1];
    if (file !== undefined) found.push({ file, lines: [] });
    else if (found.length === 0) found.push({ file: 'default.nix', lines: [line] });
    else found.at(-1)?.lines.push(line);
  }
  return found.map(({ file, lines }) => ({
    file,
    text: lines.map((line) => `${line}\n`).join(''),
  }));
}

function dedented(source: string): string[] {
  const lines = source
    .replace(/^\n/, '')
    .replace(/\n[ \t]*$/, '')
    .split('\n');
  const indents = lines.flatMap((line) => (line.trim() === '' ? [] : line.search(/\S/)));
  const least = Math.min(...indents);
  return lines.map((line) => line.slice(Math.min(least, line.length)));
}
