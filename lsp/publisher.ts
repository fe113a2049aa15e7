import type {
  Diagnostic as ProtocolDiagnostic,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { diagnosticsFor } from './convert/folder-diagnostics.ts';
import { nextTurn } from './engine/pace.ts';
import type { Folder } from './folder.ts';
import { guarded, type Server, type Target } from './server.ts';

/** A look that takes less, in milliseconds, is not put off: fewer keys come in the meantime. */
const quickLook = 30;

/** How long a look at an edited file is put off at most, in milliseconds. */
const longestDelay = 100;

/** For how long further messages are heard before a look, in milliseconds. */
const longestHearing = 8;

/** What a client was last told of one file. */
interface Told {
  /** The findings, to compare. */
  readonly signature: string;
  readonly resultId: string;
  readonly version: number | undefined;
}

/** What is found in one file, and what that is known by. */
interface Current extends Omit<Told, 'signature'> {
  readonly items: readonly ProtocolDiagnostic[];
}

/** Tells the client of findings: unasked, or when it asks, with ids for what it knows already. */
export class Publisher {
  readonly #server: Server;
  readonly #told = new Map<Folder, Map<FilePath, Told>>();
  readonly #waiting = new Map<Folder, Set<FilePath>>();
  readonly #changed = new Set<() => void>();
  readonly #looked = new WeakSet<Folder>();
  #ids = 0;
  /** How many changes were heard of. */
  #changes = 0;
  /** How long the last look at what was edited took, in milliseconds. */
  #lastLook = 0;

  constructor(server: Server) {
    this.#server = server;
  }

  /**
   * Looks at a file once the messages that wait have been heard, because the
   * next may change it again. Where looking takes long, more of them are waited
   * for, so that typing never runs ahead of what is found.
   */
  lookSoon({ folder, file }: Target): void {
    this.#changes++;
    const waiting = this.#waiting.get(folder);
    if (waiting !== undefined) {
      waiting.add(file);
      return;
    }
    this.#waiting.set(folder, new Set([file]));
    const delay = this.#lastLook < quickLook ? 0 : Math.min(this.#lastLook / 2, longestDelay);
    setTimeout(() => void this.#lookOnceHeard(folder), delay);
  }

  /** Looks at a file now if it was to be looked at soon. */
  lookNow(target: Target): void {
    if (!this.#waiting.get(target.folder)?.delete(target.file)) return;
    this.#look(target);
    this.#publish(target);
  }

  /** Whether every folder was looked at as a whole since it was opened. */
  get hasLooked(): boolean {
    return this.#server.folders.all.every((folder) => this.#looked.has(folder));
  }

  /** Tells everything that has changed in a folder since it was last told. */
  publishAll(folder: Folder): void {
    this.#looked.add(folder);
    const files = new Set([...folder.findings.files, ...this.#toldOf(folder).keys()]);
    for (const file of files) this.#publish({ folder, file });
    this.#wake();
  }

  /** Takes back everything that was told of a folder. */
  withdraw(folder: Folder): void {
    folder.findings.replaceAll([]);
    this.publishAll(folder);
    this.#told.delete(folder);
    this.#waiting.delete(folder);
  }

  /** The findings of one file as of now. */
  current({ folder, file }: Target): Current {
    if (this.#waiting.get(folder)?.delete(file)) this.#look({ folder, file });
    const items = this.#items({ folder, file });
    const signature = JSON.stringify(items);
    const told = this.#toldOf(folder);
    const before = told.get(file);
    const version = folder.document(file)?.version;
    const isSame = before?.signature === signature;
    if (!isSame) this.#ids++;
    const resultId = isSame ? before.resultId : String(this.#ids);
    told.set(file, { signature, resultId, version });
    return { items, resultId, version };
  }

  /** The files of which a client knows something else, by the ids that it has. */
  changedSince(known: ReadonlyMap<string, string>): WorkspaceDocumentDiagnosticReport[] {
    return this.#server.folders.all.flatMap((folder) => {
      const files = new Set([...folder.findings.files, ...this.#toldOf(folder).keys()]);
      return [...files].flatMap((file): WorkspaceDocumentDiagnosticReport[] => {
        const { items, resultId, version = null } = this.current({ folder, file });
        const uri = folder.uriOf(file);
        if (known.get(uri) === resultId) return [];
        if (items.length === 0 && !known.has(uri)) return [];
        return [{ kind: 'full', uri, version, resultId, items: [...items] }];
      });
    });
  }

  /** Ends when anything has changed. */
  nextChange(): Promise<void> {
    return new Promise((resolve) => this.#changed.add(resolve));
  }

  /** Messages are heard one in a turn, so where a turn brings a change the next one may as well. */
  async #lookOnceHeard(folder: Folder): Promise<void> {
    const end = performance.now() + longestHearing;
    for (let heard = -1; heard !== this.#changes && performance.now() < end; ) {
      heard = this.#changes;
      await nextTurn();
    }
    guarded(this.#server, () => this.#lookAtWaiting(folder));
  }

  #lookAtWaiting(folder: Folder): void {
    const started = performance.now();
    const files = this.#waiting.get(folder) ?? [];
    this.#waiting.delete(folder);
    for (const file of files) {
      this.#look({ folder, file });
      this.#publish({ folder, file });
    }
    this.#lastLook = performance.now() - started;
    this.#wake();
  }

  #look({ folder, file }: Target): void {
    const isOfFile = fileRulesOf(folder);
    folder.findings.replaceInFile(file, folder.lookAtFile(file), isOfFile);
  }

  #publish({ folder, file }: Target): void {
    const before = this.#toldOf(folder).get(file);
    const { items, resultId, version } = this.current({ folder, file });
    const isNew = before?.resultId !== resultId || before.version !== version;
    if (!isNew || (before === undefined && items.length === 0 && version === undefined)) return;
    if (this.#server.client.diagnostics === 'pull') return;
    const uri = folder.uriOf(file);
    const versioned = version === undefined ? {} : { version };
    void this.#server.connection.sendDiagnostics({ uri, diagnostics: [...items], ...versioned });
  }

  #items({ folder, file }: Target): ProtocolDiagnostic[] {
    if (!folder.settings.enable) return [];
    return folder.findings.of(file).map(diagnosticsFor(this.#server, folder));
  }

  #toldOf(folder: Folder): Map<FilePath, Told> {
    const told = this.#told.get(folder) ?? new Map<FilePath, Told>();
    this.#told.set(folder, told);
    return told;
  }

  #wake(): void {
    const waking = [...this.#changed];
    this.#changed.clear();
    for (const wake of waking) wake();
  }
}

function fileRulesOf({ setup }: Folder): (rule: string) => boolean {
  const names = new Set(
    setup.rules.filter(({ scope }) => scope === 'file').map(({ meta }) => meta.name),
  );
  return (rule) => names.has(rule);
}
