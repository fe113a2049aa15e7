import type { Snapshot } from '#analyzer/snapshot.ts';
import { factPlaces } from '../features/fact-places.ts';
import { factHover } from '../features/hover/fact-hover.ts';

/** How many names are asked about. */
const places = 60;

/**
 * Answers questions about names all over a workspace, so that what the answers of
 * the first ones need is compiled. Nobody sees anything of it. There is a step for
 * each name.
 */
export function* rehearseQuestions(snapshot: Snapshot): Generator<undefined, void> {
  const files = snapshot.files.filter((file) => file.endsWith('.nix'));
  for (let place = 0; place < places; place++) {
    const file = files[Math.floor((place * files.length) / places)];
    if (file === undefined) return;
    const names = [...(snapshot.text(file) ?? '').matchAll(/[a-zA-Z][\w-]*/g)];
    const offset = names[Math.floor((place * names.length) / places)]?.index ?? 0;
    factHover(snapshot, { file, offset });
    factPlaces(snapshot, { file, offset });
    yield;
  }
}
