import type { Span } from '#parser/span.ts';

/** One word of a directive, quotes removed. Its span is the word as written. */
export interface NginxWord extends Span {
  readonly text: string;
}

/** A word, one of the three marks, or a quotation mark without its partner. */
export interface NginxToken extends NginxWord {
  readonly kind: 'word' | '{' | '}' | ';' | 'unclosed';
}

/** The words and marks of nginx configuration, comments left out. */
export function* nginxTokens(text: string): Generator<NginxToken> {
  let from = skipBlanks(text, 0);
  while (from < text.length) {
    const token = tokenAt(text, from);
    yield token;
    from = skipBlanks(text, token.end);
  }
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (isBlank(text.charAt(at))) at++;
    if (text.charAt(at) !== '#') return at;
    const newline = text.indexOf('\n', at);
    at = newline === -1 ? text.length : newline;
  }
}

function tokenAt(text: string, start: number): NginxToken {
  const first = text.charAt(start);
  if (first === '{' || first === '}' || first === ';') {
    return { kind: first, text: first, start, end: start + 1 };
  }
  if (first === '"' || first === "'") return quoted(text, start, first);
  const end = bareEnd(text, start);
  return { kind: 'word', text: unescaped(text.slice(start, end)), start, end };
}

function quoted(text: string, start: number, mark: string): NginxToken {
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== mark) at += text.charAt(at) === '\\' ? 2 : 1;
  if (at >= text.length) return { kind: 'unclosed', text: mark, start, end: text.length };
  return { kind: 'word', text: unescaped(text.slice(start + 1, at)), start, end: at + 1 };
}

/** A bare word goes on to a blank or a mark; `\` takes the next character and `${` opens a name. */
function bareEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const character = text.charAt(at);
    if (isBlank(character) || character === ';' || character === '{' || character === '}') break;
    if (text.startsWith('${', at)) at = nameEnd(text, at);
    else at += character === '\\' ? 2 : 1;
  }
  return Math.min(at, text.length);
}

function nameEnd(text: string, dollar: number): number {
  let at = dollar + 2;
  while (/\w/.test(text.charAt(at))) at++;
  return text.charAt(at) === '}' ? at + 1 : at;
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r';
}

function unescaped(text: string): string {
  return text.replace(/\\(["'\\ ;{}])/g, '$1');
}
