import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Gives back the memory of this thread that nothing uses. An engine makes much
 * garbage at once and then rests, and by itself V8 waits for more. Only the
 * second collection in a row makes the heap smaller.
 */
export function collectGarbage(): void {
  collect ??= exposed();
  collect();
  collect();
}

let collect: (() => void) | undefined;

/** The collector is only known in contexts that are made while the flag is set. */
function exposed(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return gc;
}
