import { type DataEntry, type DataNode, type DataScalar, valueAt } from '../data/node.ts';
import { siteAt } from '../data/place.ts';
import { entriesOf, oneOrMore, textAt, textOf, textsOf } from '../data/select.ts';
import type { WorkflowJobRow } from '../facts/workflows.ts';
import { patternsOf } from './actions.ts';
import { addStepCommands, imagePin, markOf, placesOf, type WorkflowFile } from './tables.ts';
import { variableNames } from './woodpecker.ts';

/** Keys at the top of the file that are no jobs. */
const keywords = new Set([
  'after_script',
  'before_script',
  'cache',
  'default',
  'image',
  'include',
  'services',
  'spec',
  'stages',
  'variables',
  'workflow',
]);

/** The pipeline of GitLab CI. What other files give that it includes is not read. */
export function addGitlab(file: WorkflowFile): void {
  const { root, tables, document } = file;
  const jobs = entriesOf(root).filter(({ key, value }) => isJob(key, value));
  addWorkflow(file);
  for (const job of jobs) if (!job.key.startsWith('.')) addJob(file, job);
  const included = valueAt(root, 'include');
  if (!included) return;
  const at = markOf(file, root, ['include']);
  const reason = 'what the pipeline includes is not read';
  tables['workflow-job'].gap({ file: document.file }, reason, at);
  tables['workflow-step'].gap({ file: document.file }, reason, at);
  tables.command.gap({ file: document.file, source: 'workflow' }, reason, at);
}

function isJob(key: string, value: DataNode): boolean {
  return value.kind === 'map' && !keywords.has(key);
}

function addWorkflow(file: WorkflowFile): void {
  const { root, document, system, tables } = file;
  const rules = oneOrMore(valueAt(root, 'workflow', 'rules'));
  const paths = rules.flatMap((rule) => changesOf(rule));
  tables.workflow.add({
    at: markOf(file, root, ['workflow', 'stages']),
    places: placesOf(file, { paths: paths.map(({ node }) => node) }),
    file: document.file,
    system,
    kind: 'workflow',
    name: textAt(root, 'workflow', 'name'),
    triggers: [],
    branches: [],
    paths: paths.map(({ text }) => text),
    schedules: [],
    permissions: [],
  });
}

function changesOf(rule: DataNode): ReturnType<typeof patternsOf> {
  const changes = valueAt(rule, 'changes');
  return patternsOf(changes?.kind === 'map' ? valueAt(changes, 'paths') : changes, '');
}

/** Longer chains of `extends` are not followed. */
const deepest = 10;

/** What a key of a job says: by the job itself, by what it extends, or by default. */
function settingOf(root: DataNode, job: DataNode, key: string): DataNode | undefined {
  return (
    inherited(root, job, { key, depth: 0 }) ?? valueAt(root, 'default', key) ?? valueAt(root, key)
  );
}

function inherited(
  root: DataNode,
  job: DataNode | undefined,
  { key, depth }: { readonly key: string; readonly depth: number },
): DataNode | undefined {
  const own = valueAt(job, key);
  if (own || depth >= deepest) return own;
  const parents = textsOf(valueAt(job, 'extends')).toReversed();
  for (const parent of parents) {
    const found = inherited(root, valueAt(root, parent), { key, depth: depth + 1 });
    if (found) return found;
  }
  return undefined;
}

function addJob(file: WorkflowFile, { key, keySpan, value: node }: DataEntry): void {
  const { document, system, tables, root } = file;
  const setting = (name: string): DataNode | undefined => settingOf(root, node, name);
  const image = setting('image');
  const imageName = image?.kind === 'map' ? valueAt(image, 'name') : image;
  const needs = oneOrMore(inherited(root, node, { key: 'needs', depth: 0 }));
  const environment = inherited(root, node, { key: 'environment', depth: 0 });
  const rules = oneOrMore(inherited(root, node, { key: 'rules', depth: 0 }));
  const tags = setting('tags');
  tables['workflow-job'].add({
    at: siteAt(document.file, keySpan),
    places: placesOf(file, { 'runs-on': tags, image: imageName, needs }),
    file: document.file,
    system,
    job: key,
    name: undefined,
    'runs-on': tags && fixedTexts(tags),
    image: fixed(textOf(imageName)),
    needs: needs.flatMap((need) => textOf(need) ?? textAt(need, 'job') ?? []),
    uses: undefined,
    environment: fixed(textOf(environment) ?? textAt(environment, 'name')),
    condition: rules.flatMap((rule) => textAt(rule, 'if') ?? [])[0],
    secrets: entriesOf(inherited(root, node, { key: 'secrets', depth: 0 })).map(
      (entry) => entry.key,
    ),
    permissions: [],
  });
  addStep(file, { key, node, image: textOf(imageName) });
}

function fixed(text: string | undefined): WorkflowJobRow['image'] {
  return text?.includes('$') ? { undecided: `depends on \`${text}\`` } : text;
}

function fixedTexts(node: DataNode): WorkflowJobRow['runs-on'] {
  const texts = textsOf(node);
  const open = texts.find((text) => text.includes('$'));
  return open === undefined ? texts : { undecided: `depends on \`${open}\`` };
}

interface GitlabJob {
  readonly key: string;
  readonly node: DataNode;
  readonly image: string | undefined;
}

/** A job of GitLab is one step: its scripts run one after the other. */
function addStep(file: WorkflowFile, { key, node, image }: GitlabJob): void {
  const { document, system, tables, root } = file;
  const parts = ['before_script', 'script', 'after_script'].map((name) =>
    settingOf(root, node, name),
  );
  const scripts = parts.flatMap(scalarsIn);
  const script = parts[1];
  if (scripts.length === 0) return;
  tables['workflow-step'].add({
    at: markOf(file, node, ['script']),
    places: placesOf(file, { script }),
    file: document.file,
    system,
    job: key,
    index: 0,
    name: undefined,
    uses: undefined,
    image: fixed(image),
    ...imagePin(image ?? ''),
    ...(image === undefined ? { 'ref-kind': undefined } : {}),
    shell: undefined,
    condition: undefined,
    secrets: [],
    environment: variableNames(inherited(root, node, { key: 'variables', depth: 0 })),
  });
  addStepCommands(file, { job: key, step: 0, scripts });
}

/** The lines of a script, also of lists inside, which anchors leave. `!reference` names lines elsewhere. */
function scalarsIn(node: DataNode | undefined): readonly DataScalar[] {
  if (!node) return [];
  if (node.kind === 'scalar') return node.value === null ? [] : [node];
  return node.kind === 'list' ? node.items.flatMap(scalarsIn) : [];
}
