import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { FileContent } from '#analyzer/files.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { type Change, createWorkspace } from '#analyzer/workspace.ts';
import { inOrder, type Look, lookAt } from '#linter/lint.ts';
import { readProblemsIn } from '#linter/readable.ts';
import { defaultSetup, type ReadSetup, readSetup, type Setup } from '../configuration.ts';
import type { OpenFolder } from '../outside.ts';
import type { Bench } from './bench.ts';
import type { Engine, FileChange, Report, WholeLook } from './engine.ts';
import { FileFindings } from './file-findings.ts';
import { nextTurn, Pace } from './pace.ts';
import { type Answer, type Asked, answer, prepare, type QuestionName } from './questions.ts';
import { rehearseQuestions } from './rehearsed-questions.ts';
import { type Tidy, Tidying } from './tidying.ts';

/** How long nothing must change before a look begins, in milliseconds. */
const quiet = 10;

/** Keys that come sooner after each other, in milliseconds, are waited for: a look would be overtaken. */
const quickKeys = 100;

/** How long they are waited for at least, because the quickest of them come unevenly. */
const quickWait = 30;

/** How long nothing must change before answers are prepared, in milliseconds. */
const calm = 500;

/** Machines whose evaluation is kept until answers are prepared; more of them would take too much memory. */
const mostKept = 3;

/** What an engine is made with. */
export interface EngineParts {
  /** The folder as it is outside now. */
  readonly open: () => Promise<OpenFolder | undefined>;
  readonly folder: OpenFolder;
  readonly report: Report;
  /** Gives memory back that the engine no longer uses; called when nothing has changed for a while. */
  readonly tidy?: Tidy;
}

