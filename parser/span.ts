/** A half-open range of UTF-16 code units in one file's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether `inner` lies within `outer`; equal spans contain each other. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Whether the two spans share at least one code unit. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
