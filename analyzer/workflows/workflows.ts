import { siteAt } from '../data/place.ts';
import { readYaml } from '../data/yaml.ts';
import type { FilePath } from '../diagnostic.ts';
import { plain } from '../extract/table.ts';
import type { Table } from '../facts/facts.ts';
import { addActions } from './actions.ts';
import { addGitlab } from './gitlab.ts';
import {
  unreadable,
  type WorkflowFile,
  type WorkflowSystem,
  type WorkflowTables,
  workflowTables,
} from './tables.ts';
import { addWoodpecker } from './woodpecker.ts';

/** Which system a file of continuous integration is for; `undefined` for any other file. */
function workflowSystemOf(file: string): WorkflowSystem | undefined {
  if (!/\.ya?ml$/.test(file)) return undefined;
  const hosted = /^\.(github|forgejo|gitea)\/(?:workflows\/[^/]+|actions\/.+\/action)\.ya?ml$/.exec(
    file,
  );
  if (hosted) return systems.get(hosted[1] ?? '');
  if (/^\.woodpecker(\/.+)?\.ya?ml$/.test(file)) return 'woodpecker';
  return /^\.gitlab-ci\.ya?ml$/.test(file) ? 'gitlab' : undefined;
}

const systems: ReadonlyMap<string, WorkflowSystem> = new Map([
  ['github', 'github'],
  ['forgejo', 'forgejo'],
  ['gitea', 'gitea'],
]);

export function isWorkflow(file: string): boolean {
  return workflowSystemOf(file) !== undefined;
}

/** What a file of continuous integration says. */
export type WorkflowFacts = { readonly [Name in keyof WorkflowTables]: Table<Name> };

/** Reads a file of continuous integration. One that is broken is a gap, and what could be read of it counts. */
export function readWorkflow(file: FilePath, text: string): WorkflowFacts {
  const tables = workflowTables();
  const system = workflowSystemOf(file);
  const { documents, problems } = readYaml(text);
  const [problem] = problems;
  if (problem)
    unreadable(tables, file, {
      reason: 'the file is no valid YAML',
      at: siteAt(file, problem.span),
    });
  const root = documents.find(({ kind }) => kind === 'map');
  if (root && system) readers[system]({ tables, document: { file, text }, system, root });
  return {
    workflow: plain(tables.workflow),
    'workflow-job': plain(tables['workflow-job']),
    'workflow-step': plain(tables['workflow-step']),
    command: plain(tables.command),
  };
}

const readers: { readonly [System in WorkflowSystem]: (file: WorkflowFile) => void } = {
  github: addActions,
  forgejo: addActions,
  gitea: addActions,
  woodpecker: addWoodpecker,
  gitlab: addGitlab,
};
