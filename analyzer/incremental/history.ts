import type { FilePath } from '../diagnostic.ts';

/** When a workspace has changed. */
export class History {
  #age = 0;
  /** When anything may have changed. */
  #renewed = 0;
  readonly #edited = new Map<FilePath, number>();

  /** How often the workspace has changed. */
  get age(): number {
    return this.#age;
  }

  /** Notes that a text has become another one, and nothing else has changed. */
  edit(file: FilePath): void {
    this.#age++;
    this.#edited.set(file, this.#age);
  }

  /** Notes that anything may have changed. */
  renew(): void {
    this.#age++;
    this.#renewed = this.#age;
    this.#edited.clear();
  }

  /** The files whose texts have changed since then, and perhaps others; `undefined` when more than texts may have. */
  editedSince(age: number): ReadonlySet<FilePath> | undefined {
    if (age < this.#renewed) return undefined;
    return new Set([...this.#edited].flatMap(([file, at]) => (at > age ? [file] : [])));
  }
}
