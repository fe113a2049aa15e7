import type { Span } from '#parser/span.ts';
import { contentPlaces, siteAt } from '../data/place.ts';
import type { FilePath } from '../diagnostic.ts';
import { addCommands } from '../shell/rows.ts';
import { missingTasks, type TaskSource, type TaskTables } from './tables.ts';

export function isMakefile(file: string): boolean {
  return /(^|\/)(GNUm|M|m)akefile$|\.mk$/.test(file);
}

/** The targets of makefiles that are named outright; patterns and built-in targets are no tasks. */
export function addMakefiles(tables: TaskTables, source: TaskSource): void {
  for (const file of source.files.filter(isMakefile))
    addMakefile(tables, file, source.text(file) ?? '');
}

interface Line {
  readonly text: string;
  readonly start: number;
}

/** Lines, with those that end in a backslash joined to the next. */
function linesOf(text: string): readonly Line[] {
  const found = text.matchAll(/(?:[^\n\\]|\\[\s\S])*(?:\n|$)/g);
  return [...found].flatMap((match) =>
    match[0] === '' ? [] : [{ text: match[0].replace(/\n$/, ''), start: match.index }],
  );
}

const rule = /^(?<targets>[^\s:#=][^:#=]*?)\s*::?(?!=)\s*(?<rest>[^=]*)$/;

function addMakefile(tables: TaskTables, file: FilePath, text: string): void {
  let current: readonly string[] = [];
  let before: string | undefined;
  for (const line of linesOf(text)) {
    const comment = /^#+\s*(.*)/.exec(line.text)?.[1];
    if (line.text.startsWith('\t')) addRecipeLine(tables, { file, text, line, targets: current });
    else if (/^-?s?include\b/.test(line.text))
      missingTasks(
        tables,
        { runner: 'make' },
        { reason: 'what a makefile includes is not read', at: siteAt(file, spanOf(line)) },
      );
    else if (line.text.trim() !== '' && comment === undefined)
      current = addRule(tables, { file, line, description: before });
    before = comment;
  }
}

function spanOf({ text, start }: Line): Span {
  return { start, end: start + text.length };
}

interface RuleLine {
  readonly file: FilePath;
  readonly line: Line;
  readonly description: string | undefined;
}

/** Adds the targets of a rule and gives back their names; none for a line that is no rule. */
function addRule(tables: TaskTables, { file, line, description }: RuleLine): readonly string[] {
  const groups = rule.exec(line.text.replaceAll('\\\n', '  '))?.groups;
  if (!groups) return [];
  const targets = (groups.targets ?? '')
    .split(/\s+/)
    .filter((name) => /^[\w@/+-][\w.@/+-]*$/.test(name));
  const [prerequisites = '', about] = splitComment(groups.rest ?? '');
  for (const name of targets) {
    const start = line.start + line.text.indexOf(name);
    tables.task.add({
      at: siteAt(file, { start, end: start + name.length }),
      file,
      runner: 'make',
      name,
      aliases: [],
      parameters: [],
      dependencies:
        prerequisites
          .replace(';', ' ; ')
          .split(';')[0]
          ?.split(/\s+/)
          .filter((word) => word !== '' && word !== '|') ?? [],
      description: about ?? description,
      internal: false,
    });
  }
  return targets;
}

/** Many makefiles explain a target behind `##`. */
function splitComment(rest: string): readonly [string, string | undefined] {
  const at = rest.indexOf('#');
  return at === -1 ? [rest, undefined] : [rest.slice(0, at), rest.slice(at).replace(/^#+\s*/, '')];
}

interface RecipeLine {
  readonly file: FilePath;
  readonly text: string;
  readonly line: Line;
  readonly targets: readonly string[];
}

function addRecipeLine(tables: TaskTables, { file, text, line, targets }: RecipeLine): void {
  const [owner] = targets;
  const content = line.text.replace(/^\t[ \t]*[@+-]*[ \t]*/, '');
  if (owner === undefined || content === '') return;
  const start = line.start + line.text.length - content.length;
  const span = { start, end: start + content.length };
  addCommands(tables.command, {
    file,
    text: content,
    place: contentPlaces(text, { kind: 'scalar', value: content, text: content, span }),
    source: 'task',
    in: owner,
    // `$$` is the shell's own dollar; every other one stands for a variable of make.
    templates: /\$\$|\$\([^()]*\)|\$\{[^{}]*\}|\$[@<^?*]/g,
  });
}
