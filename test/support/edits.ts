import fc from 'fast-check';
import type { FilePath } from '#analyzer/diagnostic.ts';

export type Texts = ReadonlyMap<FilePath, string>;

/** One thing that somebody may do to a workspace. Places and files are told by where they lie between first and last. */
export type Edit =
  | { readonly kind: 'value'; readonly file: number; readonly at: number; readonly to: string }
  /** One name instead of another of the same text, or one text instead of another. */
  | { readonly kind: 'word'; readonly file: number; readonly at: number; readonly to: number }
  | { readonly kind: 'layout'; readonly file: number; readonly at: number; readonly to: string }
  /** One more binding where one may stand, with a name of the text or a new one. */
  | {
      readonly kind: 'bind';
      readonly file: number;
      readonly at: number;
      readonly name: number | string;
      readonly to: string;
    }
  /** One binding less. */
  | { readonly kind: 'unbind'; readonly file: number; readonly at: number }
  | { readonly kind: 'cut'; readonly file: number; readonly at: number; readonly length: number }
  | { readonly kind: 'remove'; readonly file: number }
  | { readonly kind: 'add'; readonly name: FilePath; readonly text: string }
  | { readonly kind: 'rename'; readonly file: number; readonly to: FilePath }
  | { readonly kind: 'copy'; readonly from: number; readonly file: number }
  /** One file, or all of them, as they were in the beginning. */
  | { readonly kind: 'mend'; readonly file: number | undefined };