/** The engine itself, in the thread that it is made in. */
export class LocalEngine implements Engine {
  readonly #parts: EngineParts;
  readonly #workspace = createWorkspace();
  readonly #findings = new FileFindings();
  readonly #tidying: Tidying;
  #folder: OpenFolder;
  #snapshot: Snapshot | undefined;
  /** The last one of which everything was worked out that questions need. */
  #prepared: Snapshot | undefined;
  #setup: ReadSetup | undefined;
  #lastSetup: Setup = defaultSetup;
  #revision = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #changed = -Infinity;
  #isClosed = false;
  #isRehearsed = false;
  /** Whatever must be done in its order. */
  #queue: Promise<void> = Promise.resolve();

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#folder = parts.folder;
    this.#tidying = new Tidying((isThorough) => parts.tidy?.(isThorough));
    this.#workspace.apply([openChange(this.#folder)]);
    this.#soon();
  }

  change(changes: readonly FileChange[]): void {
    this.#revision++;
    this.#then(async () => this.#apply(changes));
  }

  reopen(): void {
    this.#revision++;
    this.#then(async () => {
      this.#folder = (await this.#parts.open()) ?? this.#folder;
      this.#workspace.apply([openChange(this.#folder)]);
      this.#forget();
    });
  }

  async ask<Name extends QuestionName>(
    name: Name,
    asked: Asked<Name>,
    signal?: AbortSignal,
  ): Promise<Answer<Name> | undefined> {
    // Whoever does not want the answer any more may have said so by now.
    await nextTurn();
    await this.#queue;
    if (signal?.aborted) return undefined;
    try {
      const { setup } = await this.#readSetup();
      const snapshot = this.#current();
      const withTexts: Bench['withTexts'] = (texts) => this.#withTexts(texts);
      const earlier = this.#prepared === snapshot ? undefined : this.#prepared;
      return answer(name, { snapshot, earlier, bench: { setup, withTexts } }, asked);
    } catch (error) {
      this.#parts.report.failed(`${name}: ${messageOf(error)}`);
      return undefined;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#tidying.stop();
    await this.#queue;
  }

  #apply(changes: readonly FileChange[]): void {
    this.#workspace.apply(
      changes.map(({ file, content }): Change => {
        if (content.kind === 'absent') return { kind: 'remove', file };
        return { kind: 'set', file, content };
      }),
    );
    const files = changes.map(({ file }) => file);
    if (files.some((file) => file.endsWith('.gitattributes'))) this.#findings.forget();
    if (files.some((file) => this.#setup?.seen.has(file))) this.#forget();
    this.#snapshot = undefined;
  }

  /** Everything that was read with the setup of before. */
  #forget(): void {
    this.#findings.forget();
    this.#setup = undefined;
    this.#snapshot = undefined;
  }

  #then(task: () => Promise<void>): void {
    this.#queue = this.#queue.then(task).catch((error: unknown) => {
      this.#parts.report.failed(messageOf(error));
    });
    this.#soon();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#tidying.stop();
    if (this.#isClosed) return;
    const now = performance.now();
    const pace = now - this.#changed;
    this.#changed = now;
    const wait = pace < quickKeys ? Math.max(quickWait, pace * 1.2) : quiet;
    this.#timer = setTimeout(() => void this.#lookNow(), wait);
  }

  async #lookNow(): Promise<void> {
    const revision = this.#revision;
    const isStale = (): boolean => this.#isClosed || this.#revision !== revision;
    await this.#queue;
    if (isStale()) return;
    this.#parts.report.began();
    try {
      const look = await this.#look(revision, isStale);
      if (look === undefined) return;
      this.#parts.report.found(look);
      if (isStale()) return;
      this.#timer = setTimeout(() => void this.#rest(isStale), calm);
    } catch (error) {
      this.#parts.report.failed(messageOf(error));
    }
  }

  async #look(revision: number, isStale: () => boolean): Promise<WholeLook | undefined> {
    const { setup, problems } = await this.#readSetup();
    if (isStale()) return undefined;
    const snapshot = this.#current();
    const look = lookAt(setup.complete(snapshot), setup.rules, setup.settings);
    const found = await this.#find(look, snapshot, isStale);
    if (found === undefined) return undefined;
    const { diagnostics, files } = look.judge(found);
    snapshot.release(mostKept);
    const read = [...snapshot.files, ...this.#folder.links];
    const unread = readProblemsIn(snapshot.contents, read, setup.settings);
    return {
      revision,
      diagnostics: inOrder([...problems, ...diagnostics, ...unread]),
      files: files.length,
      isMisconfigured: problems.length > 0,
    };
  }

  async #find(
    look: Look,
    snapshot: Snapshot,
    isStale: () => boolean,
  ): Promise<Parameters<Look['judge']>[0] | undefined> {
    const pace = new Pace();
    const files: Diagnostic[] = [];
    for (const file of look.files) {
      files.push(...this.#findings.of(file, snapshot.text(file), () => look.checkFile(file)));
      await pace.rest();
      if (isStale()) return undefined;
    }
    const steps = look.checkFleetInSteps();
    for (;;) {
      const step = steps.next();
      if (step.done) return { files, fleet: step.value };
      await pace.rest();
      if (isStale()) return undefined;
    }
  }

  /** What questions will be answered with is worked out while nobody waits, and then memory is given back. */
  async #rest(isStale: () => boolean): Promise<void> {
    try {
      const snapshot = this.#current();
      const pace = new Pace();
      for (const _ of prepare(snapshot)) {
        await pace.rest();
        if (isStale()) return;
      }
      snapshot.release();
      this.#prepared = snapshot;
      await this.#rehearse(snapshot, pace, isStale);
    } catch (error) {
      this.#parts.report.failed(messageOf(error));
    }
    if (!isStale()) this.#tidying.soon();
  }

  /** Once is enough, also where it fails; what was interrupted is begun again. */
  async #rehearse(snapshot: Snapshot, pace: Pace, isStale: () => boolean): Promise<void> {
    if (this.#isRehearsed) return;
    this.#isRehearsed = true;
    for (const _ of rehearseQuestions(snapshot)) {
      await pace.rest();
      if (!isStale()) continue;
      this.#isRehearsed = false;
      return;
    }
  }

  /** The workspace with other texts, which it forgets at once. */
  #withTexts(texts: ReadonlyMap<FilePath, string>): Snapshot {
    if (texts.size === 0) return this.#current();
    const { contents } = this.#current();
    const setAll = (contentOf: (file: FilePath, text: string) => FileContent): void => {
      this.#workspace.apply(
        [...texts].map(([file, text]): Change => {
          return { kind: 'set', file, content: contentOf(file, text) };
        }),
      );
    };
    setAll((_, text) => ({ kind: 'text', text }));
    const snapshot = this.#workspace.snapshot();
    setAll((file) => contents.read(file));
    this.#snapshot = undefined;
    return snapshot;
  }

  #current(): Snapshot {
    this.#snapshot ??= this.#workspace.snapshot();
    return this.#snapshot;
  }

  async #readSetup(): Promise<ReadSetup> {
    if (this.#setup !== undefined) return this.#setup;
    const before = this.#lastSetup;
    this.#setup = await readSetup(this.#current().contents, before);
    this.#lastSetup = this.#setup.setup;
    const { analyzer } = this.#lastSetup.settings.config;
    if (analyzer !== before.settings.config.analyzer) {
      this.#workspace.apply([{ kind: 'configure', settings: analyzer }]);
      this.#snapshot = undefined;
    }
    return this.#setup;
  }
}

function openChange({ files, paths }: OpenFolder): Change {
  return { kind: 'open', files, paths };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
