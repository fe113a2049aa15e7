import { withFiles } from './agents/rows.ts';
import type { FilePath } from './diagnostic.ts';
import { joinedTable } from './extract/table.ts';
import type { AgentRuleRow } from './facts/agents.ts';
import type { PathMentionRow } from './facts/documents.ts';
import type { Table } from './facts/facts.ts';
import type { TableName, TableRows } from './facts/tables.ts';
import type { Caches } from './incremental/caches.ts';
import { textsOf } from './incremental/texts.ts';
import type { View } from './incremental/trace.ts';
import { type DocumentFacts, isDocument, readDocument } from './markdown/facts.ts';
import { type LinkTargets, linkRow } from './markdown/links.ts';
import { mentionsInCommands } from './mentions/commands.ts';
import { type CommentMentions, commentMentions } from './mentions/comments.ts';
import { ignoredBy } from './mentions/ignored.ts';
import type { PendingMention } from './mentions/pending.ts';
import { documentRows, mentionRows, treeRows } from './mentions/rows.ts';
import { pathWord } from './mentions/token.ts';
import { readTasks, type TaskFacts } from './tasks/tasks.ts';
import { isWorkflow, readWorkflow, type WorkflowFacts } from './workflows/workflows.ts';

/** The tables of files that are neither Nix nor HCL. */
type DocumentTable =
  | keyof WorkflowFacts
  | keyof TaskFacts
  | 'doc-table'
  | 'heading'
  | 'sentence'
  | 'doc-link'
  | 'code-span'
  | 'code-block'
  | 'frontmatter'
  | 'path-mention'
  | 'agent-rule'
  | 'skill';

type Makers = { readonly [Name in DocumentTable]: () => Table<Name> };

/** How each of these tables is made; every file is read once for all of them. */
export function documentMakers(view: View, caches: Caches): Makers {
  const files = new DocumentFiles(view, caches);
  return {
    workflow: () => joinedTable(files.workflows.map(({ workflow }) => workflow)),
    'workflow-job': () => joinedTable(files.workflows.map((facts) => facts['workflow-job'])),
    'workflow-step': () => joinedTable(files.workflows.map((facts) => facts['workflow-step'])),
    task: () => files.tasks.task,
    'task-variable': () => files.tasks['task-variable'],
    command: () => files.commands,
    'doc-table': () => complete(files.documents.flatMap(({ tables }) => tables)),
    heading: () => complete(files.documents.flatMap(({ headings }) => headings)),
    sentence: () => complete(files.documents.flatMap(({ sentences }) => sentences)),
    'doc-link': () => complete(files.links),
    'code-span': () => complete(files.documents.flatMap(({ codeSpans }) => codeSpans)),
    'code-block': () => complete(files.documents.flatMap(({ codeBlocks }) => codeBlocks)),
    frontmatter: () => joinedTable(files.documents.map(({ frontmatter }) => frontmatter)),
    'path-mention': () => complete(files.mentions),
    'agent-rule': () => complete(files.documents.flatMap(({ agentRule }) => agentRule ?? [])),
    skill: () =>
      complete(
        files.documents.flatMap(({ skill }) => (skill ? [withFiles(skill, view.paths)] : [])),
      ),
  };
}

/** Every text is a document, so nothing is ever missing. */
function complete<Name extends TableName>(rows: readonly TableRows[Name][]): Table<Name> {
  return { rows, gaps: [] };
}

/** The files of one view, each read when first asked for. */
class DocumentFiles {
  readonly #view: View;
  readonly #caches: Caches;
  #documents: readonly DocumentFacts[] | undefined;
  #workflows: readonly WorkflowFacts[] | undefined;
  #targets: LinkTargets | undefined;

  constructor(view: View, caches: Caches) {
    this.#view = view;
    this.#caches = caches;
  }

  get documents(): readonly DocumentFacts[] {
    const { documents } = this.#caches;
    this.#documents ??= documents.of(textsOf(this.#view, isDocument), readDocument);
    return this.#documents;
  }

  get workflows(): readonly WorkflowFacts[] {
    const { workflows } = this.#caches;
    this.#workflows ??= workflows.of(textsOf(this.#view, isWorkflow), readWorkflow);
    return this.#workflows;
  }

  get tasks(): TaskFacts {
    return this.#caches.tasks.get('', this.#view, readTasks);
  }

  get commands(): Table<'command'> {
    return joinedTable([
      ...this.workflows.map(({ command }) => command),
      this.tasks.command,
      ...this.documents.map(({ commands }) => commands),
    ]);
  }

  get links(): readonly TableRows['doc-link'][] {
    const { targets } = this;
    return this.documents.flatMap(({ file, links }) =>
      links.map((link) => linkRow(file, link, targets)),
    );
  }

  get mentions(): readonly PathMentionRow[] {
    const { targets } = this;
    const rows = this.documents.flatMap(({ file, mentions, trees, agentRule }) => [
      ...documentRows(file, mentions, targets),
      ...trees.flatMap((tree) => treeRows(file, tree, targets)),
      ...(agentRule ? mentionRows(file, importsOf(agentRule), targets) : []),
    ]);
    const inCommands = [...mentionsInCommands(this.commands.rows)].flatMap(([file, mentions]) =>
      mentionRows(file, mentions, targets),
    );
    const inComments = this.#comments.flatMap(({ file, mentions }) =>
      mentionRows(file, mentions, targets),
    );
    return [...rows, ...inCommands, ...inComments];
  }

  get #comments(): readonly CommentMentions[] {
    const texts = textsOf(this.#view, (file) => file.endsWith('.nix'));
    return this.#caches.comments.of(texts, (file) => {
      const tree = this.#view.analysis(file)?.tree;
      return tree ? commentMentions(file, tree) : { file, mentions: [] };
    });
  }

  get targets(): LinkTargets {
    this.#targets ??= this.#makeTargets();
    return this.#targets;
  }

  #makeTargets(): LinkTargets {
    const { files, paths } = this.#view;
    const anchors = new Map(this.documents.map((document) => [document.file, document.anchors]));
    const isPatterns = (file: FilePath): boolean => /(^|\/)\.gitignore$/.test(file);
    return {
      files: paths,
      kind: (path) => files.kind(path),
      isIgnored: ignoredBy(textsOf(this.#view, isPatterns)),
      anchors: (file) => anchors.get(file),
    };
  }
}

function importsOf({ places, imports }: AgentRuleRow): readonly PendingMention[] {
  return imports.flatMap((text, index): PendingMention[] => {
    const word = pathWord(text, places?.[`imports[${index}]`]?.expr ?? 0);
    return word ? [{ source: 'import', word, tone: 'plain', isWeak: false }] : [];
  });
}
