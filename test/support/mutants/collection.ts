import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Span } from '#parser/span.ts';
import { sourceLabel } from './labels.ts';
import type { ChangeKind, Mutant, Source } from './mutant.ts';
import type { Part } from './part.ts';

/** A replacement of text in a piece of a file. */
interface Replacement {
  readonly part: Part;
  readonly span: Span;
  readonly replacement: string;
}

/** Mutants without duplicates: one that several rows ask for has all of them for sources. */
export class Collection {
  readonly #text: (file: FilePath) => string;
  readonly #mutants = new Map<string, Mutant>();
  readonly #ids = new Map<string, number>();

  constructor(text: (file: FilePath) => string) {
    this.#text = text;
  }

  add(kind: ChangeKind, source: Source, { part, span, replacement }: Replacement): void {
    const before = this.#text(part.file);
    const text = before.slice(0, span.start) + replacement + before.slice(span.end);
    if (text === before) return;
    const growth = replacement.length - (span.end - span.start);
    const start = Math.min(part.span.start, span.start);
    const end = Math.max(start, Math.max(part.span.end, span.end) + growth);
    this.#add(source, {
      kind,
      file: part.file,
      text,
      replaced: span,
      replacement,
      element: { start, end },
    });
  }

  remove(file: FilePath, source: Source): void {
    const replaced = { start: 0, end: this.#text(file).length };
    const element = { start: 0, end: 0 };
    this.#add(source, {
      kind: 'remove',
      file,
      text: undefined,
      replaced,
      replacement: '',
      element,
    });
  }

  /** All of them, file by file. */
  all(): readonly Mutant[] {
    return [...this.#mutants.values()].sort(
      (a, b) => order(a.file, b.file) || a.replaced.start - b.replaced.start || order(a.id, b.id),
    );
  }

  #add(source: Source, made: Omit<Mutant, 'id' | 'sources'>): void {
    const key = `${made.file} ${made.text ?? 'removed'}`;
    const known = this.#mutants.get(key);
    if (known) {
      this.#mutants.set(key, { ...known, sources: [...known.sources, source] });
      return;
    }
    const name = `${made.kind} ${sourceLabel(source)}`;
    const count = (this.#ids.get(name) ?? 0) + 1;
    this.#ids.set(name, count);
    const id = count === 1 ? name : `${name} #${count}`;
    this.#mutants.set(key, { ...made, id, sources: [source] });
  }
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
