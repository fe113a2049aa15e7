import type { Diagnostic, Fix, Location } from '#analyzer/diagnostic.ts';
import { mayApply } from '#linter/fix.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';
import { placeOf, type Report, type Sources, shownText } from './report.ts';
import { drawLine } from './source-line.ts';

/** Findings for people: each with its lines, its related places, and how to mend it. */
export function formatPretty({ diagnostics, sources }: Report, palette: Palette): string {
  return diagnostics.map((diagnostic) => `${drawFinding(diagnostic, sources, palette)}\n`).join('');
}

function drawFinding(diagnostic: Diagnostic, sources: Sources, palette: Palette): string {
  const { severity, rule, message, related, fixes } = diagnostic;
  const paint = palette.severity[severity];
  const places = [diagnostic, ...related];
  const gutter = Math.max(...places.map((place) => lineNumber(place, sources).length));
  const head = `${paint(`${severity}[${rule}]`)}: ${palette.bold(printable(message))}`;
  const main = drawPlace(diagnostic, '', { sources, palette, paint, gutter });
  const notes = related.flatMap((note) => {
    return drawPlace(note, printable(note.message), {
      sources,
      palette,
      paint: palette.dim,
      gutter,
    });
  });
  const fix = fixLine(fixes, palette, gutter);
  return [head, ...main, ...notes, ...fix, ''].join('\n');
}

interface Drawing {
  readonly sources: Sources;
  readonly palette: Palette;
  readonly paint: (text: string) => string;
  readonly gutter: number;
}

/** A place with its line and a label below it; only the place when the line must not be shown. */
function drawPlace(location: Location, label: string, drawing: Drawing): string[] {
  const { sources, palette, paint, gutter } = drawing;
  const { file, start } = placeOf(location, sources);
  const where = `${printable(file)}:${start.line}:${start.column}`;
  const header = `${' '.repeat(gutter)} ${palette.dim('-->')} ${where}`;
  const source = sourceLine(location, sources);
  if (source === undefined)
    return [header, ...(label === '' ? [] : [`${' '.repeat(gutter)}  = ${label}`])];
  const line = drawLine(source.text, source.from, source.to);
  const underline = `${' '.repeat(line.start)}${paint('^'.repeat(line.width))}${label === '' ? '' : ` ${label}`}`;
  const number = String(start.line).padStart(gutter);
  const bar = palette.dim('|');
  return [
    header,
    `${palette.dim(number)} ${bar} ${line.text.trimEnd()}`,
    `${' '.repeat(gutter)} ${bar} ${underline}`,
  ];
}

/** The first line of a place; nothing of a file of secrets or one that cannot be read. */
function sourceLine(
  { file, span }: Location,
  sources: Sources,
): { text: string; from: number; to: number } | undefined {
  const text = shownText(file, sources);
  if (text === undefined) return undefined;
  const lines = sources.lines(file);
  const { line, column } = lines.position(span.start);
  const start = lines.start(line);
  const content = text.slice(start, lines.end(line)).replace(/[\r\n]+$/, '');
  const to = Math.max(column, Math.min(span.end - start, content.length));
  return { text: content, from: column, to };
}

function lineNumber(location: Location, sources: Sources): string {
  return String(placeOf(location, sources).start.line);
}

/** One line that says how to mend it, when flakewise can. */
function fixLine(fixes: readonly Fix[], palette: Palette, gutter: number): string[] {
  const fix = fixes.find((candidate) => mayApply(candidate, 'safe')) ?? fixes[0];
  if (fix === undefined) return [];
  const how = fix.safety === 'safe' ? '`--fix` applies it' : '`--unsafe-fixes` applies it';
  return [`${' '.repeat(gutter)} ${palette.dim('=')} fix: ${printable(fix.title)} (${how})`];
}