/** Doubles would nearly all lie next to zero, and so in the first line of the first file. */
const place = fc.noBias(fc.nat({ max: 9999 })).map((part) => part / 10_000);
const value = fc.constantFrom('true', 'false', 'null', '7', '"alder"', '"other"', '[ ]', '{ }');
const tokens = /\b[a-z][\w'-]*\b|"[\w ./-]*"/g;
const code = fc.constantFrom('config.wiki.name', 'limits', '(x: x)', '[ 1 2 ]', '{ a = 1; }');
const trivia = fc.constantFrom('\n', '\n\n  ', ' # secrets, acme\n', ' /* a note */ ', '   ');

const kind = <Kind extends Edit['kind']>(of: Kind) => fc.constant(of);
const bind = fc.record({
  kind: kind('bind'),
  file: place,
  at: place,
  name: fc.oneof(place, fc.constantFrom('extra', 'more', 'config', 'lib', 'enable', 'outputs')),
  to: fc.oneof(value, code, fc.constantFrom('extra', 'more', 'lib', 'import ./more.nix')),
});
const unbind = fc.record({ kind: kind('unbind'), file: place, at: place });
const word = fc.record({ kind: kind('word'), file: place, at: place, to: place });

/** Edits of names, of what values say, and of single bindings. */
export const smallEdits: fc.Arbitrary<Edit> = fc.oneof(
  { arbitrary: word, weight: 4 },
  { arbitrary: bind, weight: 4 },
  { arbitrary: unbind, weight: 3 },
  { arbitrary: fc.record({ kind: kind('value'), file: place, at: place, to: value }), weight: 4 },
  fc.record({ kind: kind('value'), file: place, at: place, to: code }),
  fc.record({ kind: kind('layout'), file: place, at: place, to: trivia }),
  fc.record({ kind: kind('mend'), file: fc.option(place, { nil: undefined }) }),
);

/** Edits that may also add these files. */
export function editsWith(added: readonly FilePath[], contents: readonly string[]) {
  const name = fc.constantFrom(...added);
  return fc.oneof(
    { arbitrary: fc.record({ kind: kind('value'), file: place, at: place, to: value }), weight: 5 },
    {
      arbitrary: fc.record({ kind: kind('layout'), file: place, at: place, to: trivia }),
      weight: 3,
    },
    { arbitrary: word, weight: 2 },
    { arbitrary: bind, weight: 2 },
    unbind,
    fc.record({
      kind: kind('cut'),
      file: place,
      at: place,
      length: fc.integer({ min: 1, max: 40 }),
    }),
    fc.record({ kind: kind('remove'), file: place }),
    {
      arbitrary: fc.record({ kind: kind('add'), name, text: fc.constantFrom(...contents) }),
      weight: 4,
    },
    fc.record({ kind: kind('rename'), file: place, to: name }),
    fc.record({ kind: kind('copy'), from: place, file: place }),
    fc.record({ kind: kind('mend'), file: fc.option(place, { nil: undefined }) }),
  );
}

/** The texts after an edit; an edit that finds nothing to change leaves them as they are. */
export function edited(texts: Texts, edit: Edit, original: Texts): Texts {
  switch (edit.kind) {
    case 'value':
      return replaced(texts, edit, /\b\d+\b|\btrue\b|\bfalse\b|"[\w./-]+"/g);
    case 'word':
      return reworded(texts, edit);
    case 'layout':
      return replaced(texts, edit, /(?<=[;{[(=])\s/g);
    case 'bind':
      return bound(texts, edit);
    case 'unbind':
      return replaced(texts, { ...edit, to: '' }, /(?<=[;{\s])[\w.-]+ = [^;{}]*;/g);
    case 'cut': {
      const [file, text] = nth([...texts], edit.file) ?? [];
      if (file === undefined || text === undefined) return texts;
      const start = Math.floor(edit.at * text.length);
      return new Map(texts).set(file, text.slice(0, start) + text.slice(start + edit.length));
    }
    case 'add':
      return new Map(texts).set(edit.name, edit.text);
    case 'copy': {
      const [from, to] = [nth([...texts], edit.from), nth([...texts], edit.file)];
      return from && to ? new Map(texts).set(to[0], from[1]) : texts;
    }
    case 'mend': {
      if (edit.file === undefined) return original;
      const [file, text] = nth([...original], edit.file) ?? [];
      return file === undefined || text === undefined ? texts : new Map(texts).set(file, text);
    }
    default:
      return moved(texts, edit);
  }
}

function reworded(texts: Texts, edit: Extract<Edit, { kind: 'word' }>): Texts {
  const words = [...(nth([...texts.values()], edit.file)?.matchAll(tokens) ?? [])];
  return replaced(texts, { ...edit, to: nth(words, edit.to)?.[0] ?? '' }, tokens);
}

function bound(texts: Texts, edit: Extract<Edit, { kind: 'bind' }>): Texts {
  const words = [...(nth([...texts.values()], edit.file)?.matchAll(tokens) ?? [])];
  const name = typeof edit.name === 'string' ? edit.name : nth(words, edit.name)?.[0];
  const binding = ` ${name ?? 'extra'} = ${edit.to}; `;
  return replaced(texts, { ...edit, to: binding }, /(?<=[;{]|\blet)\s/g);
}

function replaced(
  texts: Texts,
  { file, at, to }: { readonly file: number; readonly at: number; readonly to: string },
  pattern: RegExp,
): Texts {
  const [name, text] = nth([...texts], file) ?? [];
  if (name === undefined || text === undefined) return texts;
  const match = nth([...text.matchAll(pattern)], at);
  if (!match) return texts;
  const after = text.slice(match.index + match[0].length);
  return new Map(texts).set(name, text.slice(0, match.index) + to + after);
}

/** Without a file, or with the file under another name. */
function moved(texts: Texts, edit: Extract<Edit, { kind: 'remove' | 'rename' }>): Texts {
  const [file, text] = nth([...texts], edit.file) ?? [];
  if (file === undefined || text === undefined) return texts;
  const others = new Map([...texts].filter(([other]) => other !== file));
  return edit.kind === 'rename' ? others.set(edit.to, text) : others;
}

function nth<Item>(items: readonly Item[], at: number): Item | undefined {
  return items[Math.floor(at * items.length)];
}
