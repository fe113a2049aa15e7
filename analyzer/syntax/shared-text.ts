/** Longer texts are hardly ever names. */
const longestName = 48;

/** More names than any repository has; an editor that runs for weeks starts again. */
const mostNames = 200_000;

const names = new Map<string, string>();

/**
 * The same text as one string that all files share. Names are compared and looked
 * up all the time, which is fastest where equal texts are one object.
 */
export function sharedText(text: string): string {
  if (text.length > longestName) return text;
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= mostNames) names.clear();
  const name = unique(text);
  names.set(name, name);
  return name;
}

/** Keys of objects are kept once by the host language, literals in its programs among them. */
function unique(text: string): string {
  const holder = Object.create(null);
  holder[text] = true;
  const [shared = text] = Object.keys(holder);
  return shared;
}
