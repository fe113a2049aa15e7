import type { Diagnostic, FilePath, Location, Severity } from '#analyzer/diagnostic.ts';
import type { RuleCoverage } from '#linter/fleet.ts';
import type { MachineCoverage } from '#linter/machines.ts';
import { LineIndex, type Position } from '#parser/lines.ts';

/** Everything that a format prints. */
export interface Report {
  readonly diagnostics: readonly Diagnostic[];
  /** How many files were looked at. */
  readonly files: number;
  /** Absent unless asked for. */
  readonly coverage: Coverage | undefined;
  readonly sources: Sources;
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
  const indices = new Map<FilePath, LineIndex>();
  const lines = (file: FilePath): LineIndex => {
    const index = indices.get(file) ?? new LineIndex(text(file) ?? '');
    indices.set(file, index);
    return index;
  };
  return { text, path, lines, isSecret };
}

export function placeOf({ file, span }: Location, sources: Sources): Place {
  const lines = sources.lines(file);
  return {
    file: sources.path(file),
    start: fromOne(lines.position(span.start)),
    end: fromOne(lines.position(span.end)),
  };
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
