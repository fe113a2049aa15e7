import type { FilePath } from '../diagnostic.ts';
import type { CommandRow } from '../facts/commands.ts';
import type { Site } from '../site.ts';
import type { PendingMention } from './pending.ts';
import { pathWord } from './token.ts';

/** Programs whose first argument that is no flag is a file to run. */
const interpreters = /^(ba|da|z)?sh$|^(source|\.|python3?|node|bb|nu|ruby|perl|ansible-playbook)$/;

/**
 * Files that commands run, by the file with the command. Behind a change of
 * the folder nothing is said of what is not there, nor of commands in documents.
 */
export function mentionsInCommands(
  commands: readonly CommandRow[],
): ReadonlyMap<FilePath, readonly PendingMention[]> {
  const mentions = new Map<FilePath, PendingMention[]>();
  const moved = new Set<string>();
  for (const row of commands) {
    const owner = JSON.stringify([row.file, row.in, row.step]);
    if (row.program === 'cd' || row.program === 'pushd') moved.add(owner);
    const isWeak = row.source === 'document' || moved.has(owner);
    const file = row.at.file;
    const found = wordsOf(row).flatMap(({ text, at }): PendingMention[] => {
      const word = at && pathWord(text, at.expr + (at.content?.start ?? 0));
      return word?.path.includes('/') ? [{ source: 'command', word, tone: 'plain', isWeak }] : [];
    });
    if (found.length > 0) mentions.set(file, [...(mentions.get(file) ?? []), ...found]);
  }
  return mentions;
}

interface Word {
  readonly text: string;
  readonly at: Site | undefined;
}

/** The program where it is a path, and the file that an interpreter is given. */
function wordsOf({
  text,
  program,
  arguments: words,
  places,
  wrappers,
}: CommandRow): readonly Word[] {
  const written = wrappers.length === 0 ? /^\S+/.exec(text)?.[0] : undefined;
  const isPath = written?.includes('/') && program !== undefined && written.endsWith(program);
  const own = isPath && written ? [{ text: written, at: places?.program }] : [];
  const first = interpreters.test(program ?? '')
    ? words.findIndex((word) => !word.startsWith('-'))
    : -1;
  const given = first === -1 ? undefined : words[first];
  if (given === undefined || words.slice(0, first).includes('-c')) return own;
  return [...own, { text: given, at: places?.[`arguments[${first}]`] }];
}
