import type { Span } from '#parser/span.ts';

/** A word of a justfile outside of recipe bodies. */
export interface JustToken {
  readonly kind: 'name' | 'string' | 'backtick' | 'mark' | 'comment';
  /** A string without its quotes; everything else as written. */
  readonly text: string;
  readonly span: Span;
  /** How many brackets are open around it. */
  readonly depth: number;
}

/** One item of a justfile: the words of its first logical line, and the lines that are indented below it. */
export interface JustItem {
  readonly tokens: readonly JustToken[];
  /** From the first line of the body to the end of the last one that is not blank. */
  readonly body: Span | undefined;
}

/**
 * The items of a justfile, by the grammar in its repository. Comments are items
 * of their own; what no token begins with is passed over.
 */
export function justItems(text: string): readonly JustItem[] {
  const items: JustItem[] = [];
  let offset = 0;
  while (offset < text.length) {
    const { tokens, end } = lineTokens(text, offset);
    const body = bodyFrom(text, end);
    if (tokens.length > 0) items.push({ tokens, body });
    offset = Math.max(offset + 1, body?.end ?? end);
  }
  return items;
}

const word =
  /(?<blank>[ \t]+|\\\r?\n)|(?<end>\r?\n)|(?<comment>#[^\n]*)|(?<string>x?(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\]|\\[\s\S])*"|'[^']*'))|(?<backtick>```[\s\S]*?```|`[^`]*`)|(?<name>[A-Za-z_][A-Za-z0-9_-]*)|(?<mark>:=|::|&&|\|\||==|!=|=~|[\s\S])/y;

/** The tokens up to the end of a line that is outside of brackets. */
function lineTokens(text: string, start: number): { tokens: JustToken[]; end: number } {
  const tokens: JustToken[] = [];
  let depth = 0;
  let offset = start;
  while (offset < text.length) {
    word.lastIndex = offset;
    const match = word.exec(text);
    const groups = match?.groups;
    if (!groups) break;
    offset += match[0].length;
    if (groups.end !== undefined && depth === 0) break;
    if (groups.blank !== undefined || groups.end !== undefined) continue;
    const mark = groups.mark ?? '';
    if (/[)\]}]/.test(mark)) depth = Math.max(0, depth - 1);
    tokens.push(tokenOf(match, groups, depth));
    if (/[([{]/.test(mark)) depth++;
  }
  return { tokens, end: offset };
}

function tokenOf(
  match: RegExpExecArray,
  groups: { readonly [name: string]: string | undefined },
  depth: number,
): JustToken {
  const span = { start: match.index, end: match.index + match[0].length };
  for (const kind of ['comment', 'backtick', 'name', 'mark'] as const)
    if (groups[kind] !== undefined) return { kind, text: match[0], span, depth };
  return { kind: 'string', text: unquoted(match[0]), span, depth };
}

function unquoted(written: string): string {
  const quoted = written.replace(/^x/, '');
  const quotes = /^("""|'''|"|')/.exec(quoted)?.[0].length ?? 0;
  return quoted.slice(quotes, quoted.length - quotes);
}

/** The indented lines that follow; blank ones belong to them only in between. */
function bodyFrom(text: string, start: number): Span | undefined {
  const lines = /(?:[ \t]*\r?\n)*[ \t]+\S[^\n]*(?:\n|$)/y;
  let end = start;
  for (;;) {
    lines.lastIndex = end;
    const match = lines.exec(text);
    if (!match || match[0].length === 0) break;
    end += match[0].length;
  }
  return end === start ? undefined : { start, end };
}
