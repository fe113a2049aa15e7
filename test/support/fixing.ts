import type { FilePath, Fix } from '#analyzer/diagnostic.ts';
import type { FileContent, Files } from '#analyzer/files.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { createWorkspace, type Workspace } from '#analyzer/workspace.ts';
import { type FixResult, fixAll } from '#linter/fix.ts';
import { lint } from '#linter/lint.ts';
import type { Rule } from '#linter/rule.ts';
import type { Settings } from '#linter/settings.ts';
import type { Texts } from './edits.ts';

/** Fixes edited copies of one fleet, one after the other, knowing most of it from the one before. */
export class Repairs {
  readonly #workspace: Workspace = createWorkspace();
  readonly #files: Files;
  readonly #rules: readonly Rule[];
  readonly #settings: Settings;
  #changed: ReadonlySet<FilePath> = new Set();

  constructor(files: Files, paths: readonly FilePath[], { rules, settings }: Linting) {
    this.#files = files;
    this.#rules = rules;
    this.#settings = settings;
    this.#workspace.apply([{ kind: 'open', files, paths }]);
  }

  /** The fleet with these texts in place of its own. */
  snapshot(texts: Texts): Snapshot {
    const back = [...this.#changed].filter((file) => !texts.has(file));
    this.#workspace.apply([
      ...back.map((file) => ({ kind: 'set', file, content: this.#files.read(file) }) as const),
      ...[...texts].map(
        ([file, text]) => ({ kind: 'set', file, content: { kind: 'text', text } }) as const,
      ),
    ]);
    this.#changed = new Set(texts.keys());
    return this.#workspace.snapshot();
  }

  /** Applies what can be applied to the fleet with these texts. */
  fix(texts: Texts, safety: Fix['safety']): FixResult {
    return fixAll({
      safety,
      read: (file): FileContent => {
        const text = texts.get(file);
        return text === undefined ? this.#files.read(file) : { kind: 'text', text };
      },
      lint: (overlay) =>
        lint(this.snapshot(new Map([...texts, ...overlay])), this.#rules, this.#settings),
    });
  }
}

/** The rules that run, and how. */
export interface Linting {
  readonly rules: readonly Rule[];
  readonly settings: Settings;
}
