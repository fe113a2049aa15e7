import type { Span } from '#parser/span.ts';

/** One line of a section: a keyword and its arguments. */
export interface HaproxyLine extends Span {
  readonly words: readonly HaproxyWord[];
}

export interface HaproxyWord extends Span {
  readonly text: string;
}

/** `frontend NAME`, `backend NAME`, `listen NAME`, `defaults` and others, with their lines. */
export interface HaproxySection {
  readonly kind: string;
  readonly name: string;
  readonly lines: readonly HaproxyLine[];
}

const kinds = new Set([
  'global',
  'defaults',
  'frontend',
  'backend',
  'listen',
  'resolvers',
  'userlist',
  'peers',
  'cache',
  'program',
  'http-errors',
  'ring',
  'mailers',
]);

/** The sections of a configuration of HAProxy. Spans are offsets into the text. */
export function haproxySections(text: string): readonly HaproxySection[] {
  const sections: { kind: string; name: string; lines: HaproxyLine[] }[] = [];
  for (const line of linesOf(text)) {
    const [first, second] = line.words;
    if (first && kinds.has(first.text))
      sections.push({ kind: first.text, name: second?.text ?? '', lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
}

function* linesOf(text: string): Generator<HaproxyLine> {
  let start = 0;
  for (const line of text.split('\n')) {
    const words = wordsOf(line, start);
    if (words.length > 0) yield { words, start, end: start + line.length };
    start += line.length + 1;
  }
}

/** Words end at blanks; a `#` that is not escaped begins a comment. */
function wordsOf(line: string, start: number): HaproxyWord[] {
  const words: HaproxyWord[] = [];
  for (const match of line.matchAll(/"(?:[^"\\]|\\.)*"|'[^']*'|(?:[^\s#"'\\]|\\.)+|#/g)) {
    if (match[0] === '#') break;
    const text = match[0].replace(/^(["'])(.*)\1$/s, '$2');
    words.push({ text, start: start + match.index, end: start + match.index + match[0].length });
  }
  return words;
}
