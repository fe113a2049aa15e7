import type { Span } from '#parser/span.ts';
import { type DataEntry, type DataNode, type DataScalar, valueAt } from '../data/node.ts';
import { contentPlaces, siteAt } from '../data/place.ts';
import { entriesOf, oneOrMore, textAt, textOf, textsOf } from '../data/select.ts';
import { readYaml } from '../data/yaml.ts';
import type { FilePath } from '../diagnostic.ts';
import { directoryOf, filePath, normalizePath } from '../evaluate/path-value.ts';
import { addCommands } from '../shell/rows.ts';
import { missingTasks, type TaskSource, type TaskTables } from './tables.ts';

/** Whether a file is one that `task` looks for. */
export function isTaskfile(file: string): boolean {
  return /(^|\/)[Tt]askfile(\.dist)?\.ya?ml$/.test(file);
}

/**
 * The tasks of all Taskfiles (version 3). A file that another one includes
 * gives its tasks under the name that the other gives it.
 */
export function addTaskfiles(tables: TaskTables, source: TaskSource): void {
  const files = source.files.filter(isTaskfile);
  const reading: Reading = { tables, source, known: new Map() };
  const included = new Set(
    files.flatMap((file) => includesOf(reading, file).flatMap(({ files: all }) => all)),
  );
  const roots = files.filter((file) => !included.has(file));
  for (const file of roots) addFile(reading, file, { prefix: '', around: [] });
}

interface Reading {
  readonly tables: TaskTables;
  readonly source: TaskSource;
  readonly known: Map<FilePath, DataNode | undefined>;
}

function rootOf({ tables, source, known }: Reading, file: FilePath): DataNode | undefined {
  if (known.has(file)) return known.get(file);
  const text = source.text(file);
  const { documents, problems } = readYaml(text ?? '');
  const [problem] = problems;
  if (problem) {
    const at = siteAt(file, problem.span);
    missingTasks(tables, { runner: 'task' }, { reason: 'the file is no valid YAML', at });
  }
  known.set(file, documents[0]);
  return documents[0];
}

interface Include {
  readonly name: string;
  readonly nameSpan: Span;
  /** Where it may be; the first that is there counts. */
  readonly files: readonly FilePath[];
  /** Whether its tasks keep their names. */
  readonly variables: DataNode | undefined;
  readonly isFlat: boolean;
  readonly isOptional: boolean;
}

const names = [
  'Taskfile.yml',
  'taskfile.yml',
  'Taskfile.yaml',
  'taskfile.yaml',
  'Taskfile.dist.yml',
  'Taskfile.dist.yaml',
];

