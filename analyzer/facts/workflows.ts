import { cell, choice, number, optional, type RowOf, table, text, texts } from './schema.ts';

const system = choice(['github', 'forgejo', 'gitea', 'woodpecker', 'gitlab'], 'What runs it.');
const permissions = texts('What the token may do, such as `contents: write`.');

export const workflowSchema = table('A file of continuous integration.', {
  file: text('The file.'),
  system,
  kind: choice(['workflow', 'action'], '`action`: steps that workflows use as one.'),
  name: optional(text('Its name.')),
  triggers: texts('The events that start it.'),
  branches: texts('Branches that it is limited to; `!` before a pattern excludes.'),
  paths: texts('Paths that it is limited to; `!` before a pattern excludes.'),
  schedules: texts('When it is started by the clock: cron expressions, or the names of schedules.'),
  permissions,
});

export const workflowJobSchema = table('A job of a workflow.', {
  file: text('The file.'),
  system,
  job: text('The key of the job; the name of the file where a file is one job.'),
  name: optional(text('Its title.')),
  'runs-on': cell(texts('Labels of the runner.')),
  image: cell(text('The container that it runs in.')),
  needs: texts('Jobs that come before it.'),
  uses: optional(text('The workflow that it calls.')),
  environment: cell(text('The environment that it deploys to.')),
  condition: optional(text('When it runs.')),
  secrets: texts('Names of secrets that it is given beside those of its steps; `*` for all.'),
  permissions,
});

export const workflowStepSchema = table('A step of a job.', {
  file: text('The file.'),
  system,
  job: text('The job.'),
  index: number('Its place in the job, from 0.'),
  name: optional(text('Its name.')),
  uses: optional(text('The action that it uses, as written.')),
  action: optional(text('The action without what it is pinned to.')),
  image: cell(text('The container that it runs in, as written.')),
  ref: optional(text('What the action or the image is pinned to.')),
  'ref-kind': optional(
    choice(
      ['commit', 'digest', 'version', 'name', 'none', 'local'],
      'A commit, the digest of an image, what looks like a version, another name, nothing, or a path of the repository.',
    ),
  ),
  shell: optional(text('The shell of its commands, where it says so.')),
  condition: optional(text('When it runs.')),
  secrets: texts('Names of the secrets that it is given.'),
  environment: texts('Names of the variables that it sets.'),
});

export type WorkflowRow = RowOf<typeof workflowSchema>;
export type WorkflowJobRow = RowOf<typeof workflowJobSchema>;
export type WorkflowStepRow = RowOf<typeof workflowStepSchema>;
