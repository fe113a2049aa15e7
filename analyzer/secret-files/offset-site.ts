import type { Span } from '#parser/span.ts';
import type { FilePath } from '../diagnostic.ts';
import type { Site } from '../site.ts';

/** A place in a file that has no tree. */
export function offsetSite(file: FilePath, { start, end }: Span): Site {
  return { file, expr: start, content: { start: 0, end: end - start } };
}

/** The beginning of a file. */
export function fileSite(file: FilePath): Site {
  return { file, expr: 0 };
}
