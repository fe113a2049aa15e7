import type { Span } from '#parser/span.ts';
import { type DataEntry, type DataNode, valueAt } from '../data/node.ts';
import { siteAt } from '../data/place.ts';
import { entriesOf, oneOrMore, textAt, textOf, textsOf } from '../data/select.ts';
import { patternsOf } from './actions.ts';
import { addStepCommands, imagePin, markOf, placesOf, type WorkflowFile } from './tables.ts';

/** Workflows of Woodpecker, each of which is one job; the keys of older versions are known too. */
export function addWoodpecker(file: WorkflowFile): void {
  addWorkflow(file);
  addJob(file);
  const { root } = file;
  for (const [index, step] of stepsOf(root).entries()) addStep(file, index, step);
}

function jobName({ document }: WorkflowFile): string {
  const name = document.file.slice(document.file.lastIndexOf('/') + 1);
  return name.replace(/^\./, '').replace(/\.ya?ml$/, '');
}

function addWorkflow(file: WorkflowFile): void {
  const { root, document, system, tables } = file;
  const when = oneOrMore(valueAt(root, 'when'));
  const branches = when.flatMap((one) => filtersOf(valueAt(one, 'branch')));
  const paths = when.flatMap((one) => filtersOf(valueAt(one, 'path')));
  const schedules = when.flatMap((one) => oneOrMore(valueAt(one, 'cron')));
  tables.workflow.add({
    at: markOf(file, root, ['when']),
    places: placesOf(file, {
      branches: branches.map(({ node }) => node),
      paths: paths.map(({ node }) => node),
      schedules,
    }),
    file: document.file,
    system,
    kind: 'workflow',
    name: jobName(file),
    triggers: [...new Set(when.flatMap((one) => textsOf(valueAt(one, 'event'))))],
    branches: branches.map(({ text }) => text),
    paths: paths.map(({ text }) => text),
    schedules: schedules.flatMap((node) => textOf(node) ?? []),
    permissions: [],
  });
}

/** A pattern, a list of them, or those to include and to exclude. */
function filtersOf(node: DataNode | undefined): ReturnType<typeof patternsOf> {
  if (node?.kind !== 'map') return patternsOf(node, '');
  return [
    ...patternsOf(valueAt(node, 'include'), ''),
    ...patternsOf(valueAt(node, 'exclude'), '!'),
  ];
}

function addJob(file: WorkflowFile): void {
  const { root, document, system, tables } = file;
  const labels = [...entriesOf(valueAt(root, 'labels'))];
  const platform = textAt(root, 'platform');
  tables['workflow-job'].add({
    at: markOf(file, root, ['labels', 'steps', 'pipeline']),
    places: placesOf(file, {
      'runs-on': labels.map(({ value }) => value),
      needs: oneOrMore(valueAt(root, 'depends_on')),
    }),
    file: document.file,
    system,
    job: jobName(file),
    name: undefined,
    'runs-on': [
      ...labels.map(({ key, value }) => `${key}=${textOf(value) ?? ''}`),
      ...(platform === undefined ? [] : [`platform=${platform}`]),
    ],
    image: undefined,
    needs: textsOf(valueAt(root, 'depends_on')),
    uses: undefined,
    environment: undefined,
    condition: undefined,
    secrets: [],
    permissions: [],
  });
}

interface Step {
  readonly name: string | undefined;
  readonly node: DataNode;
  readonly nameSpan: Span | undefined;
}

/** A list of steps, or a map of them by their names. */
function stepsOf(root: DataNode): readonly Step[] {
  const steps = valueAt(root, 'steps') ?? valueAt(root, 'pipeline');
  if (steps?.kind === 'list')
    return steps.items.map((node) => {
      return { name: textAt(node, 'name'), node, nameSpan: undefined };
    });
  return entriesOf(steps).map(({ key, keySpan, value }) => ({
    name: key,
    node: value,
    nameSpan: keySpan,
  }));
}

function addStep(file: WorkflowFile, index: number, { name, node, nameSpan }: Step): void {
  const { document, system, tables } = file;
  const image = valueAt(node, 'image');
  const text = textOf(image);
  const commands = oneOrMore(valueAt(node, 'commands'));
  tables['workflow-step'].add({
    at: nameSpan ? siteAt(document.file, nameSpan) : markOf(file, node, ['name', 'image']),
    places: placesOf(file, { image, commands }),
    file: document.file,
    system,
    job: jobName(file),
    index,
    name,
    uses: undefined,
    image: text?.includes('${') ? { undecided: `depends on \`${text}\`` } : text,
    ...imagePin(text ?? ''),
    ...(text === undefined ? { 'ref-kind': undefined } : {}),
    shell: undefined,
    condition: undefined,
    secrets: secretNames(node),
    environment: variableNames(valueAt(node, 'environment')),
  });
  const scripts = commands.filter((command) => command.kind === 'scalar');
  addStepCommands(file, { job: jobName(file), step: index, scripts });
}

/** Values taken from secrets, and the list of older versions. */
function secretNames(step: DataNode): readonly string[] {
  const parts = ['environment', 'settings'].flatMap((name) => entriesOf(valueAt(step, name)));
  const taken = parts.flatMap(({ value }: DataEntry) => textAt(value, 'from_secret') ?? []);
  const listed = oneOrMore(valueAt(step, 'secrets')).flatMap(
    (item) => textOf(item) ?? textAt(item, 'source') ?? [],
  );
  return [...new Set([...taken, ...listed])];
}

/** A map of variables, or a list of `NAME=value`. */
export function variableNames(node: DataNode | undefined): readonly string[] {
  if (node?.kind !== 'list') return entriesOf(node).map(({ key }) => key);
  return textsOf(node).flatMap((text) => text.split('=')[0] ?? []);
}
