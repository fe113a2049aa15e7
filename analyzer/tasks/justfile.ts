import type { Span } from '#parser/span.ts';
import { contentPlaces, siteAt } from '../data/place.ts';
import type { FilePath } from '../diagnostic.ts';
import { directoryOf, filePath, normalizePath } from '../evaluate/path-value.ts';
import { addCommands } from '../shell/rows.ts';
import { type JustAlias, type Justfile, type JustRecipe, readJustfile } from './just-syntax.ts';
import { missingTasks, type TaskSource, type TaskTables } from './tables.ts';

/** Whether a file is a justfile by its name. */
export function isJustfile(file: string): boolean {
  return /(^|\/)\.?justfile$|\.just$/i.test(file);
}

/** The recipes of all justfiles, those of imports and modules under the names they are called by. */
export function addJustfiles(tables: TaskTables, source: TaskSource): void {
  const files = source.files.filter(isJustfile);
  const reading: Reading = { tables, source, known: new Map() };
  const inside = new Set(
    files.flatMap((file) => partsOf(reading, file).flatMap((part) => part.file ?? [])),
  );
  for (const file of files.filter((one) => !inside.has(one)))
    addFile(reading, file, { prefix: '', around: [], aliases: [] });
}

interface Reading {
  readonly tables: TaskTables;
  readonly source: TaskSource;
  readonly known: Map<FilePath, Justfile>;
}

function justfileAt({ source, known }: Reading, file: FilePath): Justfile {
  const made = known.get(file) ?? readJustfile(source.text(file) ?? '');
  known.set(file, made);
  return made;
}

/** Another file whose recipes are part of this one. */
interface Part {
  readonly file: FilePath | undefined;
  readonly name: string;
  readonly span: Span;
  /** What the names of its recipes begin with. */
  readonly prefix: string;
  readonly isOptional: boolean;
}

function partsOf(reading: Reading, file: FilePath): readonly Part[] {
  const { imports, modules } = justfileAt(reading, file);
  const found = (paths: readonly string[]): FilePath | undefined =>
    paths
      .map((path) => filePath(normalizePath(`./${directoryOf(file)}/${path}`)))
      .find((path) => reading.source.text(path) !== undefined);
  return [
    ...imports.map(({ path, span, isOptional }) => ({
      file: found([path]),
      name: path,
      span,
      prefix: '',
      isOptional,
    })),
    ...modules.map(({ name, path, span, isOptional }) => ({
      file: found(modulePaths(name, path)),
      name,
      span,
      prefix: `${name}::`,
      isOptional,
    })),
  ];
}

function modulePaths(name: string, path: string | undefined): readonly string[] {
  const folder = path ?? name;
  const inside = ['mod.just', 'justfile', 'Justfile', '.justfile'].map(
    (file) => `${folder}/${file}`,
  );
  return path === undefined ? [`${name}.just`, ...inside] : [path, ...inside];
}

interface Place {
  readonly prefix: string;
  readonly around: readonly FilePath[];
  /** Of the files on the way here and of this one, under full names. */
  readonly aliases: readonly JustAlias[];
}

/** More files than people include in one another. */
const deepest = 10;

function addFile(reading: Reading, file: FilePath, { prefix, around, ...outer }: Place): void {
  const justfile = justfileAt(reading, file);
  const own = justfile.aliases.map(({ name, target }) => {
    return { name: prefix + name, target: prefix + target };
  });
  const aliases = [...outer.aliases, ...own];
  for (const recipe of justfile.recipes)
    addRecipe(reading, recipe, { file, prefix, justfile, aliases });
  for (const part of partsOf(reading, file)) {
    const isNew = part.file !== undefined && !around.includes(part.file) && around.length < deepest;
    if (part.file !== undefined && isNew)
      addFile(reading, part.file, {
        prefix: prefix + part.prefix,
        around: [...around, file],
        aliases,
      });
    else if (!part.isOptional && part.file === undefined) {
      const reason = `the recipes of \`${part.name}\` are not in the repository`;
      missingTasks(reading.tables, { runner: 'just' }, { reason, at: siteAt(file, part.span) });
    }
  }
}

