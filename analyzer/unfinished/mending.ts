import { closedBy } from './closed-by.ts';
import { unwritten } from './cursor-token.ts';
import { isFormals, matchesOf } from './formals.ts';
import { FrameStack } from './frame-stack.ts';
import {
  endsExpression,
  type Frame,
  type FrameKind,
  hasBindings,
  loose,
  openers,
  wantsOperand,
} from './frames.ts';
import { Layout } from './layout.ts';
import { pathStart } from './path-start.ts';
import type { Token } from './tokens.ts';

/** Reads the tokens of a text in their order, and notes what they lack. */
export class Mending {
  readonly tokens: readonly Token[];
  /** Tokens that belong to nothing. */
  readonly dropped = new Set<number>();
  readonly #matches: ReadonlyMap<number, number>;
  readonly #layout: Layout;
  readonly #frames = new FrameStack();
  /** Whether an operand must follow each token that was read. */
  readonly #wants: boolean[] = [];

  constructor(text: string, tokens: readonly Token[]) {
    this.tokens = tokens;
    this.#matches = matchesOf(tokens);
    this.#layout = new Layout(text, tokens, this.#matches);
  }

  read(index: number): void {
    const token = this.tokens[index];
    if (token === undefined) return;
    this.#completeOperand(index, token);
    this.#wants[index] = wantsOperand(token);
    switch (token.kind) {
      case 'open':
        this.#startName(index, token);
        this.#open(index, token);
        return;
      case 'close':
        this.#close(index, token);
        return;
      case 'keyword':
        this.#keyword(index, token);
        return;
      case 'symbol':
        this.#symbol(index, token);
        return;
      case 'name':
        this.#startName(index, token);
        return;
      case 'text':
      case 'path':
      case 'number':
      case 'search-path':
      case 'address':
      case 'comment':
        return;
    }
  }

  /** Ends everything that is open at the end of the text. */
  end(): void {
    const end = this.tokens.length;
    this.#completeOperand(end, { kind: 'symbol', text: ';', start: 0, end: 0 });
    this.#frames.closeAbove(0, end);
  }

  /** What is missing before a token, by its index. */
  get before(): ReadonlyMap<number, string> {
    return this.#frames.before;
  }

  /** Whether every bracket has its other one, and another binding may begin in the only frame. */
  get isBetweenBindings(): boolean {
    const { part, isBegun } = this.#top;
    const isAlone = this.#frames.depth === 1 && this.#layout.isBalanced;
    return isAlone && hasBindings(this.#top) && part === 'names' && !isBegun;
  }

  get #top(): Frame {
    return this.#frames.top;
  }

