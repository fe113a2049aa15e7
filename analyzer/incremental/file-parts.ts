import type { FilePath } from '../diagnostic.ts';

/** Results that each follow from the path and the text of one file. */
export class FileParts<Value> {
  #kept: ReadonlyMap<FilePath, { readonly text: string; readonly value: Value }> = new Map();

  /** The results of these files, made where the text is new. Those of other files are forgotten. */
  of(texts: Iterable<readonly [FilePath, string]>, make: (file: FilePath, text: string) => Value) {
    const now = new Map<FilePath, { readonly text: string; readonly value: Value }>();
    for (const [file, text] of texts) {
      const before = this.#kept.get(file);
      now.set(file, before?.text === text ? before : { text, value: make(file, text) });
    }
    this.#kept = now;
    return [...now.values()].map(({ value }) => value);
  }
}
