import type { Span } from '#parser/span.ts';
import { siteAt } from '../data/place.ts';
import type { FilePath } from '../diagnostic.ts';
import { looksSecret, withoutCredentials } from '../extract/secret-looking.ts';
import type { TableBuilder } from '../extract/table.ts';
import type { CommandRow } from '../facts/commands.ts';
import type { Site } from '../site.ts';
import type { ShellWord } from './commands.ts';
import { callsIn, type ProgramCall, programName } from './programs.ts';

/** A script in a file, and what the rows of its commands have in common. */
export interface Script {
  readonly file: FilePath;
  readonly text: string;
  /** Turns a part of the text into where it is written. */
  readonly place: (part: Span) => Span;
  readonly source: CommandRow['source'];
  readonly in: string;
  readonly step?: number | undefined;
  /** What another program puts text in place of, before a shell sees it. */
  readonly templates?: RegExp;
}

/** Adds the commands of a script; one that is broken may have more. */
export function addCommands(table: TableBuilder<'command'>, script: Script): void {
  const { file, source, in: owner, text, templates } = script;
  const masked = templates ? text.replace(templates, mask) : text;
  const { calls, isBroken } = callsIn(masked);
  const written = (word: ShellWord): ShellWord => {
    const { start, end } = word.span;
    const own = text.slice(start, end);
    return own === masked.slice(start, end) ? word : { ...word, text: own, literal: undefined };
  };
  for (const call of calls) if (call.program) table.add(rowOf(script, call, written));
  if (!isBroken) return;
  const at = siteAt(file, script.place({ start: 0, end: text.length }));
  table.gap({ file, source, in: owner }, 'the script cannot be read as Bash', at);
}

/** A variable of the same length, so that places stay. */
function mask(template: string): string {
  return `$${'_'.repeat(Math.max(1, template.length - 1))}`;
}

function rowOf(
  script: Script,
  call: ProgramCall,
  written: (word: ShellWord) => ShellWord,
): CommandRow {
  const { file, source, text, place } = script;
  const { span, wrappers } = call;
  const program = call.program && written(call.program);
  const words = call.arguments.map(written);
  const places = words.map((word, index): [string, Site] => [
    `arguments[${index}]`,
    siteAt(file, place(word.span)),
  ]);
  if (program) places.push(['program', siteAt(file, place(program.span))]);
  return {
    at: siteAt(file, place(span)),
    places: Object.fromEntries(places),
    file,
    source,
    in: script.in,
    step: script.step,
    text: withoutCredentials(text.slice(span.start, span.end)),
    program: programName(program),
    arguments: withoutSecrets(words.map((word) => word.literal ?? word.text)),
    wrappers,
  };
}

/** Words without what an option before them, or the word itself, names a secret. */
function withoutSecrets(words: readonly string[]): readonly string[] {
  return words.map((word, index) => {
    const before = words[index - 1] ?? '';
    const isSecret = before.startsWith('-') && looksSecret(before.replace(/^-+/, ''));
    return isSecret && !/^"?[-$]/.test(word) ? '…' : withoutCredentials(word);
  });
}
