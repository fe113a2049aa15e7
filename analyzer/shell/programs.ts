import type { Span } from '#parser/span.ts';
import { readShell, type ShellCommand, type ShellWord } from './commands.ts';

/** A command with the program that it comes down to. */
export interface ProgramCall {
  readonly span: Span;
  readonly program: ShellWord | undefined;
  readonly arguments: readonly ShellWord[];
  /** Programs that it is run through, from the outside in. */
  readonly wrappers: readonly string[];
}

/** A script with what programs it runs. */
export interface Calls {
  readonly calls: readonly ProgramCall[];
  readonly isBroken: boolean;
}

/**
 * What a script calls. `sudo`, `env` and their kin are looked through, and so
 * are `sh -c` and `nix develop -c`, whose inner commands count by themselves.
 */
export function callsIn(text: string): Calls {
  const { commands, isBroken } = readShell(text);
  return { calls: commands.flatMap((command) => callsOf(command, 0)), isBroken };
}

const deepest = 4;

function callsOf(command: ShellCommand, depth: number): readonly ProgramCall[] {
  const call = unwrapped(command);
  if (depth >= deepest || call.program === undefined) return [call];
  return [call, ...innerCalls(call, depth)];
}

/** Flags of wrappers that take the next word. */
const withValue: ReadonlyMap<string, RegExp> = new Map([
  ['sudo', /^-[ughpCTrtD]$|^--(user|group|host|prompt|chdir|role|type)$/],
  ['doas', /^-[uC]$/],
  ['env', /^-[uCS]$|^--(unset|chdir)$/],
  ['nice', /^-n$/],
  ['ionice', /^-[cnp]$/],
  ['time', /^-[fo]$/],
  ['nohup', /^$/],
  ['exec', /^-a$/],
  ['command', /^$/],
  ['timeout', /^-[ks]$/],
]);

function unwrapped({ span, words }: ShellCommand): ProgramCall {
  const wrappers: string[] = [];
  let rest = words;
  for (;;) {
    const [first, ...others] = rest;
    const flags = withValue.get(programName(first) ?? '');
    const inner = flags && behindFlags(others, flags);
    if (!first || !flags || !inner || inner.length === 0)
      return { span, program: first, arguments: others, wrappers };
    wrappers.push(programName(first) ?? '');
    rest = wrappers.at(-1) === 'timeout' ? inner.slice(1) : inner;
  }
}

/** The words from the first that is neither a flag, nor the value of one, nor an assignment. */
function behindFlags(words: readonly ShellWord[], flags: RegExp): readonly ShellWord[] {
  let index = 0;
  for (; index < words.length; index++) {
    const { text } = words[index] ?? { text: '' };
    if (text === '--') return words.slice(index + 1);
    if (flags.test(text)) index++;
    else if (!text.startsWith('-') && !/^[A-Za-z_]\w*=/.test(text)) break;
  }
  return words.slice(index);
}

/** The name of a program without its folder. */
export function programName(word: ShellWord | undefined): string | undefined {
  const text = word?.literal;
  return text?.slice(text.lastIndexOf('/') + 1);
}

const shells = new Set(['sh', 'bash', 'dash', 'zsh']);

function innerCalls(call: ProgramCall, depth: number): readonly ProgramCall[] {
  const name = programName(call.program) ?? '';
  if (shells.has(name)) return quotedCalls(behind(call, /^-[a-z]*c$/)[0], depth);
  if (name === 'nix-shell') return quotedCalls(behind(call, /^--(run|command)$/)[0], depth);
  const subcommand = call.arguments[0]?.literal;
  if (name !== 'nix' || !['develop', 'shell', 'print-dev-env'].includes(subcommand ?? ''))
    return [];
  const words = behind(call, /^(-c|--command)$/);
  const [first] = words;
  if (!first) return [];
  const span = { start: first.span.start, end: call.span.end };
  return callsOf({ span, words, redirects: [] }, depth + 1);
}

function behind({ arguments: words }: ProgramCall, flag: RegExp): readonly ShellWord[] {
  const at = words.findIndex(({ text }) => flag.test(text));
  return at === -1 ? [] : words.slice(at + 1);
}

/** The commands in a quoted word, when its text stands there as it is. */
function quotedCalls(word: ShellWord | undefined, depth: number): readonly ProgramCall[] {
  if (word?.literal === undefined || word.text.slice(1, -1) !== word.literal) return [];
  const offset = word.span.start + 1;
  return readShell(word.literal).commands.flatMap((command) =>
    callsOf(moved(command, offset), depth + 1),
  );
}

function moved({ span, words, redirects }: ShellCommand, by: number): ShellCommand {
  const shift = ({ start, end }: Span): Span => ({ start: start + by, end: end + by });
  return {
    span: shift(span),
    words: words.map((word) => ({ ...word, span: shift(word.span) })),
    redirects,
  };
}
