/** Longer texts are hardly ever names. */
const longestName = 48;

/** More names than any repository has; an editor that runs for weeks starts again. */
const mostNames = 200_000;

const smallest = 1 << 12;

/** The names there are; the first stands for none. */
let names: string[] = [''];

/** Indices of names, each at the first free place from its hash on. The length is a power of two. */
let places = new Uint32Array(smallest);

/** The same text as one string that all files share. */
export function sharedText(text: string): string {
  return sharedSlice(text, 0, text.length);
}

/**
 * A part of a text as one string that all files share. Names are compared and
 * looked up all the time, which is fastest where equal texts are one object;
 * and most have been met before, so that nothing is cut out for them.
 */
export function sharedSlice(text: string, start: number, end: number): string {
  if (end - start > longestName) return text.slice(start, end);
  let at = hashOf(text, start, end) & (places.length - 1);
  for (let index = places[at]; index !== 0; index = places[at]) {
    const name = names[index ?? 0];
    if (name?.length === end - start && text.startsWith(name, start)) return name;
    at = (at + 1) & (places.length - 1);
  }
  const name = unique(text.slice(start, end));
  places[at] = names.push(name) - 1;
  if (names.length > mostNames) forget();
  if (names.length * 2 > places.length) spread();
  return name;
}

function hashOf(text: string, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash ^ (hash >>> 15);
}

/** Keys of objects are kept once by the host language, literals in its programs among them. */
function unique(text: string): string {
  const holder = Object.create(null);
  holder[text] = true;
  const [shared = text] = Object.keys(holder);
  return shared;
}

function forget(): void {
  names = [''];
  places = new Uint32Array(smallest);
}

/** Gives the names twice the room. */
function spread(): void {
  const mask = places.length * 2 - 1;
  places = new Uint32Array(mask + 1);
  for (let index = 1; index < names.length; index++) {
    const name = names[index] ?? '';
    let at = hashOf(name, 0, name.length) & mask;
    while (places[at] !== 0) at = (at + 1) & mask;
    places[at] = index;
  }
}
