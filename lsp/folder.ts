import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import type { FileContent } from '#analyzer/files.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { createWorkspace } from '#analyzer/workspace.ts';
import { lintFile } from '#linter/lint.ts';
import { LineIndex } from '#parser/lines.ts';
import { defaultSetup, type ReadSetup, readSetup, type Setup } from './configuration.ts';
import type { Lined } from './convert/positions.ts';
import type { Document, Replacement } from './document.ts';
import { defaultEditorSettings, type EditorSettings } from './editor-settings.ts';
import type { Engine, FileChange, WholeLook } from './engine/engine.ts';
import { Findings } from './findings.ts';
import type { OpenFolder, Outside } from './outside.ts';
import { fileIn, uriIn } from './uris.ts';

/** What the server sees of a workspace by itself: texts and trees. Facts are the engine's. */
export type Texts = Pick<Snapshot, 'files' | 'contents' | 'analysis' | 'text'>;

/** Hears of folders and what they have found. */
export interface FolderReport {
  /** Called before anything is found in the folder. */
  opened(folder: Folder): Promise<void>;
  closed(folder: Folder): void;
  began(folder: Folder): void;
  /** The whole workspace was looked at; the findings are those of `check`. */
  looked(folder: Folder, look: WholeLook): void;
  failed(folder: Folder, message: string): void;
}

/** One workspace: its files, what the editor has open of them, and what was found. */
export class Folder {
  readonly root: string;
  readonly engine: Engine;
  readonly findings = new Findings();
  settings: EditorSettings = defaultEditorSettings;
  readonly #outside: Outside;
  readonly #report: FolderReport;
  readonly #workspace = createWorkspace();
  readonly #documents = new Map<FilePath, Document>();
  readonly #lined = new Map<FilePath, Lined>();
  #open: OpenFolder;
  #snapshot: Snapshot | undefined;
  #setup: ReadSetup | undefined;
  #revision = 0;
  /** The revision that the last whole look was about. */
  #looked = -1;
  /** What is being read from outside. */
  #reading: Promise<void> = Promise.resolve();
  readonly #settling = new Set<() => void>();
  #lastUse = performance.now();

  constructor(open: OpenFolder, outside: Outside, report: FolderReport) {
    this.root = open.root;
    this.#open = open;
    this.#outside = outside;
    this.#report = report;
    this.#workspace.apply([{ kind: 'open', files: open.files, paths: open.paths }]);
    this.engine = outside.startEngine(open, {
      began: () => report.began(this),
      found: (look) => this.#found(look),
      failed: (message) => report.failed(this, message),
      lost: () => void this.reopen(),
    });
  }

  /** Reads the configuration; needed once before anything is found, and when it has changed. */
  async configure(): Promise<void> {
    this.#setup = await readSetup(this.texts.contents, this.setup);
    const { analyzer } = this.setup.settings.config;
    this.#workspace.apply([{ kind: 'configure', settings: analyzer }]);
    this.#snapshot = undefined;
  }

  /** What is known of the workspace without its facts, as of the last change. */
  get texts(): Texts {
    return this.#current();
  }

  /** When anything was last edited or asked, by `performance.now()`. */
  get lastUse(): number {
    return this.#lastUse;
  }

  /** Something is edited or asked. */
  use(): void {
    this.#lastUse = performance.now();
  }

  /** Grows with every change of a text or of what files there are. */
  get revision(): number {
    return this.#revision;
  }

  get setup(): Setup {
    return this.#setup?.setup ?? defaultSetup;
  }

  /** The document that is open for a file. */
  document(file: FilePath): Document | undefined {
    return this.#documents.get(file);
  }

  get documents(): ReadonlyMap<FilePath, Document> {
    return this.#documents;
  }

  /** A file's text with its lines; an empty one where it has none. */
  lined(file: FilePath): Lined {
    const document = this.#documents.get(file);
    if (document !== undefined) return document;
    const text = this.texts.text(file) ?? '';
    const kept = this.#lined.get(file);
    if (kept?.text === text) return kept;
    const lined = { text, lines: this.analysis(file)?.lines ?? new LineIndex(text) };
    this.#lined.set(file, lined);
    return lined;
  }

