import type { DataNode, DataScalar } from '../data/node.ts';
import { contentPlaces, siteAt } from '../data/place.ts';
import type { Document } from '../document.ts';
import { TableBuilder } from '../extract/table.ts';
import type { WorkflowRow, WorkflowStepRow } from '../facts/workflows.ts';
import { addCommands } from '../shell/rows.ts';
import type { Site } from '../site.ts';

/** The tables that files of continuous integration fill. */
export interface WorkflowTables {
  readonly workflow: TableBuilder<'workflow'>;
  readonly 'workflow-job': TableBuilder<'workflow-job'>;
  readonly 'workflow-step': TableBuilder<'workflow-step'>;
  readonly command: TableBuilder<'command'>;
}

export function workflowTables(): WorkflowTables {
  return {
    workflow: new TableBuilder('workflow'),
    'workflow-job': new TableBuilder('workflow-job'),
    'workflow-step': new TableBuilder('workflow-step'),
    command: new TableBuilder('command'),
  };
}

export type WorkflowSystem = WorkflowRow['system'];

/** One file while its rows are made. */
export interface WorkflowFile {
  readonly tables: WorkflowTables;
  readonly document: Document;
  readonly system: WorkflowSystem;
  readonly root: DataNode;
}

/** Notes that a file, or a part of it, is not known in any of the tables. */
export function unreadable(tables: WorkflowTables, file: string, why: WorkflowGap): void {
  const { reason, at } = why;
  tables.workflow.gap({ file }, reason, at);
  tables['workflow-job'].gap({ file }, reason, at);
  tables['workflow-step'].gap({ file }, reason, at);
  tables.command.gap({ file, source: 'workflow' }, reason, at);
}

export interface WorkflowGap {
  readonly reason: string;
  readonly at: Site;
}

/**
 * What to point at for a part of a workflow: the value of the first of these
 * keys that is there, its name where the value is more than a word, or the start.
 */
export function markOf(
  { document }: Pick<WorkflowFile, 'document'>,
  node: DataNode,
  keys: readonly string[],
): Site {
  const entries = node.kind === 'map' ? node.entries : [];
  const found = keys.flatMap((name) => entries.findLast(({ key }) => key === name) ?? [])[0];
  const entry = found ?? entries[0];
  if (!entry) return siteAt(document.file, node.span);
  const isWord = found !== undefined && found.value.kind === 'scalar' && found.value.text !== '';
  return siteAt(document.file, isWord ? found.value.span : entry.keySpan);
}

/** The places of columns that are there, and of every item of those that are lists. */
export function placesOf(
  { document }: Pick<WorkflowFile, 'document'>,
  columns: { readonly [column: string]: DataNode | readonly DataNode[] | undefined },
): { readonly [column: string]: Site } {
  const places = Object.entries(columns).flatMap(([column, nodes]): [string, Site][] => {
    if (nodes === undefined) return [];
    if (!('length' in nodes)) return [[column, siteAt(document.file, nodes.span)]];
    return nodes.map((node, index) => [`${column}[${index}]`, siteAt(document.file, node.span)]);
  });
  return Object.fromEntries(places);
}

/** Where the commands of a step stand. */
export interface StepCommands {
  readonly job: string;
  readonly step: number;
  /** The scripts, one after the other; each may have many lines. */
  readonly scripts: readonly DataScalar[];
  readonly templates?: RegExp;
}

export function addStepCommands(file: WorkflowFile, commands: StepCommands): void {
  for (const scalar of commands.scripts)
    addCommands(file.tables.command, {
      file: file.document.file,
      text: scalar.text,
      place: contentPlaces(file.document.text, scalar),
      source: 'workflow',
      in: commands.job,
      step: commands.step,
      ...(commands.templates && { templates: commands.templates }),
    });
}

/** What an action or an image is pinned to. */
export type Pin = Pick<WorkflowStepRow, 'action' | 'ref' | 'ref-kind'>;

/** The pin of a container image, such as `ghcr.io/a/b:1.2@sha256:…`. */
export function imagePin(image: string): Pin {
  const [name = '', digest] = image.split('@', 2);
  if (digest !== undefined) return { action: undefined, ref: digest, 'ref-kind': 'digest' };
  const tag = /:([^/:]+)$/.exec(name)?.[1];
  return tag === undefined
    ? { action: undefined, ref: undefined, 'ref-kind': 'none' }
    : { action: undefined, ref: tag, 'ref-kind': nameKind(tag) };
}

/** Whether a name looks like a version or a date; a branch may look so too. */
export function nameKind(name: string): 'version' | 'name' {
  return /^[vV]?\d+([._-]\w+)*$/.test(name) ? 'version' : 'name';
}
