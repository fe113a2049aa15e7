import type { Span } from '#parser/span.ts';
import { type NginxToken, type NginxWord, nginxTokens } from './words.ts';

/** `listen 22 udp;` or `server { … }`. The first word is the directive's name. */
export interface NginxDirective extends Span {
  readonly words: readonly NginxWord[];
  /** What stands between the braces; `undefined` for a directive that ends with `;`. */
  readonly block: readonly NginxDirective[] | undefined;
}

/** A text as directives, and the first place that is not nginx. */
export interface NginxText {
  readonly directives: readonly NginxDirective[];
  readonly error: (Span & { readonly message: string }) | undefined;
}

/** Reads nginx configuration. Spans are offsets into the text; nothing is thrown and nothing recurses. */
export function readDirectives(text: string): NginxText {
  const outer: Frame = { start: 0, words: [], block: [] };
  const frames = [outer];
  let words: NginxWord[] = [];
  for (const token of nginxTokens(text)) {
    if (token.kind === 'word') {
      words.push(token);
    } else {
      const message = close(frames, words, token);
      if (message !== undefined)
        return { directives: outer.block, error: { ...spanOf(token), message } };
      words = [];
    }
  }
  const missing = words[0] ? '`;`' : frames.length > 1 ? '`}`' : undefined;
  const end = { start: text.length, end: text.length };
  const error = missing === undefined ? undefined : { ...end, message: `missing ${missing}` };
  return { directives: outer.block, error };
}

interface Frame {
  readonly start: number;
  readonly words: readonly NginxWord[];
  readonly block: NginxDirective[];
}

/** Ends the words so far with a mark; the innermost frame is the last. Answers what is wrong. */
function close(frames: Frame[], words: readonly NginxWord[], mark: NginxToken): string | undefined {
  const first = words[0];
  if (mark.kind === 'unclosed') return 'a quotation mark is never closed';
  if (mark.kind === '{') {
    frames.push({ start: first?.start ?? mark.start, words, block: [] });
    return undefined;
  }
  if (mark.kind === ';') {
    const directive = first && { words, block: undefined, start: first.start, end: mark.end };
    if (directive) frames.at(-1)?.block.push(directive);
    return undefined;
  }
  if (first || frames.length === 1) return 'unexpected `}`';
  const closed = frames.pop();
  if (closed) frames.at(-1)?.block.push({ ...closed, end: mark.end });
  return undefined;
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
