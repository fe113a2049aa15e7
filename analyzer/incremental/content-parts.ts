import type { FileContent } from '../files.ts';

/**
 * Results that each follow from one content of a file and a key. They are held
 * by the content itself, so that nothing of a text is kept beside them and they
 * go when the content goes.
 */
export class ContentParts<Value> {
  readonly #kept = new WeakMap<FileContent, Map<string, { readonly value: Value }>>();

  get(content: FileContent, key: string, make: () => Value): Value {
    const values = this.#kept.get(content) ?? new Map<string, { readonly value: Value }>();
    this.#kept.set(content, values);
    const found = values.get(key) ?? { value: make() };
    values.set(key, found);
    return found.value;
  }
}
