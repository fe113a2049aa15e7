import { endOf, type Frame, type FrameKind, hasBindings, openFrame } from './frames.ts';

/** What is open while tokens are read, and what has to be added to end it. */
export class FrameStack {
  /** What is missing before a token, by its index. */
  readonly before = new Map<number, string>();
  readonly #frames: Frame[] = [openFrame('parenthesis')];

  get top(): Frame {
    return this.#frames.at(-1) ?? openFrame('parenthesis');
  }

  at(index: number): Frame | undefined {
    return this.#frames[index];
  }

  /** How many frames are open inside of the text. */
  get depth(): number {
    return this.#frames.length - 1;
  }

  open(kind: FrameKind, indentation = 0): void {
    this.#frames.push(openFrame(kind, indentation));
  }

  pop(): void {
    this.#frames.pop();
  }

  /** Adds what is missing before a token. */
  add(index: number, text: string): void {
    this.before.set(index, (this.before.get(index) ?? '') + text);
  }

  /** Ends every frame above one. */
  closeAbove(target: number, index: number): void {
    for (let top = this.#frames.length - 1; top > Math.max(target, 0); top--) {
      const frame = this.#frames[top];
      if (frame === undefined) return;
      this.endBinding(frame, index);
      this.add(index, endOf(frame));
      this.#frames.pop();
    }
  }

  /** Ends a binding that has no semicolon. */
  endBinding(frame: Frame, index: number): void {
    if (hasBindings(frame) && frame.isBegun) {
      this.add(index, frame.part === 'names' ? ' = null;' : ';');
    }
    frame.isBegun = false;
    if (hasBindings(frame)) frame.part = 'names';
  }

  /** The innermost frame of a kind that can be reached; -1 where there is none. */
  nearest(
    isWanted: (frame: Frame) => boolean,
    { through }: { readonly through: (frame: Frame) => boolean },
  ): number {
    for (let at = this.#frames.length - 1; at > 0; at--) {
      const frame = this.#frames[at];
      if (frame === undefined) return -1;
      if (isWanted(frame)) return at;
      if (!through(frame)) return -1;
    }
    return -1;
  }
}
