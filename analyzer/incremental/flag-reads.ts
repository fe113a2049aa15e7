import type { FilePath } from '../diagnostic.ts';
import type { FlagReadRow } from '../facts/flags.ts';
import { FileParts } from './file-parts.ts';

type Rows = readonly FlagReadRow[];

/** Places that read flags, file by file; they hold for as long as the sections are called the same. */
export class FlagReads {
  #sections = '';
  #parts = new FileParts<Rows>();

  /** The places in these files, sought where the text is new. */
  of(
    sections: readonly string[],
    texts: Iterable<readonly [FilePath, string]>,
    seek: (file: FilePath) => Rows,
  ): Rows {
    const names = sections.join(' ');
    if (names !== this.#sections) this.#parts = new FileParts();
    this.#sections = names;
    return this.#parts.of(texts, seek).flat();
  }
}
