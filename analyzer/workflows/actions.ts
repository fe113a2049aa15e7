import type { Span } from '#parser/span.ts';
import { type DataEntry, type DataNode, valueAt } from '../data/node.ts';
import { siteAt } from '../data/place.ts';
import { entriesOf, textAt, textOf, textsOf } from '../data/select.ts';
import type { WorkflowJobRow, WorkflowRow } from '../facts/workflows.ts';
import {
  addStepCommands,
  imagePin,
  markOf,
  nameKind,
  type Pin,
  placesOf,
  type WorkflowFile,
} from './tables.ts';

/**
 * Workflows and composite actions of GitHub Actions, whose format Forgejo and
 * Gitea share.
 */
export function addActions(file: WorkflowFile): void {
  const { root } = file;
  const runs = valueAt(root, 'runs');
  const kind = runs ? 'action' : 'workflow';
  file.tables.workflow.add(workflowRow(file, kind));
  if (runs) addSteps(file, 'runs', runs);
  for (const { key, keySpan, value } of entriesOf(valueAt(root, 'jobs')))
    addJob(file, { key, keySpan, node: value });
}

function workflowRow(file: WorkflowFile, kind: WorkflowRow['kind']): WorkflowRow {
  const { root, document, system } = file;
  const on = valueAt(root, 'on');
  const triggers = eventsOf(on);
  const events = entriesOf(on).filter(({ key }) => /^(push|pull_request)/.test(key));
  const branches = filters(events, 'branches');
  const paths = filters(events, 'paths');
  const schedules = cronsOf(on);
  return {
    at: markOf(file, root, ['name', 'on']),
    places: placesOf(file, {
      name: valueAt(root, 'name'),
      branches: branches.map(({ node }) => node),
      paths: paths.map(({ node }) => node),
      schedules,
    }),
    file: document.file,
    system,
    kind,
    name: textAt(root, 'name'),
    triggers: kind === 'action' ? ['call'] : triggers,
    branches: branches.map(({ text }) => text),
    paths: paths.map(({ text }) => text),
    schedules: schedules.map((node) => textOf(node) ?? ''),
    permissions: permissionsOf(root),
  };
}

function eventsOf(on: DataNode | undefined): readonly string[] {
  return on?.kind === 'map' ? entriesOf(on).map(({ key }) => key) : textsOf(on);
}

interface Filter {
  readonly text: string;
  readonly node: DataNode;
}

/** What events are limited to, each once; what an event ignores is excluded. */
function filters(events: readonly DataEntry[], name: 'branches' | 'paths'): readonly Filter[] {
  const found = events.flatMap(({ value }) => [
    ...patternsOf(valueAt(value, name), ''),
    ...patternsOf(valueAt(value, `${name}-ignore`), '!'),
  ]);
  return [...new Map(found.map((filter) => [filter.text, filter])).values()];
}

export function patternsOf(node: DataNode | undefined, prefix: string): readonly Filter[] {
  const items = node?.kind === 'list' ? node.items : node ? [node] : [];
  return items.flatMap((item) => {
    const text = textOf(item);
    return text === undefined ? [] : [{ text: prefix + text, node: item }];
  });
}

function cronsOf(on: DataNode | undefined): readonly DataNode[] {
  const schedule = valueAt(on, 'schedule');
  const items = schedule?.kind === 'list' ? schedule.items : [];
  return items.flatMap((item) => valueAt(item, 'cron') ?? []);
}

function permissionsOf(node: DataNode | undefined): readonly string[] {
  const permissions = valueAt(node, 'permissions');
  if (permissions?.kind !== 'map') return textsOf(permissions);
  return entriesOf(permissions).map(({ key, value }) => `${key}: ${textOf(value) ?? ''}`);
}

interface Job {
  readonly key: string;
  readonly keySpan: Span;
  readonly node: DataNode;
}

function addJob(file: WorkflowFile, job: Job): void {
  const { key, node } = job;
  const { document, system } = file;
  const value = (name: string): DataNode | undefined => valueAt(node, name);
  const labels = labelsNode(value('runs-on'));
  const image = imageNode(value('container'));
  const environment = value('environment');
  const title = environment?.kind === 'map' ? valueAt(environment, 'name') : environment;
  const needs = value('needs');
  file.tables['workflow-job'].add({
    at: siteAt(document.file, job.keySpan),
    places: placesOf(file, { 'runs-on': labels, needs, image, uses: value('uses') }),
    file: document.file,
    system,
    job: key,
    name: textAt(node, 'name'),
    'runs-on': fixedTexts(labels),
    image: fixedText(image),
    needs: textsOf(needs),
    uses: textAt(node, 'uses'),
    environment: fixedText(title),
    condition: textAt(node, 'if'),
    secrets: jobSecrets(node, document.text),
    permissions: permissionsOf(node),
  });
  addSteps(file, key, node);
}

