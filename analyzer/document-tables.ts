import { joinedTable, plain } from './extract/table.ts';
import type { Table } from './facts/facts.ts';
import type { Caches } from './incremental/caches.ts';
import { textsOf } from './incremental/texts.ts';
import type { View } from './incremental/trace.ts';
import { docTable, isFleetDocument } from './markdown/tables.ts';
import { readTasks, type TaskFacts } from './tasks/tasks.ts';
import { isWorkflow, readWorkflow, type WorkflowFacts } from './workflows/workflows.ts';

/** The tables of files that are neither Nix nor HCL. */
type DocumentTable = keyof WorkflowFacts | keyof TaskFacts | 'doc-table';

type Makers = { readonly [Name in DocumentTable]: () => Table<Name> };

/** How each of these tables is made; every file is read once for all of them. */
export function documentMakers(view: View, caches: Caches): Makers {
  const workflows = (): readonly WorkflowFacts[] =>
    caches.workflows.of(textsOf(view, isWorkflow), readWorkflow);
  const tasks = (): TaskFacts => caches.tasks.get('', view, readTasks);
  const inWorkflows =
    <Name extends keyof WorkflowFacts>(name: Name) =>
    (): Table<Name> =>
      joinedTable(workflows().map((facts) => facts[name]));
  return {
    'doc-table': () => documentTable(view, caches),
    workflow: inWorkflows('workflow'),
    'workflow-job': inWorkflows('workflow-job'),
    'workflow-step': inWorkflows('workflow-step'),
    task: () => tasks().task,
    command: () => joinedTable([...workflows().map(({ command }) => command), tasks().command]),
  };
}

function documentTable(view: View, { documents }: Caches): Table<'doc-table'> {
  const texts = textsOf(view, isFleetDocument);
  return joinedTable(documents.of(texts, (file, text) => plain(docTable([{ file, text }]))));
}
