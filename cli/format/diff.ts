import { compareLines, type Line } from '#linter/compare-lines.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';

interface Hunk {
  readonly oldStart: number;
  readonly newStart: number;
  readonly lines: readonly Line[];
}

const context = 3;

/** What changed in one file, as a patch that `git apply` understands. */
export function unifiedDiff(
  {
    path,
    before,
    after,
  }: { readonly path: string; readonly before: string; readonly after: string },
  palette: Palette,
): string {
  const head = [`--- a/${path}`, `+++ b/${path}`].map((line) => palette.bold(printable(line)));
  const hunks = hunksOf(compareLines(linesOf(before), linesOf(after)));
  return [...head, ...hunks.flatMap((hunk) => drawHunk(hunk, palette))]
    .map((line) => `${line}\n`)
    .join('');
}

function drawHunk({ oldStart, newStart, lines }: Hunk, palette: Palette): string[] {
  const count = (sign: Line['sign']): number => lines.filter((line) => line.sign !== sign).length;
  const range = `@@ -${rangeOf(oldStart, count('+'))} +${rangeOf(newStart, count('-'))} @@`;
  const paint = { ' ': (text: string) => text, '-': palette.removed, '+': palette.added };
  const drawn = lines.flatMap(({ sign, text }) => {
    const line = paint[sign](`${sign}${drawable(text.replace(/\n$/, ''))}`);
    return text.endsWith('\n') ? [line] : [line, '\\ No newline at end of file'];
  });
  return [palette.dim(range), ...drawn];
}

/** A carriage return at the end of a line belongs to the patch; every other control is escaped. */
function drawable(line: string): string {
  const end = line.endsWith('\r') ? '\r' : '';
  const content = line.slice(0, line.length - end.length);
  return `${content.split('\t').map(printable).join('\t')}${end}`;
}

function rangeOf(start: number, count: number): string {
  const first = count === 0 ? start : start + 1;
  return count === 1 ? `${first}` : `${first},${count}`;
}

function hunksOf(lines: readonly Line[]): Hunk[] {
  const hunks: Hunk[] = [];
  const changed = lines.flatMap(({ sign }, index) => (sign === ' ' ? [] : [index]));
  for (let first = 0; first < changed.length; ) {
    let last = first;
    while ((changed[last + 1] ?? Number.POSITIVE_INFINITY) - (changed[last] ?? 0) <= 2 * context)
      last++;
    const from = Math.max(0, (changed[first] ?? 0) - context);
    const above = lines.slice(0, from);
    hunks.push({
      oldStart: above.filter(({ sign }) => sign !== '+').length,
      newStart: above.filter(({ sign }) => sign !== '-').length,
      lines: lines.slice(from, (changed[last] ?? 0) + context + 1),
    });
    first = last + 1;
  }
  return hunks;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
