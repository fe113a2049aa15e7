import type { Span } from '#parser/span.ts';
import { type CaddyLine, type CaddyWord, caddyLines } from './words.ts';

/** `reverse_proxy localhost:80 { … }`, or a site with its addresses as words. */
export interface CaddyDirective extends Span {
  readonly words: readonly CaddyWord[];
  /** What stands between the braces; `undefined` without them. */
  readonly block: readonly CaddyDirective[] | undefined;
}

export interface CaddyText {
  readonly directives: readonly CaddyDirective[];
  /** What is wrong with the braces. */
  readonly error: string | undefined;
}

/** Reads a Caddyfile, or part of one. Spans are offsets into the text; nothing is thrown and nothing recurses. */
export function readCaddyfile(text: string): CaddyText {
  const outer: Frame = { words: [], block: [] };
  const frames = [outer];
  for (const line of caddyLines(text)) {
    const error = addLine(frames, line);
    if (error !== undefined) return { directives: outer.block, error };
  }
  return {
    directives: outer.block,
    error: frames.length > 1 ? 'a brace is never closed' : undefined,
  };
}

interface Frame {
  readonly words: readonly CaddyWord[];
  readonly block: CaddyDirective[];
}

/** A line is a directive, opens a block when it ends in a brace, or closes one. */
function addLine(frames: Frame[], line: CaddyLine): string | undefined {
  const [first] = line;
  if (first && isBrace(first, '}')) return close(frames, line);
  const last = line.at(-1);
  if (last && isBrace(last, '{')) {
    frames.push({ words: line.slice(0, -1), block: [] });
    return undefined;
  }
  const closing = last && isBrace(last, '}') && line.some((word) => isBrace(word, '{'));
  if (closing) return oneLiner(frames, line);
  frames.at(-1)?.block.push({ ...spanOf(line), words: line, block: undefined });
  return undefined;
}

function close(frames: Frame[], line: CaddyLine): string | undefined {
  if (frames.length === 1) return 'a brace closes nothing';
  const frame = frames.pop();
  const end = line[0]?.end ?? 0;
  if (frame) frames.at(-1)?.block.push({ start: frame.words[0]?.start ?? end, end, ...frame });
  return line.length > 1 ? 'words follow a closing brace' : undefined;
}

/** `tls { dns x }` on one line: Caddy itself refuses it, and what it means is plain. */
function oneLiner(frames: Frame[], line: CaddyLine): undefined {
  const open = line.findIndex((word) => isBrace(word, '{'));
  const inner = line.slice(open + 1, -1);
  const block = inner.length === 0 ? [] : [{ ...spanOf(inner), words: inner, block: undefined }];
  frames.at(-1)?.block.push({ ...spanOf(line), words: line.slice(0, open), block });
  return undefined;
}

function isBrace(word: CaddyWord, brace: string): boolean {
  return !word.quoted && word.text === brace;
}

function spanOf(line: CaddyLine): Span {
  return { start: line[0]?.start ?? 0, end: line.at(-1)?.end ?? 0 };
}
