import { Kind } from '#parser/kinds.ts';
import type { FileAnalysis } from '../file-analysis.ts';

/**
 * The lines, counted from zero, whose names stay whatever uses them: those
 * directly below a comment that says `deadnix: skip`, which deadnix reads alike.
 */
export function skippedLines({ tree, lines }: FileAnalysis): ReadonlySet<number> {
  const skipped = new Set<number>();
  const { kind, start, end, size, text } = tree;
  for (let row = 0; row < size; row++) {
    if (kind[row] !== Kind.comment) continue;
    if (!text.slice(start[row], end[row]).includes('deadnix: skip')) continue;
    skipped.add(lines.position(end[row] ?? 0).line + 1);
  }
  return skipped;
}
