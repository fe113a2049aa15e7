/**
 * How often values became unknown for reasons that depend on what was asked
 * before: a thunk that needs itself, or a budget that ran out. While the number
 * stays, an evaluation gives the same answers in whatever order it is asked.
 */
let count = 0;

export function noteDoubt(): void {
  count++;
}

/** Only ever grows; two numbers say whether there were any in between. */
export function doubtsSoFar(): number {
  return count;
}
