/** The relative path of a reference to a flake; `undefined` for one that lies elsewhere. */
export function localFlake(reference: string): string | undefined {
  return /^(?:path:)?(\.{1,2}(?:\/[^?#]*)?)(?:[?#].*)?$/.exec(reference)?.[1];
}
