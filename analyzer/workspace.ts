import { changedFiles } from './changed-files.ts';
import type { FilePath } from './diagnostic.ts';
import { createFacts, type FleetView } from './fact-tables.ts';
import type { FileAnalysis } from './file-analysis.ts';
import type { FileContent, Files } from './files.ts';
import { type Caches, createCaches, type Observe } from './incremental/caches.ts';
import { History } from './incremental/history.ts';
import type { View } from './incremental/trace.ts';
import { languageOf } from './language.ts';
import { type AnalyzerSettings, defaultAnalyzerSettings } from './settings.ts';
import type { Snapshot } from './snapshot.ts';

/** One difference between a workspace as it was and as it is. */
export type Change =
  /** Everything, as a shell sees it. `files` must go on to answer as it does now. */
  | { readonly kind: 'open'; readonly files: Files; readonly paths: readonly FilePath[] }
  | { readonly kind: 'set'; readonly file: FilePath; readonly content: FileContent }
  | { readonly kind: 'remove'; readonly file: FilePath }
  | { readonly kind: 'configure'; readonly settings: AnalyzerSettings };

/** The only mutable thing of the analyzer: `apply` changes, then take a snapshot. */
export interface Workspace {
  /** Notes changes; nothing is computed. Snapshots taken before stay as they are. */
  apply(changes: readonly Change[]): void;
  snapshot(): Snapshot;
}

/** An empty workspace. `observe` hears of everything that is computed anew. */
export function createWorkspace(observe: Observe = () => {}): Workspace {
  return new IncrementalWorkspace(createCaches(observe));
}

/** The files as they are, for whoever looks once. `paths` are all files that belong to the workspace. */
export function openSnapshot(
  files: Files,
  paths: readonly FilePath[],
  settings: AnalyzerSettings = defaultAnalyzerSettings,
): Snapshot {
  const workspace = createWorkspace();
  workspace.apply([
    { kind: 'configure', settings },
    { kind: 'open', files, paths },
  ]);
  return workspace.snapshot();
}

class IncrementalWorkspace implements Workspace {
  readonly #caches: Caches;
  #base: Files = noFiles;
  #changes: ReadonlyMap<FilePath, FileContent> = new Map();
  #paths: ReadonlySet<FilePath> = new Set();
  /** The same in order, once somebody has asked. */
  #sorted: readonly FilePath[] | undefined;
  readonly #history = new History();
  #settings = defaultAnalyzerSettings;

  constructor(caches: Caches) {
    this.#caches = caches;
  }

  apply(changes: readonly Change[]): void {
    const { analyses } = this.#caches;
    for (const cache of Object.values(analyses)) cache.forget();
    for (const change of changes) this.#apply(change);
  }

  snapshot(): Snapshot {
    const files = changedFiles(this.#base, this.#changes);
    this.#sorted ??= [...this.#paths].sort();
    const paths = this.#sorted;
    const history = this.#history;
    const { age } = history;
    const changedSince = (before: number): ReadonlySet<FilePath> | undefined =>
      before < 0 || before > age ? undefined : history.editedSince(before);
    return createSnapshot(
      { files, paths, settings: this.#settings, age, changedSince },
      this.#caches,
    );
  }

  #apply(change: Change): void {
    switch (change.kind) {
      case 'open':
        this.#open(change.files, change.paths);
        return;
      case 'configure':
        this.#settings = change.settings;
        this.#history.renew();
        return;
      case 'set':
        this.#change(change.file, change.content);
        return;
      case 'remove':
        this.#change(change.file, { kind: 'absent' });
        return;
    }
  }

  #open(files: Files, paths: readonly FilePath[]): void {
    for (const cache of Object.values(this.#caches.analyses)) cache.retireAll();
    this.#history.renew();
    this.#base = files;
    this.#changes = new Map();
    this.#paths = new Set(paths);
    this.#sorted = undefined;
  }

  #change(file: FilePath, after: FileContent): void {
    const before = this.#changes.get(file) ?? this.#base.read(file);
    const language = languageOf(file);
    if (before.kind === 'text' && language) this.#caches.analyses[language].retire(before.text);
    if (this.#isEdit(file, { before, after })) this.#history.edit(file);
    else this.#history.renew();
    this.#changes = new Map(this.#changes).set(file, after);
    if ((after.kind !== 'absent') === this.#paths.has(file)) return;
    const paths = new Set(this.#paths);
    if (after.kind === 'absent') paths.delete(file);
    else paths.add(file);
    this.#paths = paths;
    this.#sorted = undefined;
  }

  /** Whether a file that is there has another text, and nothing else is different. */
  #isEdit(
    file: FilePath,
    { before, after }: { readonly before: FileContent; readonly after: FileContent },
  ): boolean {
    if (before.kind !== 'text' || after.kind !== 'text' || !this.#paths.has(file)) return false;
    return this.#changes.has(file) || this.#base.kind(file) === 'file';
  }
}

const noFiles: Files = {
  read: () => ({ kind: 'absent' }),
  list: (directory) => (directory === '' ? [] : undefined),
  kind: (path) => (path === '' ? 'directory' : undefined),
};

function createSnapshot(state: Omit<View, 'analysis'>, caches: Caches): Snapshot {
  const { files, paths, settings } = state;
  const analyses = new Map<FilePath, FileAnalysis | undefined>();
  const text = (file: FilePath): string | undefined => {
    const content = files.read(file);
    return content.kind === 'text' ? content.text : undefined;
  };
  const analysis = (file: FilePath): FileAnalysis | undefined => {
    if (!analyses.has(file)) analyses.set(file, analysisOf(file, text(file), caches));
    return analyses.get(file);
  };
  let facts: FleetView | undefined;
  const made = (): FleetView => (facts ??= createFacts({ ...state, analysis }, caches));
  return {
    files: paths,
    contents: files,
    settings,
    analysis,
    text,
    facts: made,
    evaluate: () => made().evaluate(),
    machineWork: () => made().work(),
    briefs: () => made().briefs(),
    release: (most) => facts?.release(most),
    machines: () => made().machines(),
    machine: (name) => made().machine(name),
  };
}

function analysisOf(
  file: FilePath,
  text: string | undefined,
  { analyses, observe }: Caches,
): FileAnalysis | undefined {
  const language = languageOf(file);
  if (text === undefined || language === undefined) return undefined;
  return analyses[language].get(text, () => observe({ kind: 'file-analyzed', file }));
}
