import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Gives back the memory of this thread that nothing uses. An engine makes much
 * garbage at once and then rests, and by itself V8 waits for more. Only the
 * second collection in a row makes the heap smaller. A thorough one moves
 * values together first, because a page with a single one is kept as a whole.
 */
export function collectGarbage(isThorough: boolean): void {
  collect ??= exposed();
  collect();
  if (isThorough) setFlagsFromString('--compact-on-every-full-gc');
  collect();
  if (isThorough) setFlagsFromString('--no-compact-on-every-full-gc');
}

let collect: (() => void) | undefined;

/** The collector is only known in contexts that are made while the flag is set. */
function exposed(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return gc;
}