  #add(index: number, text: string): void {
    this.#frames.add(index, text);
  }

  #completeOperand(index: number, token: Token): void {
    const previous = this.tokens[index - 1]?.text;
    const isNamed = token.kind === 'name' || token.text === '"' || token.text === '${';
    const wantsName = previous === '.' || (previous === '?' && this.#top.kind !== 'formals');
    if (wantsName && !isNamed && token.kind !== 'open') this.#add(index, unwritten);
    const wants = this.#wants[index - 1] ?? index === 0;
    if (wants && endsExpression(token) && this.#top.part === 'value') this.#add(index, ' null');
  }

  #open(index: number, token: Token): void {
    const { text } = token;
    const isPattern = text === '{' && isFormals(this.tokens, index, this.#matches);
    const kind = openers[text] ?? (isPattern ? 'formals' : 'set');
    this.#frames.open(kind, this.#layout.isBalanced ? 0 : this.#layout.indentation(token));
  }

  #close(index: number, token: Token): void {
    const target = closedBy(token, this.#frames, this.#layout);
    const frame = this.#frames.at(target);
    if (frame === undefined) {
      this.dropped.add(index);
      return;
    }
    this.#frames.closeAbove(target, index);
    this.#frames.endBinding(frame, index);
    if (token.text === '') this.#add(index, '"');
    this.#frames.pop();
    if (frame.kind === 'formals') this.#endFormals(index);
  }

  #endFormals(index: number): void {
    const next = this.tokens[index + 1]?.text;
    const isNamed = this.tokens[this.#opener(index) - 1]?.text === '@';
    if (next !== ':' && next !== '@' && !isNamed) this.#add(index + 1, ': null ');
  }

  #opener(end: number): number {
    for (const [start, match] of this.#matches) if (match === end) return start;
    return 0;
  }

  #keyword(index: number, { text }: Token): void {
    switch (text) {
      case 'let':
        this.#frames.open('let');
        return;
      case 'if':
        this.#frames.open('if');
        return;
      case 'with':
      case 'assert':
        this.#frames.open('with');
        return;
      case 'inherit':
        this.#inherit(index);
        return;
      case 'in':
        this.#endKeyword(index, 'let');
        return;
      case 'then':
        if (this.#endKeyword(index, 'if')) this.#frames.open('then');
        return;
      case 'else':
        this.#endKeyword(index, 'then');
        return;
    }
  }

  /** A keyword that ends a frame; whether there is one. */
  #endKeyword(index: number, kind: FrameKind): boolean {
    const target = this.#frames.nearest((frame) => frame.kind === kind, {
      through: (frame) =>
        kind === 'let' ? frame.kind !== 'interpolation' : /if|then|with/.test(frame.kind),
    });
    const frame = this.#frames.at(target);
    if (frame === undefined) {
      this.dropped.add(index);
      this.#wants[index] = this.#wants[index - 1] ?? false;
      return false;
    }
    this.#frames.closeAbove(target, index);
    this.#frames.endBinding(frame, index);
    this.#frames.pop();
    return true;
  }

  #inherit(index: number): void {
    const target = this.#frames.nearest(hasBindings, { through: ({ kind }) => loose.has(kind) });
    const frame = this.#frames.at(target);
    if (frame === undefined) return;
    this.#endValue(target, index);
    frame.part = 'inherit';
    frame.isBegun = true;
  }

  /** Ends whatever binding is written in a frame before a token that begins another. */
  #endValue(target: number, index: number): void {
    const frame = this.#frames.at(target);
    const wants = this.#wants[index - 1] ?? false;
    if (frame?.part === 'value' && wants) this.#add(index, ' null');
    this.#frames.closeAbove(target, index);
    if (frame !== undefined) this.#frames.endBinding(frame, index);
  }

  #symbol(index: number, { text }: Token): void {
    switch (text) {
      case '=':
        this.#assign(index);
        return;
      case ';':
        this.#semicolon(index);
        return;
      case ',':
        this.#comma(index);
        return;
      case '?':
        if (this.#top.kind !== 'formals' || this.#top.part !== 'names') return;
        this.#top.part = 'value';
        this.#wants[index] = true;
        return;
      case '...':
        this.#startFormal(index);
        return;
    }
  }

  #assign(index: number): void {
    const { part, kind } = this.#top;
    if (part === 'names' && kind !== 'formals') {
      this.#top.part = 'value';
      return;
    }
    const target = this.#frames.nearest(hasBindings, { through: (frame) => loose.has(frame.kind) });
    const frame = this.#frames.at(target);
    const start = pathStart(this.tokens, index);
    if (frame === undefined || start === undefined) return;
    this.#endValue(target, start);
    frame.part = 'value';
    frame.isBegun = true;
  }

  #semicolon(index: number): void {
    const target = this.#frames.nearest((frame) => frame.kind === 'with' || hasBindings(frame), {
      through: (frame) => loose.has(frame.kind),
    });
    const frame = this.#frames.at(target);
    if (frame === undefined || (hasBindings(frame) && !frame.isBegun)) {
      this.dropped.add(index);
      return;
    }
    this.#frames.closeAbove(target, index);
    if (frame.kind === 'with') {
      this.#frames.pop();
      this.#wants[index] = true;
      return;
    }
    if (frame.part === 'names') this.#add(index, ' = null');
    frame.part = 'names';
    frame.isBegun = false;
  }

  #comma(index: number): void {
    const target = this.#frames.nearest(({ kind }) => kind === 'formals', {
      through: (frame) => loose.has(frame.kind),
    });
    const frame = this.#frames.at(target);
    if (frame === undefined || !frame.isBegun) {
      this.dropped.add(index);
      return;
    }
    this.#frames.closeAbove(target, index);
    frame.part = 'names';
    frame.isBegun = false;
  }

  /** A second name in a row begins another binding. */
  #startName(index: number, { text }: Token): void {
    const frame = this.#top;
    if (frame.part !== 'names') return;
    if (frame.kind === 'formals') {
      this.#startFormal(index);
      return;
    }
    const isName = text !== '(' && text !== '[' && text !== '{';
    if (!hasBindings(frame) || this.tokens[index - 1]?.text === '.') return;
    if (!isName) {
      this.#startValue(index, frame);
      return;
    }
    if (frame.isBegun) this.#add(index, ' = null; ');
    frame.isBegun = true;
  }

  /** What is no name begins the value of a binding that lacks its equals sign. */
  #startValue(index: number, frame: Frame): void {
    if (!frame.isBegun) return;
    this.#add(index, ' = ');
    frame.part = 'value';
  }

  #startFormal(index: number): void {
    const frame = this.#top;
    if (frame.kind !== 'formals' || frame.part !== 'names') return;
    if (frame.isBegun) this.#add(index, ', ');
    frame.isBegun = true;
  }
}
