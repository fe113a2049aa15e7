import { bytesOfBase64, textOfAscii, writeUtf16 } from './bytes.ts';
import { coreBase64, fieldOfField, kindOfSymbol } from './core-wasm.ts';
import { type MissingToken, type Outcome, syntaxErrors } from './errors.ts';
import { doubtful, type Glance, glanceUnits, type Words } from './glance.ts';
import { Kind } from './kinds.ts';
import type { Span } from './span.ts';
import type { Language, Tree, TreeColumns } from './tree.ts';

/** The exports of the module that core/flatten.c is compiled to. Numbers are pointers and sizes. */
interface Core {
  readonly memory: WebAssembly.Memory;
  allocate(size: number): number;
  configure(language: number, kinds: number, fields: number): void;
  reserve_text(length: number): number;
  parse(language: number, rootKind: number): number;
  parse_broken(language: number, rootKind: number): number;
  pack(): void;
  configure_words(text: number, flags: number, count: number): void;
  glance(): number;
  symbol_name(language: number, symbol: number): number;
}

const languageNumber = { nix: 0, hcl: 1 } as const satisfies Record<Language, number>;
const rootKind = { nix: Kind.source_code, hcl: Kind.config_file } as const satisfies Record<
  Language,
  number
>;

/** What flatten.c says when there is no such row. */
const noRow = 0xffffffff;

/** More memory than this is given back after the file that needed it. */
const keptMemory = 256 * 1024 * 1024;

/** The module of the core, compiled. Threads may share it. */
export type CompiledCore = WebAssembly.Module;

let compiled: CompiledCore | undefined;
let instance: Core | undefined;

/**
 * The tree of a text. Every string has one, and nothing is thrown.
 *
 * The columns are copies, so nothing in the result refers to WASM memory.
 */
export function parse(text: string, language: Language): Tree {
  return parseWith('parse', text, language);
}

/** The same tree, from the runtime alone, which `parse` asks only about errors. */
export function parseAsBroken(text: string, language: Language): Tree {
  return parseWith('parse_broken', text, language);
}

/**
 * The tree of a text in Nix, where it is wanted by what a glance at it shows; for
 * most texts of a workspace it is not, and then it is not copied out of the core.
 * The glance holds only as long as the question.
 */
export function parseWhere(
  text: string,
  words: Words,
  wants: (glance: Glance) => boolean,
): Tree | undefined {
  const found = attempted(() => {
    const core = currentCore();
    knowWords(core, words);
    writeText(core, text);
    const header = core.parse(languageNumber.nix, rootKind.nix);
    const parsed = wants(glanceIn(core)) ? readParsed(core, header, text, 'nix') : undefined;
    return { parsed };
  });
  if (found !== undefined) return found.parsed && treeOf(found.parsed, text, 'nix');
  return wants(doubtful) ? parse(text, 'nix') : undefined;
}

type Parser = 'parse' | 'parse_broken';

function parseWith(parser: Parser, text: string, language: Language): Tree {
  const parsed = attempted(() => {
    const core = currentCore();
    writeText(core, text);
    const header = core[parser](languageNumber[language], rootKind[language]);
    return readParsed(core, header, text, language);
  });
  return treeOf(parsed ?? nothingParsed(text, language), text, language);
}

function treeOf({ columns, outcome }: Parsed, text: string, language: Language): Tree {
  const { kind, field, start, end, after, parent } = columns;
  const bare = { kind, field, start, end, after, parent, language, text, size: kind.length };
  const errors = syntaxErrors(bare, outcome);
  return { kind, field, start, end, after, parent, language, text, size: kind.length, errors };
}

interface Parsed {
  readonly columns: TreeColumns;
  readonly outcome: Outcome;
}

/**
 * What a use of the core gives; undefined when there was not enough memory.
 *
 * That is a trap. It leaves the instance in an unknown state, so the next call makes a new one.
 */
function attempted<Result>(use: () => Result): Result | undefined {
  try {
    const result = use();
    if ((instance?.memory.buffer.byteLength ?? 0) > keptMemory) instance = undefined;
    return result;
  } catch {
    instance = undefined;
    return undefined;
  }
}

function currentCore(): Core {
  instance ??= instantiate();
  return instance;
}

/** What every parse of this thread uses, compiled if nobody has parsed anything yet. */
export function compiledCore(): CompiledCore {
  compiled ??= new WebAssembly.Module(bytesOfBase64(coreBase64));
  return compiled;
}

/** Has this thread use what another one has compiled; nothing changes once something was parsed. */
export function adoptCore(core: CompiledCore): void {
  compiled ??= core;
}