interface Where {
  readonly file: FilePath;
  readonly prefix: string;
  readonly justfile: Justfile;
  readonly aliases: readonly JustAlias[];
}

function addRecipe(reading: Reading, recipe: JustRecipe, where: Where): void {
  const { file, prefix, aliases } = where;
  const { name, nameSpan, parameters, dependencies, attributes, comment } = recipe;
  const documented = attributes.find((attribute) => attribute.name === 'doc');
  reading.tables.task.add({
    at: siteAt(file, nameSpan),
    places: Object.fromEntries(
      dependencies.map(({ span }, index) => [`dependencies[${index}]`, siteAt(file, span)]),
    ),
    file,
    runner: 'just',
    name: prefix + name,
    aliases: aliases.filter(({ target }) => target === prefix + name).map((alias) => alias.name),
    parameters,
    dependencies: dependencies.map((dependency) => prefix + dependency.name),
    description: documented ? documented.argument : comment,
    internal: name.startsWith('_') || attributes.some((attribute) => attribute.name === 'private'),
  });
  addBody(reading, recipe, where);
}

function addBody({ tables, source }: Reading, recipe: JustRecipe, where: Where): void {
  const { file, prefix, justfile } = where;
  const { body, name, attributes } = recipe;
  const text = source.text(file) ?? '';
  if (!body) return;
  const lines = text.slice(body.start, body.end);
  const shebang = /^\s*#!\s*(.*)/.exec(lines)?.[1];
  const script = attributes.find((attribute) => attribute.name === 'script');
  const shell = shebang ?? (script ? (script.argument ?? 'sh') : justfile.shell);
  if (!isPosixShell(shell)) {
    const reason = `recipes for \`${shell}\` are not read`;
    tables.command.gap({ file, source: 'task', in: prefix + name }, reason, siteAt(file, body));
    return;
  }
  const scripts =
    shebang !== undefined || script
      ? [{ text: withoutIndentation(lines), span: body }]
      : linesOf(text, body);
  for (const part of scripts)
    addCommands(tables.command, {
      file,
      text: part.text,
      place: contentPlaces(text, { kind: 'scalar', value: part.text, ...part }),
      source: 'task',
      in: prefix + name,
      templates: /\{\{[\s\S]*?\}\}/g,
    });
}

function isPosixShell(shell: string | undefined): boolean {
  return shell === undefined || /(^|[\s/])(ba|da|z)?sh(\s|$)/.test(shell);
}

interface ScriptPart {
  readonly text: string;
  readonly span: Span;
}

/** Each line by itself, without its prefix; a line that ends in a backslash goes on. */
function linesOf(text: string, body: Span): readonly ScriptPart[] {
  const parts: ScriptPart[] = [];
  const line = /[ \t]*[@-]{0,2}((?:[^\n\\]|\\[\s\S])*)(?:\n|$)/y;
  let offset = body.start;
  while (offset < body.end) {
    line.lastIndex = offset;
    const match = line.exec(text);
    if (!match || match[0].length === 0) break;
    const content = match[1] ?? '';
    const start = offset + match[0].indexOf(content);
    if (/\S/.test(content))
      parts.push({ text: content, span: { start, end: start + content.length } });
    offset += match[0].length;
  }
  return parts;
}

/** A script as its shell sees it; blanks are all that is taken away. */
function withoutIndentation(text: string): string {
  const indentation = /^[ \t]*(?=\S)/m.exec(text)?.[0] ?? '';
  return text
    .split('\n')
    .map((line) =>
      line.startsWith(indentation) ? line.slice(indentation.length) : line.trimStart(),
    )
    .join('\n');
}
