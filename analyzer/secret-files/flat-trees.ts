import type { Span } from '#parser/span.ts';
import {
  type SecretDocuments,
  type SecretEntry,
  type SecretNode,
  scalar,
  type TextProblem,
} from './secret-tree.ts';

interface Line extends Span {
  readonly text: string;
}

/** The place alone: the line itself may be a secret. */
function problemAt({ start, end }: Line, reason: string): TextProblem {
  return { span: { start, end }, reason };
}

function* linesOf(text: string): Generator<Line> {
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const next = found === -1 ? text.length : found;
    const end = text[next - 1] === '\r' && next > start ? next - 1 : next;
    yield { start, end, text: text.slice(start, end) };
    start = next + 1;
  }
}

/**
 * Reads variables as sops does: each line that is neither empty nor a comment
 * is a name, an equals sign and the value up to the end of the line.
 */
export function readDotenv(text: string): SecretDocuments {
  const entries: SecretEntry[] = [];
  const problems: TextProblem[] = [];
  for (const line of linesOf(text)) {
    if (line.text === '' || line.text.startsWith('#')) continue;
    const entry = assignment(line, ['=']);
    if (entry) entries.push(entry);
    else problems.push(problemAt(line, 'the line is no variable'));
  }
  return documentOf(text, entries, problems);
}

/**
 * Reads the sections and keys of an INI file. Keys before the first section
 * belong to the section `DEFAULT`, and continued lines to the value before them.
 */
export function readIni(text: string): SecretDocuments {
  const sections = new Map<string, Section>();
  const problems: TextProblem[] = [];
  let current: Section | undefined;
  for (const line of iniLines(text)) {
    const name = sectionName(line);
    if (name !== undefined) current = sectionOf(sections, name, line);
    if (name !== undefined) continue;
    const entry = assignment(line, ['=', ':']);
    current ??= sectionOf(sections, 'DEFAULT', line);
    if (entry) current.entries.push(entry);
    else problems.push(problemAt(line, 'the line is neither a section nor a key'));
  }
  const entries = [...sections].map(([name, { span, entries: own }]): SecretEntry => {
    return { name, span, value: { kind: 'map', span, entries: own } };
  });
  return documentOf(text, entries, problems);
}

interface Section {
  readonly span: Span;
  readonly entries: SecretEntry[];
}

/** The lines that say something: no comments, and no second lines of values. */
function* iniLines(text: string): Generator<Line> {
  let quote: string | undefined;
  for (const line of linesOf(text)) {
    const content = line.text.trim();
    if (quote !== undefined) {
      if (content.includes(quote)) quote = undefined;
      continue;
    }
    if (content === '' || /^[#;]/.test(content)) continue;
    const entry = sectionName(line) === undefined ? assignment(line, ['=', ':']) : undefined;
    quote = entry && openQuote(entry);
    yield line;
  }
}

function sectionName({ text }: Line): string | undefined {
  return /^\s*\[([^\]]*)\]/.exec(text)?.[1]?.trim();
}

function sectionOf(sections: Map<string, Section>, name: string, { start, end }: Line): Section {
  const known = sections.get(name) ?? { span: { start, end }, entries: [] };
  sections.set(name, known);
  return known;
}

/** Values in `"""` or backticks may go on over several lines. */
function openQuote({ value }: SecretEntry): string | undefined {
  const text = value.kind === 'scalar' ? value.text : '';
  const quote = ['"""', '`'].find((mark) => text.startsWith(mark));
  return quote !== undefined && !text.slice(quote.length).includes(quote) ? quote : undefined;
}

/** `name = value` with places; the value loses one pair of quotes where the format takes them off. */
function assignment(line: Line, signs: readonly string[]): SecretEntry | undefined {
  const found = signs.map((sign) => line.text.indexOf(sign)).filter((at) => at > 0);
  const at = Math.min(...found);
  if (!Number.isFinite(at)) return undefined;
  const isDotenv = signs.length === 1;
  const name = isDotenv ? line.text.slice(0, at) : line.text.slice(0, at).trim();
  const start = line.start + line.text.indexOf(name);
  const written = line.text.slice(at + 1);
  const value = isDotenv ? written : unquoted(written.trim());
  const from = line.start + at + 1 + (isDotenv ? 0 : written.length - written.trimStart().length);
  const end = isDotenv ? line.end : Math.max(from, line.start + line.text.trimEnd().length);
  if (name === '') return undefined;
  return {
    name,
    span: { start, end: start + name.length },
    value: scalar(value, { start: from, end }),
  };
}

function unquoted(text: string): string {
  const quote = text[0];
  const isQuoted = text.length > 1 && (quote === '"' || quote === '`') && text.endsWith(quote);
  return isQuoted ? text.slice(1, -1) : text;
}

function documentOf(
  text: string,
  entries: readonly SecretEntry[],
  problems: readonly TextProblem[],
): SecretDocuments {
  const node: SecretNode = { kind: 'map', span: { start: 0, end: text.length }, entries };
  return { documents: entries.length === 0 ? [] : [node], problems };
}
