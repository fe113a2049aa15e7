import type { Folder } from '#lsp/folder.ts';
import type { FactNames } from './fact-names.ts';

/** How long a proposal waits for facts, in milliseconds. */
const patience = 15;

/** What facts have said last, while they work out what they say now. */
const last = new WeakMap<Folder, FactNames>();

/** The names that facts know now, or, where that takes too long, those that they knew before. */
export async function knownNames(
  folder: Folder,
): Promise<{ readonly names: FactNames | undefined; readonly isPending: boolean }> {
  const asked = folder.engine.ask('names', {}).then((names) => {
    if (names !== undefined) last.set(folder, names);
    return names;
  });
  const names = await Promise.race([asked, later()]);
  return names === undefined
    ? { names: last.get(folder), isPending: true }
    : { names, isPending: false };
}

function later(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), patience));
}