function includesOf(reading: Reading, file: FilePath): readonly Include[] {
  return entriesOf(valueAt(rootOf(reading, file), 'includes')).map(({ key, keySpan, value }) => {
    const path = textOf(value) ?? textAt(value, 'taskfile') ?? '';
    const target = normalizePath(`./${directoryOf(file)}/${path}`);
    const isKnown = path !== '' && !/\{\{|:\/\//.test(path) && !target.startsWith('..');
    const candidates = /\.ya?ml$/.test(target)
      ? [target]
      : names.map((name) => normalizePath(`${target}/${name}`));
    return {
      name: key,
      nameSpan: keySpan,
      files: isKnown
        ? candidates
            .map(filePath)
            .filter((candidate) => reading.source.text(candidate) !== undefined)
        : [],
      variables: valueAt(value, 'vars'),
      isFlat: textAt(value, 'flatten') === 'true',
      isOptional: textAt(value, 'optional') === 'true',
    };
  });
}

interface Place {
  /** What the names of tasks begin with. */
  readonly prefix: string;
  /** The files on the way here, so that circles end. */
  readonly around: readonly FilePath[];
}

/** More files than people include in one another. */
const deepest = 10;

function addFile(reading: Reading, file: FilePath, place: Place): void {
  const root = rootOf(reading, file);
  addVariables(reading.tables, valueAt(root, 'vars'), { file, site: file });
  for (const task of entriesOf(valueAt(root, 'tasks')))
    addTask(reading, task, { file, prefix: place.prefix });
  for (const include of includesOf(reading, file)) addInclude(reading, include, { ...place, file });
}

function addInclude(
  reading: Reading,
  include: Include,
  place: Place & { readonly file: FilePath },
): void {
  const { prefix, around, file } = place;
  const [target] = include.files;
  if (target !== undefined && !around.includes(target) && around.length < deepest) {
    const inner = include.isFlat ? prefix : `${prefix}${include.name}:`;
    addVariables(reading.tables, include.variables, { file: target, site: file });
    addFile(reading, target, { prefix: inner, around: [...around, file] });
  } else if (!include.isOptional) {
    const at = siteAt(file, include.nameSpan);
    missingTasks(
      reading.tables,
      { runner: 'task' },
      { reason: `the tasks of \`${include.name}\` are not in the repository`, at },
    );
  }
}

interface Where {
  readonly file: FilePath;
  readonly prefix: string;
}

function addTask(reading: Reading, { key, keySpan, value }: DataEntry, where: Where): void {
  const { file, prefix } = where;
  const calls = callsOf(value, prefix);
  const dependencies = calls.filter(
    (call, index) => calls.findIndex((other) => other.name === call.name) === index,
  );
  const name = prefix + key;
  reading.tables.task.add({
    at: siteAt(file, keySpan),
    places: Object.fromEntries(
      dependencies.map(({ span }, index) => [`dependencies[${index}]`, siteAt(file, span)]),
    ),
    file,
    runner: 'task',
    name,
    aliases: textsOf(valueAt(value, 'aliases')).map((alias) => prefix + alias),
    parameters: textsOf(valueAt(value, 'requires', 'vars')),
    dependencies: dependencies.map((dependency) => dependency.name),
    description: textAt(value, 'desc') ?? textAt(value, 'summary'),
    internal: textAt(value, 'internal') === 'true',
  });
  for (const scalar of scriptsOf(value)) addScript(reading, scalar, { file, name });
  addVariables(reading.tables, valueAt(value, 'vars'), { file, site: file, task: name });
  for (const { name: called, variables } of calls)
    addVariables(reading.tables, variables, { file, site: file, task: called, caller: name });
}

interface Dependency {
  readonly name: string;
  readonly span: Span;
  readonly variables: DataNode | undefined;
}

/** The tasks that a task runs before its commands or as one of them, as often as it does. */
function callsOf(task: DataNode, prefix: string): readonly Dependency[] {
  const before = oneOrMore(valueAt(task, 'deps'));
  return [
    ...before.flatMap((item) => dependencyOf(item, { prefix, isDependency: true })),
    ...commandsOf(task).flatMap((item) => dependencyOf(item, { prefix, isDependency: false })),
  ];
}

/** The task that an item names: a word among the dependencies, or `task:` among the commands. */
function dependencyOf(
  item: DataNode,
  { prefix, isDependency }: { readonly prefix: string; readonly isDependency: boolean },
): readonly Dependency[] {
  const deferred = valueAt(item, 'defer');
  const node =
    valueAt(item, 'task') ?? valueAt(deferred, 'task') ?? (isDependency ? item : undefined);
  const text = textOf(node);
  if (!node || text === undefined) return [];
  const name = text.startsWith(':') ? text.slice(1) : prefix + text;
  return [{ name, span: node.span, variables: valueAt(deferred ?? item, 'vars') }];
}

/** A task may be its one command, or the list of them. */
function commandsOf(task: DataNode): readonly DataNode[] {
  if (task.kind !== 'map') return oneOrMore(task);
  return [...oneOrMore(valueAt(task, 'cmds')), ...oneOrMore(valueAt(task, 'cmd'))];
}

function scriptsOf(task: DataNode): readonly DataScalar[] {
  return commandsOf(task).flatMap((item) => {
    const script = item.kind === 'map' ? (valueAt(item, 'cmd') ?? valueAt(item, 'defer')) : item;
    return script?.kind === 'scalar' && script.value !== null ? [script] : [];
  });
}

/** Whose variables they are, and in which file they stand. */
interface VariablesOf {
  readonly file: FilePath;
  readonly site: FilePath;
  readonly task?: string;
  readonly caller?: string;
}

/** What a command prints is not known before it runs. */
function addVariables(
  { 'task-variable': table }: TaskTables,
  variables: DataNode | undefined,
  { site, ...owner }: VariablesOf,
): void {
  for (const { key: name, value } of entriesOf(variables)) {
    const at = siteAt(site, value.span);
    const text = textOf(value);
    if (text === undefined) table.gap({ ...owner, name }, 'is worked out by the task', at);
    else table.add({ at, task: undefined, caller: undefined, ...owner, name, value: text });
  }
}

function addScript(
  { tables, source }: Reading,
  scalar: DataScalar,
  { file, name }: { readonly file: FilePath; readonly name: string },
): void {
  addCommands(tables.command, {
    file,
    text: scalar.text,
    place: contentPlaces(source.text(file) ?? '', scalar),
    source: 'task',
    in: name,
    templates: /\{\{[\s\S]*?\}\}/g,
  });
}
