/** One word of a command, as a shell takes it. */
export interface Word {
  /** Without quotation marks and backslashes; what a variable stands for is left as it is written. */
  readonly text: string;
  /** Where it begins and ends in the text that was read. */
  readonly start: number;
  readonly end: number;
  /** Whether something in it is only known when the command runs. */
  readonly isComputed: boolean;
}

/** The words of one command. */
export type Command = readonly Word[];

/**
 * The commands in a text: of a shell, and of files that hold lines for one,
 * such as justfiles, Makefiles and YAML. Quoted words of several words are
 * read as commands as well.
 *
 * Total: what a shell would refuse gives words up to there.
 */
export function commandsIn(text: string, offset = 0): Command[] {
  const reading: Reading = { text, offset, at: 0, words: [], commands: [], inner: [] };
  while (reading.at < text.length) readNext(reading);
  endCommand(reading);
  return [...reading.commands, ...reading.inner];
}

interface Reading {
  readonly text: string;
  readonly offset: number;
  at: number;
  words: Word[];
  readonly commands: Command[];
  /** Commands inside quotation marks. */
  readonly inner: Command[];
}

function readNext(reading: Reading): void {
  const rest = reading.text.slice(reading.at, reading.at + 2);
  const [first = ''] = rest;
  if (rest === '\\\n') reading.at += 2;
  else if (first !== '\n' && /\s/.test(first)) reading.at++;
  else if (first === '#' && startsWord(reading)) skipLine(reading);
  else if ('\n;|&()<>'.includes(first) && endsWord(reading)) {
    reading.at++;
    endCommand(reading);
  } else readWord(reading);
}

/** A comment begins where a word could. */
function startsWord({ text, at }: Reading): boolean {
  return at === 0 || /\s/.test(text[at - 1] ?? '');
}

function skipLine(reading: Reading): void {
  const end = reading.text.indexOf('\n', reading.at);
  reading.at = end < 0 ? reading.text.length : end;
}

function endCommand(reading: Reading): void {
  if (reading.words.length > 0) reading.commands.push(reading.words);
  reading.words = [];
}

function endsWord({ text, at }: Reading): boolean {
  placeholder.lastIndex = at;
  return /[\s;|&()<>]/.test(text[at] ?? '') && !placeholder.test(text);
}

const placeholder = /<[A-Za-z][\w-]*>/y;

interface Building {
  text: string;
  isComputed: boolean;
}

function readWord(reading: Reading): void {
  const start = reading.at;
  const word: Building = { text: '', isComputed: false };
  while (reading.at < reading.text.length && !endsWord(reading)) readPiece(reading, word);
  reading.words.push({
    ...word,
    start: reading.offset + start,
    end: reading.offset + reading.at,
  });
}

/** Variables, substitutions, what justfiles, Taskfiles and workflows put in, and `<name>` as documents write it. */
const computed =
  /<[A-Za-z][\w-]*>|\$\{\{.*?\}\}|\{\{.*?\}\}|\$\{[^}]*\}|\$\([^()]*\)|`[^`]*`|\$\$?[A-Za-z_0-9@*]+/y;

function readPiece(reading: Reading, word: Building): void {
  const { text, at } = reading;
  const [first = ''] = text.slice(at, at + 1);
  computed.lastIndex = at;
  const found = computed.exec(text)?.[0];
  if (found !== undefined) {
    word.text += found;
    word.isComputed = true;
    reading.at += found.length;
  } else if (first === '\\') {
    word.text += text.slice(at + 1, at + 2);
    reading.at += 2;
  } else if (first === '"' || first === "'") readQuoted(reading, word, first);
  else {
    word.text += first;
    reading.at++;
  }
}

function readQuoted(reading: Reading, word: Building, mark: string): void {
  const { text } = reading;
  const start = reading.at + 1;
  const end = closingMark(text, start, mark);
  const content = text.slice(start, end);
  reading.at = end + 1;
  word.text += mark === '"' ? content.replace(/\\(["$`\\])/g, '$1') : content;
  if (mark === '"' && /\$[A-Za-z_{(]|`/.test(content)) word.isComputed = true;
  if (/\{\{/.test(content)) word.isComputed = true;
  const isWhole = /\s/.test(content) && !content.includes('\\');
  if (isWhole) reading.inner.push(...commandsIn(content, reading.offset + start));
}

/** Where a quotation ends; one that never does ends with its line. */
function closingMark(text: string, start: number, mark: string): number {
  for (let at = start; at < text.length; at++) {
    if (mark === '"' && text[at] === '\\') at++;
    else if (text[at] === mark) return at;
  }
  const line = text.indexOf('\n', start);
  return line < 0 ? text.length : line;
}
