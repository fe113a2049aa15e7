import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import { LineIndex } from '#parser/lines.ts';
import type { Span } from '#parser/span.ts';

/** Where an example says that a finding, or a place related to one, must be. */
export interface Marker {
  readonly kind: 'finding' | 'note';
  readonly file: FilePath;
  readonly span: Span;
  readonly message: string;
}

export interface ParsedExample {
  /** Texts without their marker lines, in the order of the example. */
  readonly files: ReadonlyMap<FilePath, string>;
  readonly markers: readonly Marker[];
}

const unnamedFile = 'default.nix';
const headerPattern = /^-- (\S+) --$/;
const markerPattern = /^([ \t]*#[ \t]*)(\^+) (note: )?(.+)$/;

/**
 * Reads the language of examples: `-- path --` begins a file, and a line of
 * `#`, spaces, carets and a message marks a part of the line above it.
 *
 * Marker lines are taken out, so they never move what they mark. Where the
 * first caret would stand in the first column, the `#` takes its place.
 */
export function parseExample(source: string): ParsedExample {
  const files = new Map<FilePath, string>();
  const markers: Marker[] = [];
  for (const { file, lines } of sections(dedent(source))) {
    const code: string[] = [];
    let offset = 0;
    for (const line of lines) {
      const marker = markerPattern.exec(line);
      if (marker && code.length > 0) {
        const above = offset - (code.at(-1)?.length ?? 0) - 1;
        markers.push(markerOf(marker, { file, line: above }));
        continue;
      }
      code.push(line);
      offset += line.length + 1;
    }
    files.set(file, code.map((line) => `${line}\n`).join(''));
  }
  return { files, markers };
}

/** Draws files and markers the way examples are written; the inverse of `parseExample`. */
export function renderExample(
  files: ReadonlyMap<FilePath, string>,
  markers: readonly Marker[],
): string {
  const pictures = [...files].map(([file, text]) => {
    const own = markers.filter((marker) => marker.file === file);
    const picture = drawMarkers(text, own);
    return files.size === 1 && file === unnamedFile ? picture : `-- ${file} --\n${picture}`;
  });
  return pictures.join('');
}

/** What an example would have to say for these findings to be expected. */
export function markersOf(diagnostics: readonly Diagnostic[]): Marker[] {
  return diagnostics.flatMap((diagnostic) => [
    { kind: 'finding', ...placed(diagnostic), message: diagnostic.message },
    ...diagnostic.related.map((note): Marker => {
      return { kind: 'note', ...placed(note), message: note.message };
    }),
  ]);
}

/** The text without the indentation that all its lines share, nor blank lines around it. */
export function dedent(source: string): string {
  const lines = source
    .replace(/^[ \t]*\n/, '')
    .replace(/\n[ \t]*$/, '')
    .split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const shared = Math.min(...indents, Number.MAX_SAFE_INTEGER);
  return lines.map((line) => line.slice(Math.min(shared, line.length))).join('\n');
}

interface Section {
  readonly file: FilePath;
  readonly lines: string[];
}

function sections(source: string): Section[] {
  const found: Section[] = [];
  for (const line of source.split('\n')) {
    const path = headerPattern.exec(line)?.[1];
    if (path !== undefined) found.push({ file: path as FilePath, lines: [] });
    else if (found.length > 0) found.at(-1)?.lines.push(line);
    else found.push({ file: unnamedFile as FilePath, lines: [line] });
  }
  return found;
}

function markerOf(match: RegExpExecArray, where: { file: FilePath; line: number }): Marker {
  const before = match[1] ?? '';
  const atFirstColumn = before === '#';
  const start = where.line + (atFirstColumn ? 0 : before.length);
  const end = where.line + before.length + (match[2]?.length ?? 0);
  return {
    kind: match[3] === undefined ? 'finding' : 'note',
    file: where.file,
    span: { start, end },
    message: match[4] ?? '',
  };
}

function placed({ file, span }: { file: FilePath; span: Span }): { file: FilePath; span: Span } {
  return { file, span };
}

/** A marker line and where it belongs. */
interface Drawing {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

function drawMarkers(text: string, markers: readonly Marker[]): string {
  const index = new LineIndex(text);
  const drawings = markers
    .map((marker) => draw(marker, text, index))
    .toSorted((a, b) => a.column - b.column || (a.text < b.text ? -1 : 1));
  const lines = text.replace(/\n$/, '').split('\n');
  return lines
    .map((line, number) => {
      const below = drawings.filter((drawing) => drawing.line === number);
      return `${[line, ...new Set(below.map((drawing) => drawing.text))].join('\n')}\n`;
    })
    .join('');
}

/** Only the first line of a longer span is underlined, and the end of a text counts to its last line. */
function draw({ kind, span, message }: Marker, text: string, index: LineIndex): Drawing {
  const atEnd = span.start > 0 && span.start === text.length && text.endsWith('\n');
  const start = atEnd ? span.start - 1 : span.start;
  const { line, column } = index.position(start);
  const lineEnd =
    index.start(line) + (text.slice(index.start(line)).split('\n', 1)[0] ?? '').length;
  const width = Math.max(1, Math.min(span.end, lineEnd) - start);
  const label = kind === 'note' ? `note: ${message}` : message;
  const carets = column === 0 ? Math.max(1, width - 1) : width;
  const indent = `#${' '.repeat(Math.max(0, column - 1))}`;
  return { line, column, text: `${indent}${'^'.repeat(carets)} ${label}` };
}
