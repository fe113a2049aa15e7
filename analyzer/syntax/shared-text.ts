/** Longer texts are hardly ever names. */
const longestName = 48;
/** More names than any repository has; an editor that runs for weeks starts again. */
const mostNames = 200_000;

const known = new Map<string, string>();

/**
 * The same text as one string that all files share. Names are compared and
 * looked up all the time, which is fastest where equal texts are one object.
 */
export function sharedText(text: string): string {
  if (text.length > longestName) return text;
  const found = known.get(text);
  if (found !== undefined) return found;
  if (known.size >= mostNames) known.clear();
  // Keys of objects are kept once by the host language, literals in its programs among them.
  const [shared = text] = Object.keys({ [text]: true });
  known.set(shared, shared);
  return shared;
}
