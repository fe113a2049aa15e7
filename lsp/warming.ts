import { optionMentions } from '#analyzer/options/mentions.ts';
import { nextTurn } from './engine/pace.ts';
import type { Folder } from './folder.ts';
import { rehearse } from './rehearsal.ts';
import { guarded, type Server } from './server.ts';

/** How long nobody must edit or ask, in milliseconds. */
const calm = 400;

/** How much text is read ahead at most; more would take memory that nobody may need. */
const mostText = 2_000_000;

/**
 * Reads the files of a folder, and looks at each, once the first findings are
 * there and nobody types, and then rehearses keys and questions: what the first
 * of them need is known and compiled by then.
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
    for (const steps of [readAhead(folder), rehearse(folder)]) {
      let isOver = false;
      while (!isOver) {
        await this.#calm(folder);
        if (this.#isStopped || !this.#server.folders.all.includes(folder)) return;
        isOver = true;
        guarded(this.#server, () => {
          isOver = steps.next().done === true;
        });
        await nextTurn();
      }
    }
  }

  /** Ends when nobody has edited or asked for a while. */
  async #calm(folder: Folder): Promise<void> {
    while (!this.#isStopped && performance.now() - folder.lastUse < calm) await later(calm);
  }
}

/** Looks at one file in each step. */
function* readAhead(folder: Folder): Generator<undefined, void> {
  let read = 0;
  for (const file of folder.texts.files) {
    if (!file.endsWith('.nix')) continue;
    read += folder.texts.text(file)?.length ?? 0;
    if (read > mostText) return;
    folder.lookAtFile(file);
    const analysis = folder.analysis(file);
    if (analysis !== undefined) optionMentions(analysis);
    yield;
  }
}

function later(milliseconds: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, milliseconds));
}
