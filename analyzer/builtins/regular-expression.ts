import { characterClasses } from './character-classes.ts';

/**
 * One step of a compiled POSIX extended regular expression.
 *
 * Nix matches with the C++ standard library, byte by byte and depth first. The
 * steps keep that order: a `repeat` tries its body and leaves only when that
 * found nothing, while both sides of an `either` are always tried.
 */
export type Step =
  | { readonly kind: 'bytes'; readonly accepts: (byte: number) => boolean }
  | { readonly kind: 'save'; readonly slot: number }
  | { readonly kind: 'either'; readonly second: number }
  | { readonly kind: 'repeat'; body: number; after: number }
  | { readonly kind: 'jump'; to: number }
  | { readonly kind: 'begin' }
  | { readonly kind: 'end' }
  | { readonly kind: 'accept' };

export interface Program {
  readonly steps: readonly Step[];
  readonly groups: number;
  /** Whether a loop may go round without reading anything. */
  readonly mayIdle: boolean;
}

/** Longer programs come from counted repetitions of repetitions. */
const longestProgram = 5_000;

/** Compiles a pattern of bytes; `undefined` when it is broken or too large. */
export function compile(pattern: string): Program | undefined {
  const parser: Parser = { pattern, at: 0, groups: 0, depth: 0 };
  const tree = parseChoice(parser);
  if (!tree || parser.at < pattern.length) return undefined;
  const writer: Writer = { steps: [], mayIdle: false };
  write(writer, tree);
  writer.steps.push({ kind: 'accept' });
  if (writer.steps.length > longestProgram) return undefined;
  return { steps: writer.steps, groups: parser.groups, mayIdle: writer.mayIdle };
}

type Tree =
  | { readonly kind: 'bytes'; readonly accepts: (byte: number) => boolean }
  | { readonly kind: 'begin' }
  | { readonly kind: 'end' }
  | { readonly kind: 'sequence'; readonly parts: readonly Tree[] }
  | { readonly kind: 'choice'; readonly first: Tree; readonly second: Tree }
  | { readonly kind: 'group'; readonly index: number; readonly body: Tree }
  | {
      readonly kind: 'repeat';
      readonly body: Tree;
      readonly least: number;
      readonly most: number | undefined;
    };

interface Parser {
  readonly pattern: string;
  at: number;
  groups: number;
  depth: number;
}

function parseChoice(parser: Parser): Tree | undefined {
  if (parser.depth > 100) return undefined;
  const alternatives = [parseSequence(parser)];
  while (parser.pattern[parser.at] === '|') {
    parser.at++;
    alternatives.push(parseSequence(parser));
  }
  return alternatives.reduceRight((second, first) =>
    first && second ? { kind: 'choice', first, second } : undefined,
  );
}

function parseSequence(parser: Parser): Tree | undefined {
  const parts: Tree[] = [];
  while (parser.at < parser.pattern.length) {
    const next = parser.pattern[parser.at];
    if (next === '|' || (next === ')' && parser.depth > 0)) break;
    if (next === '^' || next === '$') {
      parser.at++;
      parts.push({ kind: next === '^' ? 'begin' : 'end' });
      continue;
    }
    const atom = parseAtom(parser);
    const repeated = atom && parseRepetitions(parser, atom);
    if (!repeated) return undefined;
    parts.push(repeated);
  }
  return { kind: 'sequence', parts };
}

function parseAtom(parser: Parser): Tree | undefined {
  const character = parser.pattern[parser.at++] ?? '';
  switch (character) {
    case '.':
      return { kind: 'bytes', accepts: (byte) => byte !== 0 };
    case '(':
      return parseGroup(parser);
    case '[': {
      const accepts = parseBracket(parser);
      return accepts && { kind: 'bytes', accepts };
    }
    case '\\': {
      const escaped = parser.pattern[parser.at++];
      return escaped === undefined ? undefined : single(escaped);
    }
    case '*':
    case '+':
    case '?':
    case '{':
    case ')':
    case '':
      return undefined;
    default:
      return single(character);
  }
}

function single(character: string): Tree {
  const code = character.charCodeAt(0);
  return { kind: 'bytes', accepts: (byte) => byte === code };
}

function parseGroup(parser: Parser): Tree | undefined {
  parser.groups++;
  const index = parser.groups;
  parser.depth++;
  const body = parseChoice(parser);
  parser.depth--;
  if (!body || parser.pattern[parser.at] !== ')') return undefined;
  parser.at++;
  return { kind: 'group', index, body };
}

function parseRepetitions(parser: Parser, atom: Tree): Tree | undefined {
  let tree = atom;
  for (;;) {
    const bounds = parseBounds(parser);
    if (bounds === undefined) return tree;
    if (bounds === 'broken') return undefined;
    tree = { kind: 'repeat', body: tree, ...bounds };
  }
}

interface Bounds {
  readonly least: number;
  readonly most: number | undefined;
}

