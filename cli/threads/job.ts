import type { FilePath } from '#analyzer/diagnostic.ts';
import type { OptionTables } from '#analyzer/machine-work.ts';
import type { AnalyzerSettings } from '#analyzer/settings.ts';
import { type CompiledCore, compiledCore } from '#parser/parse.ts';

/** What threads share: the machines first, because whoever looks at the fleet waits for them, then the files. */
export interface ThreadJob {
  /** The absolute path of the workspace. */
  readonly root: string;
  /** All files of the workspace. */
  readonly paths: readonly FilePath[];
  readonly settings: AnalyzerSettings;
  /** What is wanted of the machines; `undefined` when nobody looks at the fleet. */
  readonly machines: OptionTables | undefined;
  /** What the parser has compiled, so that threads need not do it again, and share what V8 makes of it. */
  readonly core: CompiledCore;
  /** `undefined` when no file is checked. */
  readonly check: FileCheck | undefined;
  /** How much has been taken of the machines and of the shares of the files, by all threads together. */
  readonly taken: Int32Array<SharedArrayBuffer>;
  /** How many threads have not loaded the program yet. */
  readonly loading: Int32Array<SharedArrayBuffer>;
}

/** What a thread has to know to check files as the one that started it would. */
export interface FileCheck {
  readonly select: readonly string[] | undefined;
  readonly ignore: readonly string[];
  /** The files of the workspace that were seen as such, and not through links. */
  readonly seen: readonly FilePath[];
  readonly files: readonly FilePath[];
}

/** A job of which nobody has begun anything. */
export function jobFor(known: Omit<ThreadJob, 'core' | 'taken' | 'loading'>): ThreadJob {
  return { ...known, core: compiledCore(), taken: counters(2), loading: counters(1) };
}

function counters(count: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT));
}

/** Takes one thing after the other from so many that all threads take from. */
export function* taken(
  { taken: counters }: ThreadJob,
  kind: 'machine' | 'share',
  count: number,
): Generator<number> {
  const counter = kind === 'machine' ? 0 : 1;
  for (;;) {
    const next = Atomics.add(counters, counter, 1);
    if (next >= count) return;
    yield next;
  }
}
