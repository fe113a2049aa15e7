import type { FilePath } from '#analyzer/diagnostic.ts';
import { optionMentions } from '#analyzer/options/mentions.ts';
import { nextTurn } from './engine/pace.ts';
import type { Folder } from './folder.ts';
import { guarded, type Server } from './server.ts';

/** How long after the first look, and after an edit, nobody must edit, in milliseconds. */
const calm = 400;

/** How much text is read ahead at most; more would take memory that nobody may need. */
const mostText = 2_000_000;

/**
 * Reads the files of a folder, and looks at each, once the first findings are
 * there and nobody types: what the first keys and questions need is known and
 * compiled by then.
 */
export class Warming {
  readonly #server: Server;
  readonly #begun = new WeakSet<Folder>();
  #isStopped = false;

  constructor(server: Server) {
    this.#server = server;
  }

  /** A folder was looked at. */
  looked(folder: Folder): void {
    if (this.#begun.has(folder)) return;
    this.#begun.add(folder);
    void this.#warm(folder);
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #warm(folder: Folder): Promise<void> {
    let read = 0;
    for (const file of folder.texts.files) {
      await this.#calm(folder);
      const isWanted = !this.#isStopped && this.#server.folders.all.includes(folder);
      if (!isWanted || read > mostText) return;
      if (!file.endsWith('.nix')) continue;
      read += folder.texts.text(file)?.length ?? 0;
      guarded(this.#server, () => lookAhead(folder, file));
      await nextTurn();
    }
  }

  /** Ends when nobody has edited for a while. */
  async #calm(folder: Folder): Promise<void> {
    while (!this.#isStopped && performance.now() - folder.lastEdit < calm) await later(calm);
  }
}

function lookAhead(folder: Folder, file: FilePath): void {
  folder.lookAtFile(file);
  const analysis = folder.analysis(file);
  if (analysis !== undefined) optionMentions(analysis);
}

function later(milliseconds: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, milliseconds));
}
