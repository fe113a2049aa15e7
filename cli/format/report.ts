import type { Diagnostic, FilePath, Location, Severity } from '#analyzer/diagnostic.ts';
import { isEncryptedText } from '#analyzer/encrypted.ts';
import type { RuleCoverage } from '#linter/fleet.ts';
import type { MachineCoverage } from '#linter/machines.ts';
import type { Rule } from '#linter/rule.ts';
import { LineIndex, type Position } from '#parser/lines.ts';

/** Everything that a format prints. */
export interface Report {
  readonly diagnostics: readonly Diagnostic[];
  /** How many files were looked at. */
  readonly files: number;
  /** How many findings were left out because a baseline knows them. */
  readonly known: number;
  /** Absent unless asked for. */
  readonly coverage: Coverage | undefined;
  readonly sources: Sources;
  /** Every rule that could have spoken. */
  readonly rules: readonly Rule[];
}

/** What was known, and what stood in the way of the rest. */
export interface Coverage {
  readonly machines: MachineCoverage;
  readonly rules: readonly RuleCoverage[];
}

/** The texts behind the findings, and how their files are called in the output. */
export interface Sources {
  text(file: FilePath): string | undefined;
  /** The path from where the command was called. */
  path(file: FilePath): string;
  /** The line index of a file; of an empty text when there is none. */
  lines(file: FilePath): LineIndex;
  /** Whether lines of the file must not be shown. */
  isSecret(file: FilePath): boolean;
}

/** A place as people and other programs count: lines and columns from one. */
export interface Place {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

export function sourcesOf({ text, path, isSecret }: Omit<Sources, 'lines'>): Sources {
  const lines = oncePerFile((file) => new LineIndex(text(file) ?? ''));
  return { text, path: oncePerFile(path), lines, isSecret };
}

function oncePerFile<Result extends object | string>(
  of: (file: FilePath) => Result,
): (file: FilePath) => Result {
  const known = new Map<FilePath, Result>();
  return (file) => {
    const result = known.get(file) ?? of(file);
    known.set(file, result);
    return result;
  };
}

export function placeOf({ file, span }: Location, sources: Sources): Place {
  const lines = sources.lines(file);
  return {
    file: sources.path(file),
    start: fromOne(lines.position(span.start)),
    end: fromOne(lines.position(span.end)),
  };
}

/** A place as compilers write it, for people. */
export function placeText(location: Location, sources: Sources): string {
  const { file, start } = placeOf(location, sources);
  return `${file}:${start.line}:${start.column}`;
}

/** A message with its related places, for formats that have no field for those. */
export function messageWithPlaces({ message, related }: Diagnostic, sources: Sources): string {
  const notes = related.map((note) => `${placeText(note, sources)}: ${note.message}`);
  return notes.length === 0 ? message : `${message} (${notes.join('; ')})`;
}

/** The findings of each file, in the order in which they are printed. */
export function byFilePath(
  diagnostics: readonly Diagnostic[],
): ReadonlyMap<FilePath, readonly Diagnostic[]> {
  const files = new Map<FilePath, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const found = files.get(diagnostic.file) ?? [];
    files.set(diagnostic.file, found);
    found.push(diagnostic);
  }
  return files;
}

/** The text of a file whose lines may be shown. */
export function shownText(file: FilePath, sources: Sources): string | undefined {
  const text = sources.text(file);
  if (text === undefined || isEncryptedText(file, text) || sources.isSecret(file)) return undefined;
  return text;
}

/** How many findings there are of each severity. */
export function countBySeverity(diagnostics: readonly Diagnostic[]): Record<Severity, number> {
  const count = (severity: Severity): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return { error: count('error'), warning: count('warning'), hint: count('hint') };
}

function fromOne({ line, column }: Position): Position {
  return { line: line + 1, column: column + 1 };
}
