import type { FilePath } from '../diagnostic.ts';
import type { CodeReader, Telling } from '../evaluate/code.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import type { FileContent, FileKind, Files, Listed } from '../files.ts';
import { languageOf } from '../language.ts';
import { oncePer } from '../once-per.ts';
import type { AnalyzerSettings } from '../settings.ts';
import { isInOrder } from '../syntax/alignment.ts';
import { isAttributes, withClosedFiles } from './closed-files.ts';
import { corresponds, keepsStart, nothingMoved, type Renumbering } from './renumbering.ts';
import { type CarriedCode, carried, copied, type SeenCode, seenCode } from './seen-code.ts';

/** What a snapshot shows of the workspace. */
export interface View {
  readonly files: Files;
  /** The files that belong to the workspace, sorted. */
  readonly paths: readonly FilePath[];
  readonly settings: AnalyzerSettings;
  analysis(file: FilePath): FileAnalysis | undefined;
  /** How often the workspace had changed. */
  readonly age: number;
  /** The files whose texts have changed since the workspace had that age; `undefined` when more may have. */
  changedSince(age: number): ReadonlySet<FilePath> | undefined;
}

/** Chooses files by their names. The function itself is what later answers are compared by. */
export type Choice = (file: FilePath) => boolean;

/** Something that a text tells; the answer is plain data. */
export type Question<Answer> = (text: string) => Answer;

/**
 * The view of the workspace that facts are made from. Whatever is seen through
 * it is noted with what it was, so that it can be told later whether the facts
 * still hold; the less exactly a thing is looked at, the more edits leave it be.
 */
export interface Sources extends AnalyzerSettings, CodeReader {
  readonly files: Files;
  /** A file of whose syntax no more is read than this tells. */
  syntax(file: FilePath, telling: Telling<unknown>): FileAnalysis | undefined;
  /** A file of which every character may count. */
  analysis(file: FilePath): FileAnalysis | undefined;
  text(file: FilePath): string | undefined;
  /** What a text tells; `undefined` where there is no text. */
  ask<Answer>(file: FilePath, question: Question<Answer>): Answer | undefined;
  /** The files of the workspace that are chosen, sorted. */
  choose(choice: Choice): readonly FilePath[];
}

/** Everything that was seen while some facts were made. */
export class Trace {
  readonly #contents = new Map<FilePath, FileContent>();
  readonly #listings = new Map<FilePath, readonly Listed[] | undefined>();
  readonly #kinds = new Map<FilePath, FileKind | undefined>();
  readonly #code = new Map<FilePath, SeenCode>();
  readonly #syntax = new Map<Telling<unknown>, Map<FilePath, FileAnalysis | undefined>>();
  readonly #answers = new Map<Question<unknown>, Map<FilePath, unknown>>();
  readonly #tellings = new Map<Telling<unknown>, Map<FilePath, unknown>>();
  readonly #choices = new Map<Choice, readonly FilePath[]>();
  #settings: AnalyzerSettings | undefined;
  /** The age of the workspace when everything was last known to be so. */
  #age = -1;

