import type { Token } from './tokens.ts';

/** Something that is open: a bracket, a quote, or a keyword that waits for others. */
export interface Frame {
  readonly kind: FrameKind;
  /** What stands at this place inside: the names of a binding, its value, names that are inherited. */
  part: 'names' | 'value' | 'inherit';
  /** Whether something of the binding stands there. */
  isBegun: boolean;
  /** How far the line is indented in which it was opened. */
  readonly indentation: number;
}

export type FrameKind =
  | 'set'
  | 'formals'
  | 'let'
  | 'list'
  | 'parenthesis'
  | 'interpolation'
  | 'quote'
  | 'long-quote'
  /** Waits for `then`, for `else`, or for the semicolon of `with` and `assert`. */
  | 'if'
  | 'then'
  | 'with';

export function openFrame(kind: FrameKind, indentation = 0): Frame {
  const isNames = kind === 'set' || kind === 'formals' || kind === 'let';
  return { kind, part: isNames ? 'names' : 'value', isBegun: false, indentation };
}

/** What ends a frame that nothing has ended. */
export function endOf({ kind }: Frame): string {
  switch (kind) {
    case 'set':
    case 'interpolation':
      return ' }';
    case 'formals':
      return ' }: null';
    case 'let':
      return ' in null';
    case 'list':
      return ' ]';
    case 'parenthesis':
      return ' )';
    case 'quote':
      return '"';
    case 'long-quote':
      return "''";
    case 'if':
      return ' then null else null';
    case 'then':
      return ' else null';
    case 'with':
      return '; null';
  }
}

/** Whether bindings stand in it. */
export function hasBindings({ kind }: Frame): boolean {
  return kind === 'set' || kind === 'let';
}

/** Whether an operand must follow the token, wherever it stands. */
export function wantsOperand({ kind, text }: Token): boolean {
  switch (kind) {
    case 'keyword':
      return text !== 'let' && text !== 'inherit' && text !== 'rec';
    case 'symbol':
      return !finished.has(text);
    case 'open':
      return text === '(' || text === '${';
    default:
      return false;
  }
}

const finished: ReadonlySet<string> = new Set([';', ',', '...', '@', '.', '?']);

/** Whether nothing of an expression follows before the token. */
export function endsExpression({ kind, text }: Token): boolean {
  if (kind === 'close') return text !== '';
  if (kind === 'symbol') return text === ';' || text === ',';
  return kind === 'keyword' && (text === 'in' || text === 'then' || text === 'else');
}

/** What brackets and quotes open; a brace is a set or a pattern. */
export const openers: Readonly<Record<string, FrameKind>> = {
  '"': 'quote',
  "''": 'long-quote',
  '(': 'parenthesis',
  '[': 'list',
  '${': 'interpolation',
};

/** What brackets and quotes close; a quote that is missing has no text. */
export const closed: Readonly<Record<string, readonly FrameKind[]>> = {
  '': ['quote'],
  '"': ['quote'],
  "''": ['long-quote'],
  ')': ['parenthesis'],
  ']': ['list'],
  '}': ['set', 'formals', 'interpolation'],
};

/** What expressions may go through, from where they are to what they are in. */
export const loose: ReadonlySet<FrameKind> = new Set(['list', 'parenthesis', 'if', 'then', 'with']);