function instantiate(): Core {
  const core = new WebAssembly.Instance(compiledCore()).exports as unknown as Core;
  for (const language of [0, 1]) {
    const kinds = Uint16Array.from(kindOfSymbol[language] ?? []);
    const fields = Uint8Array.from(fieldOfField[language] ?? []);
    const kindsAt = core.allocate(kinds.byteLength);
    const fieldsAt = core.allocate(fields.byteLength);
    new Uint16Array(core.memory.buffer, kindsAt, kinds.length).set(kinds);
    new Uint8Array(core.memory.buffer, fieldsAt, fields.length).set(fields);
    core.configure(language, kindsAt, fieldsAt);
  }
  known = undefined;
  return core;
}

/** The words that the instance knows. */
let known: Words | undefined;

function knowWords(core: Core, words: Words): void {
  if (known === words) return;
  const text = words.names.map((name) => `${name}\0`).join('');
  const textAt = core.allocate(text.length * 2);
  const flagsAt = core.allocate(words.names.length);
  writeUtf16(core.memory.buffer, textAt, text);
  const flags = new Uint8Array(core.memory.buffer, flagsAt, words.names.length);
  flags.set(words.names.map((name) => flagsOf(words, name)));
  core.configure_words(textAt, flagsAt, words.names.length);
  known = words;
}

/** As names.h has them. */
function flagsOf(words: Words, name: string): number {
  const flags = [words.isGlobal(name), words.isBuiltin(name), words.isSetting(name)];
  return flags.reduce((sum, flag, bit) => sum + (flag ? 1 << bit : 0), 0);
}

/** The memory of an instance, seen anew whenever it has grown. */
interface Seen {
  readonly buffer: ArrayBuffer;
  readonly glanceAt: number;
  readonly glance: Glance;
}

let seen: Seen | undefined;

function glanceIn(core: Core): Glance {
  const glanceAt = core.glance();
  const { buffer } = core.memory;
  if (seen?.buffer !== buffer || seen.glanceAt !== glanceAt)
    seen = { buffer, glanceAt, glance: new Uint32Array(buffer, glanceAt, glanceUnits) };
  return seen.glance;
}

function writeText(core: Core, text: string): void {
  const at = core.reserve_text(text.length);
  writeUtf16(core.memory.buffer, at, text);
}

/** Copies what the header, `Columns` in flatten.c, points to. */
function readParsed(core: Core, header: number, text: string, language: Language): Parsed {
  core.pack();
  const { buffer } = core.memory;
  const words = new Uint32Array(buffer, header, 13);
  const word = (index: number): number => words[index] ?? 0;
  const size = word(0);
  const packed = buffer.slice(word(1), word(1) + size * (4 * 4 + 2 + 1));
  const columns = {
    start: new Uint32Array(packed, 0, size),
    end: new Uint32Array(packed, size * 4, size),
    after: new Uint32Array(packed, size * 8, size),
    parent: new Uint32Array(packed, size * 12, size),
    kind: new Uint16Array(packed, size * 16, size),
    field: new Uint8Array(packed, size * 18, size),
  };
  const missing = readMissing(core, new Uint32Array(buffer, word(8), word(9)), language);
  const rejected = readRejected(new Uint32Array(buffer, word(10), word(11)));
  const tooDeep = word(12) === noRow ? undefined : word(12);
  return {
    // Without rows, the parser used up its budget of steps; then it still knows where the text went wrong.
    columns: size === 0 ? nothingParsed(text, language).columns : columns,
    outcome: { missing, rejected, tooDeep, gaveUp: size === 0 },
  };
}

function readRejected(pairs: Uint32Array): Span[] {
  const spans: Span[] = [];
  for (let index = 0; index < pairs.length; index += 2) {
    spans.push({ start: pairs[index] ?? 0, end: pairs[index + 1] ?? 0 });
  }
  return spans;
}

function readMissing(core: Core, pairs: Uint32Array, language: Language): MissingToken[] {
  const missing: MissingToken[] = [];
  for (let index = 0; index < pairs.length; index += 2) {
    const symbol = core.symbol_name(languageNumber[language], pairs[index + 1] ?? 0);
    missing.push({ row: pairs[index] ?? 0, name: readString(core, symbol) });
  }
  return missing;
}

function readString(core: Core, pointer: number): string {
  const memory = new Uint8Array(core.memory.buffer);
  return textOfAscii(memory.subarray(pointer, memory.indexOf(0, pointer)));
}

/** Only the root, for a text that cannot be parsed at all. */
function nothingParsed(text: string, language: Language): Parsed {
  const columns = {
    start: Uint32Array.of(0),
    end: Uint32Array.of(text.length),
    after: Uint32Array.of(1),
    parent: Uint32Array.of(0),
    kind: Uint16Array.of(rootKind[language]),
    field: Uint8Array.of(0),
  };
  return { columns, outcome: { missing: [], rejected: [], tooDeep: undefined, gaveUp: true } };
}