  /** What was seen so far, whatever is seen afterwards. */
  copy(): Trace {
    const copy = new Trace();
    addAll(copy.#contents, this.#contents);
    addAll(copy.#listings, this.#listings);
    addAll(copy.#kinds, this.#kinds);
    for (const [file, seen] of this.#code) copy.#code.set(file, copied(seen));
    addAll(copy.#choices, this.#choices);
    copy.#settings = this.#settings;
    copy.#age = this.#age;
    for (const [question, answers] of this.#answers) copy.#answers.set(question, new Map(answers));
    for (const [telling, told] of this.#tellings) copy.#tellings.set(telling, new Map(told));
    for (const [telling, read] of this.#syntax) copy.#syntax.set(telling, new Map(read));
    return copy;
  }

  /** A view that notes here what is seen through it. */
  watch(whole: View): Sources {
    const view = withClosedFiles(whole);
    const read = (file: FilePath): FileContent =>
      noted(this.#contents, file, (asked) => view.files.read(asked));
    const text = (file: FilePath): string | undefined => textOf(read(file));
    this.#settings = view.settings;
    this.#age = view.age;
    return {
      ...view.settings,
      files: {
        read,
        list: (folder) => noted(this.#listings, folder, (asked) => view.files.list(asked)),
        kind: (path) => noted(this.#kinds, path, (asked) => view.files.kind(asked)),
      },
      code: (file) => noted(this.#code, file, (asked) => seenCode(nixAnalysis(view, asked))).code,
      tell: (file, telling) => {
        const told = noted(this.#tellings, telling, () => new Map());
        return noted(told, file, (asked) => toldBy(view, asked, telling));
      },
      syntax: (file, telling) => {
        const read = noted(this.#syntax, telling, () => new Map());
        return noted(read, file, (asked) => nixAnalysis(view, asked));
      },
      analysis: (file) => (text(file) === undefined ? undefined : view.analysis(file)),
      text,
      ask: (file, question) => {
        const answers = noted(this.#answers, question, () => new Map());
        return noted(answers, file, (asked) => answerOf(view, asked, question));
      },
      choose: (choice) => noted(this.#choices, choice, (asked) => view.paths.filter(asked)),
    };
  }

  /**
   * Whether everything that was seen is still so: where the expressions of files
   * have gone that are numbered in another way now, as they are from then on in
   * here as well; `undefined` when something is different.
   */
  holds(whole: View): Renumbering | undefined {
    const view = withClosedFiles(whole);
    const edited = view.changedSince(this.#age);
    const changed = edited && [...edited].some(isAttributes) ? undefined : edited;
    if (!changed && !this.#surroundingsHold(view)) return undefined;
    const code = this.#carriedCode(view, changed);
    if (!code || !this.#textsHold(view, changed, code)) return undefined;
    this.#age = view.age;
    return this.#renumber(view, code);
  }

  /** The code that has other text now; `undefined` where some may be evaluated in another way. */
  #carriedCode(
    view: View,
    changed: ReadonlySet<FilePath> | undefined,
  ): ReadonlyMap<FilePath, CarriedCode> | undefined {
    const code = new Map<FilePath, CarriedCode>();
    const holds = (file: FilePath, seen: SeenCode): boolean => {
      const now = nixAnalysis(view, file);
      if (seen.analysis === now) return true;
      const found = carried(seen, now);
      if (found) code.set(file, found);
      return found !== undefined;
    };
    return every(this.#code, holds, changed) ? code : undefined;
  }

  #renumber(view: View, code: ReadonlyMap<FilePath, CarriedCode>): Renumbering {
    if (code.size === 0) return nothingMoved;
    for (const [file, { seen }] of code) this.#code.set(file, seen);
    for (const [telling, told] of this.#tellings)
      for (const file of code.keys())
        if (told.has(file)) told.set(file, toldBy(view, file, telling));
    for (const read of this.#syntax.values())
      for (const file of code.keys()) if (read.has(file)) read.set(file, nixAnalysis(view, file));
    const moved = [...code].filter(([, { numbers }]) => numbers.some(isMoved));
    return new Map(moved.map(([file, { numbers }]) => [file, numbers]));
  }

  #surroundingsHold(view: View): boolean {
    return (
      hasSettings(this.#settings, view.settings) &&
      every(this.#kinds, (path, seen) => seen === view.files.kind(path)) &&
      every(this.#listings, (folder, seen) => isSame(seen, view.files.list(folder))) &&
      every(this.#choices, (choice, seen) => isSame(seen, view.paths.filter(choice)))
    );
  }

  /** What files say, or what those say that have changed. */
  #textsHold(
    view: View,
    changed: ReadonlySet<FilePath> | undefined,
    code: ReadonlyMap<FilePath, CarriedCode>,
  ): boolean {
    const each = <Seen>(
      notes: ReadonlyMap<FilePath, Seen>,
      holds: (file: FilePath, seen: Seen) => boolean,
    ): boolean => every(notes, holds, changed);
    return (
      each(this.#contents, (file, seen) => hasContent(seen, view.files.read(file))) &&
      every(this.#answers, (question, answers) =>
        each(answers, (file, seen) => isSame(seen, answerOf(view, file, question))),
      ) &&
      every(this.#syntax, (telling, read) =>
        each(read, (file, seen) => {
          const now = nixAnalysis(view, file);
          if (seen === now) return true;
          return (
            seen !== undefined &&
            now !== undefined &&
            hasTold(telling(seen, file), telling(now, file), code.get(file))
          );
        }),
      ) &&
      every(this.#tellings, (telling, told) =>
        each(told, (file, seen) => hasTold(seen, toldBy(view, file, telling), code.get(file))),
      ) &&
      [...code.values()].every(({ numbers }) => isInOrder(numbers) && keepsStart(numbers))
    );
  }
}

/** The same view without a trace, for what is not kept. */
export function sourcesOf(view: View): Sources {
  return new Trace().watch(view);
}

function noted<Key, Seen>(notes: Map<Key, Seen>, key: Key, look: (key: Key) => Seen): Seen {
  const known = notes.get(key);
  if (known !== undefined || notes.has(key)) return known as Seen;
  const seen = look(key);
  notes.set(key, seen);
  return seen;
}

function addAll<Key, Seen>(to: Map<Key, Seen>, from: ReadonlyMap<Key, Seen>): void {
  for (const [key, seen] of from) to.set(key, seen);
}

function every<Key, Seen>(
  notes: ReadonlyMap<Key, Seen>,
  holds: (key: Key, seen: Seen) => boolean,
  among?: ReadonlySet<Key>,
): boolean {
  for (const key of among ?? notes.keys())
    if (notes.has(key) && !holds(key, notes.get(key) as Seen)) return false;
  return true;
}

function textOf(content: FileContent): string | undefined {
  return content.kind === 'text' ? content.text : undefined;
}

function answerOf<Answer>(
  view: View,
  file: FilePath,
  question: Question<Answer>,
): Answer | undefined {
  const content = view.files.read(file);
  return content.kind === 'text' ? answersOf(content).of(question) : undefined;
}

/** What a text tells, asked once for all machines. */
class Answers {
  readonly #text: string;
  readonly #known = new Map<Question<unknown>, unknown>();

  constructor(text: string) {
    this.#text = text;
  }

  of<Answer>(question: Question<Answer>): Answer {
    return noted(this.#known, question, () => question(this.#text)) as Answer;
  }
}

const answersOf = oncePer((content: Extract<FileContent, { kind: 'text' }>) => {
  return new Answers(content.text);
});

function nixAnalysis(view: View, file: FilePath): FileAnalysis | undefined {
  return languageOf(file) === 'nix' ? view.analysis(file) : undefined;
}

function toldBy<Answer>(view: View, file: FilePath, telling: Telling<Answer>): Answer | undefined {
  const analysis = nixAnalysis(view, file);
  return analysis && telling(analysis, file);
}

function isMoved(number: number, before: number): boolean {
  return number >= 0 && number !== before;
}

function hasTold(seen: unknown, now: unknown, code: CarriedCode | undefined): boolean {
  return code ? corresponds(seen, now, code.numbers) : isSame(seen, now);
}

function hasSettings(seen: AnalyzerSettings | undefined, now: AnalyzerSettings): boolean {
  return seen === now || isSame([...(seen?.derivations ?? [])], [...now.derivations]);
}

function hasContent(seen: FileContent, now: FileContent): boolean {
  if (seen === now) return true;
  return seen.kind === 'text' ? seen.text === textOf(now) : isSame(seen, now);
}

function isSame(seen: unknown, now: unknown): boolean {
  return seen === now || JSON.stringify(seen) === JSON.stringify(now);
}
