import type { Span } from '#parser/span.ts';

/** For whom one stanza of a header wraps the key of the file. */
export interface AgeStanza {
  /** `X25519`, `ssh-ed25519`, `ssh-rsa`, `scrypt`, `piv-p256`, the name of a plugin and so on. */
  readonly type: string;
  readonly arguments: readonly string[];
  /** The first line of the stanza, in the text of the header. */
  readonly span: Span;
}

/** The readable part of a file that age encrypted. */
export interface AgeHeader {
  readonly kind: 'header';
  readonly stanzas: readonly AgeStanza[];
}

/** Text that is no header of age, and where it stops being one. */
export interface AgeProblem {
  readonly kind: 'problem';
  readonly reason: string;
  readonly span: Span;
}

const intro = 'age-encryption.org/v1';

/** Whether a text begins as the header of age does. */
export function isAgeText(text: string): boolean {
  return text.startsWith(`${intro}\n`);
}

/** More lines than recipients can have; a header that goes on is refused. */
const mostLines = 20_000;

/**
 * Reads the header of an age file, version 1, as age itself does: strict
 * base64, bodies in lines of 64 columns of which the last is shorter, one
 * line of authentication at the end. What comes behind is not looked at.
 */
export function readAgeHeader(text: string): AgeHeader | AgeProblem {
  const lines = new Lines(text);
  if (lines.next()?.text !== intro)
    return problem('the file does not begin as age files do', lines);
  const stanzas: AgeStanza[] = [];
  for (let line = lines.next(); line; line = lines.next()) {
    if (line.text.startsWith('---')) {
      return isClosing(line)
        ? { kind: 'header', stanzas }
        : problem('the header ends badly', lines);
    }
    const stanza = stanzaOf(line);
    if (!stanza) return problem('a stanza begins badly', lines);
    if (!skipBody(lines)) return problem('the body of a stanza is broken', lines);
    stanzas.push(stanza);
  }
  return problem('the header does not end', lines);
}

function isClosing({ text }: Line): boolean {
  const [prefix, mac, ...more] = text.split(' ');
  return prefix === '---' && more.length === 0 && byteCount(mac ?? '') === 32;
}

function stanzaOf({ text, start, end }: Line): AgeStanza | undefined {
  const [arrow, ...words] = text.split(' ');
  const [type, ...rest] = words;
  if (arrow !== '->' || type === undefined || !words.every(isWord)) return undefined;
  return { type, arguments: rest, span: { start, end } };
}

/** Stanzas that stand for nobody: clients add them so that others learn to skip what they do not know. */
export function isGrease({ type }: AgeStanza): boolean {
  return type.endsWith('-grease');
}

interface Line extends Span {
  readonly text: string;
}

/** The lines of a text that end, one after the other. */
class Lines {
  readonly text: string;
  at = 0;
  line: Line | undefined;
  #count = 0;

  constructor(text: string) {
    this.text = text;
  }

  next(): Line | undefined {
    const start = this.at;
    const end = this.text.indexOf('\n', start);
    if (end === -1 || ++this.#count > mostLines) return undefined;
    this.at = end + 1;
    this.line = { start, end, text: this.text.slice(start, end) };
    return this.line;
  }
}

function problem(reason: string, { line }: Lines): AgeProblem {
  return { kind: 'problem', reason, span: { start: line?.start ?? 0, end: line?.end ?? 0 } };
}

/** A body ends with the first line that holds fewer bytes than fit. */
function skipBody(lines: Lines): boolean {
  for (let line = lines.next(); line; line = lines.next()) {
    const count = byteCount(line.text);
    if (count === undefined || count > bytesOfLine) return false;
    if (count < bytesOfLine) return true;
  }
  return false;
}

const bytesOfLine = 48;

/** Visible ASCII, as the grammar of age asks for. */
function isWord(word: string): boolean {
  return /^[\x21-\x7e]+$/.test(word);
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** How many bytes stand in canonical base64 without padding; `undefined` for anything else. */
function byteCount(text: string): number | undefined {
  const rest = text.length % 4;
  if (rest === 1 || !/^[A-Za-z0-9+/]*$/.test(text)) return undefined;
  const last = digits.indexOf(text.at(-1) ?? 'A');
  // Bits beyond the last byte must be zero.
  if ((rest === 2 && last % 16 !== 0) || (rest === 3 && last % 4 !== 0)) return undefined;
  return Math.floor((text.length * 3) / 4);
}
