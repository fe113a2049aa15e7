import type { Span } from '#parser/span.ts';
import { type JustItem, type JustToken, justItems } from './just-items.ts';

/** A justfile as far as its recipes go. */
export interface Justfile {
  readonly recipes: readonly JustRecipe[];
  readonly aliases: readonly JustAlias[];
  readonly imports: readonly JustImport[];
  readonly modules: readonly JustModule[];
  /** The program that runs the lines of recipes, where the file sets one. */
  readonly shell: string | undefined;
}

export interface JustRecipe {
  readonly name: string;
  readonly nameSpan: Span;
  readonly parameters: readonly string[];
  readonly dependencies: readonly JustName[];
  readonly attributes: readonly JustAttribute[];
  readonly comment: string | undefined;
  readonly body: Span | undefined;
}

export interface JustName {
  /** With `::` between the names of modules. */
  readonly name: string;
  readonly span: Span;
}

export interface JustAttribute {
  readonly name: string;
  readonly argument: string | undefined;
}

export interface JustAlias {
  readonly name: string;
  readonly target: string;
}

export interface JustImport {
  readonly path: string;
  readonly span: Span;
  readonly isOptional: boolean;
}

export interface JustModule extends JustName {
  readonly path: string | undefined;
  readonly isOptional: boolean;
}

/** Takes a justfile apart. What cannot be understood is left out. */
export function readJustfile(text: string): Justfile {
  const reading: Reading = { recipes: [], aliases: [], imports: [], modules: [], shell: undefined };
  let before: Before = { attributes: [], comment: undefined, end: 0 };
  for (const item of justItems(text)) {
    const start = item.tokens[0]?.span.start ?? 0;
    const isNext = /^[^\n]*\n?[ \t]*$/.test(text.slice(before.end, start));
    before = readItem(
      reading,
      item,
      isNext ? before : { attributes: [], comment: undefined, end: 0 },
    );
  }
  return reading;
}

interface Reading {
  readonly recipes: JustRecipe[];
  readonly aliases: JustAlias[];
  readonly imports: JustImport[];
  readonly modules: JustModule[];
  shell: string | undefined;
}

/** What stands right above an item and belongs to it. */
interface Before {
  readonly attributes: readonly JustAttribute[];
  readonly comment: string | undefined;
  readonly end: number;
}

function readItem(reading: Reading, item: JustItem, before: Before): Before {
  const tokens = item.tokens.filter(({ kind }) => kind !== 'comment');
  const [first, second] = tokens;
  const end = item.tokens.at(-1)?.span.end ?? 0;
  const nothing = { attributes: [], comment: undefined, end };
  const [comment] = item.tokens;
  if (!first) return { ...before, comment: comment?.text.replace(/^#+!?\s*/, ''), end };
  if (first.text === '[' && first.kind === 'mark')
    return { ...before, attributes: [...before.attributes, ...attributesIn(tokens)], end };
  if (isAssignment(tokens)) return nothing;
  if (first.text === 'set') readSetting(reading, tokens);
  else if (first.text === 'alias' && second?.kind === 'name') readAlias(reading, tokens);
  else if (first.text === 'import') readImport(reading, tokens);
  else if (first.text === 'mod' && !hasColon(tokens)) readModule(reading, tokens);
  else readRecipe(reading, { ...item, tokens }, before);
  return nothing;
}

/** `name := …`, also with words such as `export` before it; a setting has `:=` further on. */
function isAssignment([first, second, third]: readonly JustToken[]): boolean {
  if (second?.text === ':=') return true;
  return /^(export|unexport|eager|lazy)$/.test(first?.text ?? '') && third?.text === ':=';
}

function hasColon(tokens: readonly JustToken[]): boolean {
  return tokens.some(({ kind, text }) => kind === 'mark' && text === ':');
}

function readSetting(reading: Reading, [, name, , ...value]: readonly JustToken[]): void {
  if (name?.text !== 'shell') return;
  const program = value.find(({ kind }) => kind === 'string')?.text;
  reading.shell = program?.slice(program.lastIndexOf('/') + 1);
}

function readAlias(reading: Reading, [, name, , ...target]: readonly JustToken[]): void {
  if (name)
    reading.aliases.push({ name: name.text, target: target.map(({ text }) => text).join('') });
}

function readImport(reading: Reading, tokens: readonly JustToken[]): void {
  const path = tokens.find(({ kind }) => kind === 'string');
  const isOptional = tokens[1]?.text === '?';
  if (path) reading.imports.push({ path: path.text, span: path.span, isOptional });
}

function readModule(reading: Reading, tokens: readonly JustToken[]): void {
  const isOptional = tokens[1]?.text === '?';
  const name = tokens[isOptional ? 2 : 1];
  const path = tokens.find(({ kind }) => kind === 'string')?.text;
  if (name?.kind === 'name')
    reading.modules.push({ name: name.text, span: name.span, path, isOptional });
}

/** `[a, b("x"), c: 'y']` */
function attributesIn(tokens: readonly JustToken[]): readonly JustAttribute[] {
  return tokens.flatMap((token, index): JustAttribute[] => {
    const before = tokens[index - 1]?.text ?? '';
    if (token.kind !== 'name' || !'[,'.includes(before) || before === '') return [];
    const [mark, value] = tokens.slice(index + 1, index + 3);
    const hasValue = (mark?.text === '(' || mark?.text === ':') && value?.kind === 'string';
    return [{ name: token.text, argument: hasValue ? value.text : undefined }];
  });
}

function readRecipe(reading: Reading, { tokens, body }: JustItem, before: Before): void {
  const words = tokens[0]?.text === '@' ? tokens.slice(1) : tokens;
  const colon = words.findIndex(({ kind, text }) => kind === 'mark' && text === ':');
  const [name, ...rest] = words;
  if (name?.kind !== 'name' || colon < 1) return;
  reading.recipes.push({
    name: name.text,
    nameSpan: name.span,
    parameters: parametersIn(rest.slice(0, colon - 1)),
    dependencies: dependenciesIn(words.slice(colon + 1)),
    attributes: before.attributes,
    comment: before.comment,
    body,
  });
}

/** Each parameter as written, without blanks: `a`, `b="x"`, `*rest`. */
function parametersIn(tokens: readonly JustToken[]): readonly string[] {
  const parameters: string[] = [];
  for (const [index, { kind, text, depth }] of tokens.entries()) {
    const before = tokens[index - 1]?.text ?? '';
    const begins =
      depth === 0 && /^[$*+\w-]+$/.test(text) && !/^([$*+=/]|==|\|\||&&)$/.test(before);
    const written = kind === 'string' ? `"${text}"` : text;
    parameters.push(begins && kind !== 'string' ? written : `${parameters.pop() ?? ''}${written}`);
  }
  return parameters;
}

/** Names, and calls in parentheses of which the first word is the name; `&&` only parts them. */
function dependenciesIn(tokens: readonly JustToken[]): readonly JustName[] {
  const names: JustName[] = [];
  for (const [index, { kind, text, span, depth }] of tokens.entries()) {
    const before = tokens[index - 1]?.text;
    if (kind !== 'name' || (depth > 0 && before !== '(' && before !== '::')) continue;
    const outer = before === '::' ? names.pop() : undefined;
    if (outer)
      names.push({ name: `${outer.name}::${text}`, span: { ...span, start: outer.span.start } });
    else if (depth <= 1) names.push({ name: text, span });
  }
  return names;
}