function labelsNode(node: DataNode | undefined): DataNode | undefined {
  return node?.kind === 'map' ? valueAt(node, 'labels') : node;
}

function imageNode(node: DataNode | undefined): DataNode | undefined {
  return node?.kind === 'map' ? valueAt(node, 'image') : node;
}

function fixedText(node: DataNode | undefined): WorkflowJobRow['image'] {
  const text = textOf(node);
  return text?.includes('${{') ? { undecided: `depends on \`${text}\`` } : text;
}

function fixedTexts(node: DataNode | undefined): WorkflowJobRow['runs-on'] {
  if (node === undefined) return undefined;
  const texts = textsOf(node);
  const open = texts.find((text) => text.includes('${{'));
  return open === undefined ? texts : { undecided: `depends on \`${open}\`` };
}

/** What a job has outside of its steps. */
function jobSecrets(job: DataNode, source: string): readonly string[] {
  if (textAt(job, 'secrets') === 'inherit') return ['*'];
  const parts = ['env', 'secrets', 'with', 'container', 'services', 'if'];
  return [...new Set(parts.flatMap((name) => secretNames(valueAt(job, name), source)))];
}

/** The names of secrets that expressions of a part ask for. */
function secretNames(node: DataNode | undefined, source: string): readonly string[] {
  if (!node) return [];
  const text = source.slice(node.span.start, node.span.end);
  const found = text.matchAll(/\bsecrets(?:\.([A-Za-z_]\w*)|\[\s*'([^']+)'\s*\])/g);
  return [...new Set([...found].map((match) => match[1] ?? match[2] ?? ''))];
}

function addSteps(file: WorkflowFile, key: string, node: DataNode): void {
  const steps = valueAt(node, 'steps');
  const defaultShell =
    textAt(node, 'defaults', 'run', 'shell') ?? textAt(file.root, 'defaults', 'run', 'shell');
  const items = steps?.kind === 'list' ? steps.items : [];
  for (const [index, step] of items.entries())
    addStep(file, { job: key, index, step, defaultShell });
}

interface Step {
  readonly job: string;
  readonly index: number;
  readonly step: DataNode;
  readonly defaultShell: string | undefined;
}

function addStep(file: WorkflowFile, { job, index, step, defaultShell }: Step): void {
  const { document, system } = file;
  const value = (name: string): DataNode | undefined => valueAt(step, name);
  const uses = value('uses');
  const text = textOf(uses);
  const image = text?.startsWith('docker://') ? text.slice('docker://'.length) : undefined;
  const shell = textAt(step, 'shell');
  file.tables['workflow-step'].add({
    at: markOf(file, step, ['name', 'uses']),
    places: placesOf(file, {
      name: value('name'),
      uses,
      run: value('run'),
      condition: value('if'),
    }),
    file: document.file,
    system,
    job,
    index,
    name: textAt(step, 'name'),
    uses: text,
    image,
    ...(image === undefined ? actionPin(text) : imagePin(image)),
    shell,
    condition: textAt(step, 'if'),
    secrets: secretNames(step, document.text),
    environment: entriesOf(value('env')).map((entry) => entry.key),
  });
  addRun(file, { job, index, step, defaultShell: shell ?? defaultShell });
}

function actionPin(uses: string | undefined): Pin {
  if (uses === undefined) return { action: undefined, ref: undefined, 'ref-kind': undefined };
  if (/^\.{0,2}\//.test(uses)) return { action: uses, ref: undefined, 'ref-kind': 'local' };
  const [action, ref] = uses.split('@', 2);
  if (ref === undefined) return { action, ref, 'ref-kind': 'none' };
  const kind = /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(ref) ? 'commit' : nameKind(ref);
  return { action, ref, 'ref-kind': kind };
}

/** Actions that run a script they are given in a shell, by the input that has it. */
const scriptInputs: ReadonlyMap<string, string> = new Map([
  ['workflow/nix-shell-action', 'script'],
  ['appleboy/ssh-action', 'script'],
]);

function addRun(file: WorkflowFile, { job, index, step, defaultShell }: Step): void {
  const action = textAt(step, 'uses')?.split('@')[0] ?? '';
  const input = scriptInputs.get(action);
  const script =
    valueAt(step, 'run') ?? (input === undefined ? undefined : valueAt(step, 'with', input));
  if (script?.kind !== 'scalar' || script.value === null) return;
  if (isPosixShell(defaultShell))
    addStepCommands(file, { job, step: index, scripts: [script], templates: expression });
  else
    file.tables.command.gap(
      { file: file.document.file, source: 'workflow', in: job },
      `commands for the shell \`${defaultShell}\` are not read`,
      siteAt(file.document.file, script.span),
    );
}

const expression = /\$\{\{[\s\S]*?\}\}/g;

function isPosixShell(shell: string | undefined): boolean {
  return shell === undefined || /(^|[\s/])(ba|da|z)?sh(\s|$)/.test(shell);
}
