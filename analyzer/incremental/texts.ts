import type { FilePath } from '../diagnostic.ts';
import type { View } from './trace.ts';

/** The files of a view that are chosen, with their texts; without those that have none. */
export function* textsOf(
  view: View,
  choice: (file: FilePath) => boolean,
): Generator<readonly [FilePath, string]> {
  for (const file of view.paths) {
    const text = choice(file) ? textIn(view, file) : undefined;
    if (text !== undefined) yield [file, text];
  }
}

export function textIn(view: View, file: FilePath): string | undefined {
  const content = view.files.read(file);
  return content.kind === 'text' ? content.text : undefined;
}