  analysis(file: FilePath): FileAnalysis | undefined {
    return this.texts.analysis(file);
  }

  fileOf(uri: string): FilePath | undefined {
    return fileIn(this.root, uri);
  }

  /** The URI of a file, as the editor writes it where it has the file open. */
  uriOf(file: FilePath): string {
    return this.#documents.get(file)?.uri ?? uriIn(this.root, file);
  }

  /** A document was opened, or has changed by these replacements. */
  edit(file: FilePath, document: Document, replaced: readonly Replacement[] = []): void {
    const isSame = this.texts.text(file) === document.text;
    this.#documents.set(file, document);
    if (isSame) return;
    this.findings.shift(file, replaced);
    this.#change([{ file, content: { kind: 'text', text: document.text } }]);
  }

  /** Ends when the findings are those of the files as they are now. */
  async settled(): Promise<void> {
    for (let reading = this.#reading; ; reading = this.#reading) {
      await reading;
      if (reading === this.#reading && this.#looked === this.#revision) return;
      if (this.#looked !== this.#revision) {
        await new Promise<void>((resolve) => this.#settling.add(resolve));
      }
    }
  }

  /** A document was closed, so that what the file holds counts again. */
  async close(file: FilePath): Promise<void> {
    this.#documents.delete(file);
    await this.refresh(file);
  }

  /** A file may hold something else than before. What is open in the editor counts as it is there. */
  refresh(file: FilePath): Promise<void> {
    return this.#read(() => this.#refresh(file));
  }

  /** Files may have come and gone. */
  reopen(): Promise<void> {
    return this.#read(() => this.#reopen());
  }

  /** What rules that look at single files find in this one now. */
  lookAtFile(file: FilePath): readonly Diagnostic[] {
    const { rules, settings } = this.setup;
    return lintFile(file, { snapshot: this.#current(), rules, settings });
  }

  /** One after the other, so that what was read last counts last. */
  #read(read: () => Promise<void>): Promise<void> {
    this.#reading = this.#reading.then(read).catch((error: unknown) => {
      this.#report.failed(this, error instanceof Error ? error.message : String(error));
    });
    return this.#reading;
  }

  async #refresh(file: FilePath): Promise<void> {
    if (this.#documents.has(file)) return;
    const content = await this.#open.fresh(file);
    if (this.#documents.has(file) || isSame(content, this.texts.contents.read(file))) return;
    this.findings.dropFixes(file);
    this.#change([{ file, content }]);
  }

  async #reopen(): Promise<void> {
    this.#open = (await this.#outside.open(this.root)) ?? this.#open;
    const { files, paths } = this.#open;
    this.#workspace.apply([{ kind: 'open', files, paths }]);
    this.#snapshot = undefined;
    this.findings.dropFixes();
    this.#revision++;
    this.engine.reopen();
    this.#change(
      [...this.#documents].map(([file, { text }]) => ({ file, content: { kind: 'text', text } })),
    );
    await this.configure();
  }

  #change(changes: readonly FileChange[]): void {
    for (const { file, content } of changes) {
      this.#workspace.apply([
        content.kind === 'absent' ? { kind: 'remove', file } : { kind: 'set', file, content },
      ]);
    }
    this.#snapshot = undefined;
    this.#revision++;
    this.use();
    this.engine.change(changes);
    if (changes.some(({ file }) => this.#setup?.seen.has(file))) {
      void this.#read(() => this.configure());
    }
  }

  #current(): Snapshot {
    this.#snapshot ??= this.#workspace.snapshot();
    return this.#snapshot;
  }

  #found(look: WholeLook): void {
    if (look.revision !== this.#revision) return;
    this.findings.replaceAll(look.diagnostics);
    this.#report.looked(this, look);
    this.#looked = look.revision;
    for (const settle of this.#settling) settle();
    this.#settling.clear();
  }
}

function isSame(a: FileContent, b: FileContent): boolean {
  return a.kind === b.kind && (a.kind !== 'text' || b.kind !== 'text' || a.text === b.text);
}
