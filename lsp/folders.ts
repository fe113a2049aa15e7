import type { FilePath } from '#analyzer/diagnostic.ts';
import { Folder, type FolderReport } from './folder.ts';
import type { Outside } from './outside.ts';
import type { Target } from './server.ts';

/** The workspaces that the editor has open. */
export class Folders {
  readonly #outside: Outside;
  readonly #report: FolderReport;
  /** By root; several folders of the editor may belong to one workspace. */
  readonly #folders = new Map<string, Folder>();
  readonly #roots = new Map<string, string>();

  constructor(outside: Outside, report: FolderReport) {
    this.#outside = outside;
    this.#report = report;
  }

  #ready: Promise<unknown> = Promise.resolve();

  /** Ends when all folders that the editor has named are open, or could not be opened. */
  async ready(): Promise<void> {
    for (let awaited: unknown; awaited !== this.#ready; ) {
      awaited = this.#ready;
      await awaited;
    }
  }

  get all(): readonly Folder[] {
    return [...this.#folders.values()];
  }

  /** Opens the workspace that a folder of the editor belongs to. */
  open(uri: string): Promise<void> {
    const opening = this.#open(uri);
    this.#ready = Promise.allSettled([this.#ready, opening]);
    return opening;
  }

  async #open(uri: string): Promise<void> {
    const opened = await this.#outside.open(uri);
    if (opened === undefined) return;
    this.#roots.set(uri, opened.root);
    if (this.#folders.has(opened.root)) return;
    const folder = new Folder(opened, this.#outside, this.#report);
    this.#folders.set(opened.root, folder);
    await folder.configure();
    await this.#report.opened(folder);
  }

  /** Closes the workspace of a folder when no other folder belongs to it. */
  async close(uri: string): Promise<void> {
    const root = this.#roots.get(uri);
    this.#roots.delete(uri);
    if (root === undefined || [...this.#roots.values()].includes(root)) return;
    const folder = this.#folders.get(root);
    if (folder === undefined) return;
    this.#report.closed(folder);
    this.#folders.delete(root);
    await folder.engine.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.all.map(({ engine }) => engine.close()));
    this.#folders.clear();
    this.#roots.clear();
  }

  /** The innermost folder that holds a file; `undefined` for files outside of all. */
  target(uri: string): Target | undefined {
    const targets = this.all.flatMap((folder): Target[] => {
      const file = folder.fileOf(uri);
      return file === undefined ? [] : [{ folder, file }];
    });
    const shortest = (best: Target, next: Target): Target =>
      (next.file as FilePath).length < best.file.length ? next : best;
    const [first, ...rest] = targets;
    return first && rest.reduce(shortest, first);
  }
}