function parseBounds(parser: Parser): Bounds | 'broken' | undefined {
  const pattern = /[*+?]|\{([0-9]+)(?:(,)([0-9]*))?\}|\{/y;
  pattern.lastIndex = parser.at;
  const found = pattern.exec(parser.pattern);
  if (!found) return undefined;
  const [text, least, comma, most] = found;
  parser.at += text.length;
  if (text === '*') return { least: 0, most: undefined };
  if (text === '+') return { least: 1, most: undefined };
  if (text === '?') return { least: 0, most: 1 };
  if (least === undefined) return 'broken';
  const low = Number(least);
  const high = comma === undefined ? low : most ? Number(most) : undefined;
  const fits = low <= 1000 && (high ?? 0) <= 1000 && (high ?? low) >= low;
  return fits ? { least: low, most: high } : 'broken';
}

/** What stands between brackets. A backslash is an ordinary character there. */
function parseBracket(parser: Parser): ((byte: number) => boolean) | undefined {
  const { pattern } = parser;
  const negated = pattern[parser.at] === '^';
  if (negated) parser.at++;
  const accepted = new Set<number>();
  for (let first = true; first || pattern[parser.at] !== ']'; first = false) {
    if (!addBracketItem(parser, accepted)) return undefined;
  }
  parser.at++;
  return (byte) => accepted.has(byte) !== negated;
}

function addBracketItem(parser: Parser, accepted: Set<number>): boolean {
  const rest = parser.pattern.slice(parser.at);
  const named = /^\[:([a-z]+):\]/.exec(rest);
  if (!named) return addRange(parser, rest, accepted);
  parser.at += named[0].length;
  const includes = characterClasses[named[1] ?? ''];
  for (let byte = 0; byte < 128; byte++) if (includes?.(byte)) accepted.add(byte);
  return includes !== undefined;
}

/** One character, or two with a dash between them and all that lie between. */
function addRange(parser: Parser, rest: string, accepted: Set<number>): boolean {
  if (rest === '' || /^\[[.=:]/.test(rest)) return false;
  const isRange = rest[1] === '-' && rest.length > 2 && rest[2] !== ']';
  const first = rest.charCodeAt(0);
  const last = isRange ? rest.charCodeAt(2) : first;
  if ((isRange && rest[2] === '[') || first > last) return false;
  parser.at += isRange ? 3 : 1;
  for (let byte = first; byte <= last; byte++) accepted.add(byte);
  return true;
}

interface Writer {
  readonly steps: Step[];
  mayIdle: boolean;
}

function write(writer: Writer, tree: Tree): void {
  const { steps } = writer;
  if (steps.length > longestProgram) return;
  switch (tree.kind) {
    case 'bytes':
    case 'begin':
    case 'end':
      steps.push(tree);
      return;
    case 'sequence':
      for (const part of tree.parts) write(writer, part);
      return;
    case 'group':
      steps.push({ kind: 'save', slot: tree.index * 2 });
      write(writer, tree.body);
      steps.push({ kind: 'save', slot: tree.index * 2 + 1 });
      return;
    case 'choice':
      writeChoice(writer, tree);
      return;
    case 'repeat':
      writeRepeat(writer, tree);
      return;
  }
}

function writeChoice(writer: Writer, tree: Extract<Tree, { kind: 'choice' }>): void {
  const { steps } = writer;
  const start = steps.length;
  steps.push({ kind: 'accept' });
  write(writer, tree.first);
  const jump: Step = { kind: 'jump', to: 0 };
  steps.push(jump);
  steps[start] = { kind: 'either', second: steps.length };
  write(writer, tree.second);
  jump.to = steps.length;
}

function writeRepeat(writer: Writer, tree: Extract<Tree, { kind: 'repeat' }>): void {
  const { steps } = writer;
  const { body, least, most } = tree;
  for (let copy = 0; copy < least; copy++) write(writer, body);
  if (most === undefined) {
    writer.mayIdle ||= mayBeEmpty(body);
    writeLoop(writer, body);
    return;
  }
  const exits: Extract<Step, { kind: 'repeat' }>[] = [];
  for (let copy = least; copy < most; copy++) {
    const exit: Step = { kind: 'repeat', body: steps.length + 1, after: 0 };
    exits.push(exit);
    steps.push(exit);
    write(writer, body);
  }
  for (const exit of exits) exit.after = steps.length;
}

function writeLoop(writer: Writer, body: Tree): void {
  const { steps } = writer;
  const start = steps.length;
  const loop: Step = { kind: 'repeat', body: start + 1, after: 0 };
  steps.push(loop);
  write(writer, body);
  steps.push({ kind: 'jump', to: start });
  loop.after = steps.length;
}

function mayBeEmpty(tree: Tree): boolean {
  switch (tree.kind) {
    case 'bytes':
      return false;
    case 'begin':
    case 'end':
      return true;
    case 'sequence':
      return tree.parts.every(mayBeEmpty);
    case 'choice':
      return mayBeEmpty(tree.first) || mayBeEmpty(tree.second);
    case 'group':
      return mayBeEmpty(tree.body);
    case 'repeat':
      return tree.least === 0 || mayBeEmpty(tree.body);
  }
}
