import { agentFileOf } from '../agents/files.ts';
import { agentRuleRow, skillRow } from '../agents/rows.ts';
import { siteAt } from '../data/place.ts';
import type { FilePath } from '../diagnostic.ts';
import { plain } from '../extract/table.ts';
import type { AgentRuleRow, SkillRow } from '../facts/agents.ts';
import type {
  CodeBlockRow,
  CodeSpanRow,
  DocTableRow,
  HeadingRow,
  SentenceRow,
} from '../facts/documents.ts';
import type { Table } from '../facts/facts.ts';
import { mentionsInDocument, type ReadDocument, treesInDocument } from '../mentions/documents.ts';
import type { PendingMention, PendingTree } from '../mentions/pending.ts';
import { headingAnchors } from './anchors.ts';
import { commandTable } from './commands.ts';
import { type Link, readMarkdown } from './document.ts';
import { frontmatterOf, frontmatterTable } from './frontmatter.ts';
import { numbersIn } from './sentences.ts';
import { docTableRows } from './tables.ts';

/** Everything that follows from a document alone. */
export interface DocumentFacts {
  readonly file: FilePath;
  readonly headings: readonly HeadingRow[];
  readonly tables: readonly DocTableRow[];
  readonly sentences: readonly SentenceRow[];
  readonly codeSpans: readonly CodeSpanRow[];
  readonly codeBlocks: readonly CodeBlockRow[];
  readonly frontmatter: Table<'frontmatter'>;
  readonly commands: Table<'command'>;
  readonly links: readonly Link[];
  /** `undefined` where the document takes in others, or is itself taken in. */
  readonly anchors: ReadonlySet<string> | undefined;
  readonly mentions: readonly PendingMention[];
  readonly trees: readonly PendingTree[];
  readonly agentRule: AgentRuleRow | undefined;
  /** A skill without its other files. */
  readonly skill: SkillRow | undefined;
}

export function isDocument(file: string): boolean {
  return /\.(md|mdc|markdown)$/i.test(file) || agentFileOf(file) !== undefined;
}

/** Whether people write down in this file what the machines are like. */
export function isFleetDocument(file: string): boolean {
  return /(^|\/)(AGENTS|CLAUDE|README)\.md$|^docs\/.*\.md$/i.test(file);
}

/** Reads a document. */
export function readDocument(file: FilePath, text: string): DocumentFacts {
  const markdown = readMarkdown(text);
  const frontmatter = frontmatterOf(text);
  const document: ReadDocument = { file, text, markdown, frontmatter };
  const anchors = headingAnchors(markdown);
  const agent = agentFileOf(file);
  return {
    file,
    headings: markdown.headings.map(({ level, text: words, span }, index) => {
      return { at: siteAt(file, span), file, level, text: words, anchor: anchors[index] ?? '' };
    }),
    tables: isFleetDocument(file) ? docTableRows(file, markdown) : [],
    sentences: isFleetDocument(file) ? sentenceRows(file, markdown) : [],
    codeSpans: markdown.codeSpans.map(({ heading, text: words, span }) => {
      return { at: siteAt(file, span), file, heading, text: words };
    }),
    codeBlocks: markdown.codeBlocks.map((block) => codeBlockRow(file, text, block)),
    frontmatter: plain(frontmatterTable(file, frontmatter)),
    commands: plain(commandTable(file, text, markdown)),
    links: markdown.links,
    anchors: isWhole(text, anchors) ? new Set([...anchors, ...markdown.anchors]) : undefined,
    mentions: mentionsInDocument(document),
    trees: treesInDocument(document),
    agentRule: agent && agent.kind !== 'skill' ? agentRuleRow(document, agent) : undefined,
    skill: agent?.kind === 'skill' ? skillRow(document, agent.tool) : undefined,
  };
}

function sentenceRows(
  file: FilePath,
  { sentences }: ReturnType<typeof readMarkdown>,
): readonly SentenceRow[] {
  return sentences.map(({ heading, text, code, span }) => {
    return { at: siteAt(file, span), file, heading, text, numbers: numbersIn(text), code };
  });
}

function isWhole(text: string, anchors: readonly string[]): boolean {
  return (
    anchors.length > 0 &&
    !/\{\{#include|\{%|\{\{[<%]|^:::|\{=include=\}|^import .* from /m.test(text)
  );
}

function codeBlockRow(
  file: FilePath,
  text: string,
  { heading, language, lines, span }: ReturnType<typeof readMarkdown>['codeBlocks'][number],
): CodeBlockRow {
  const code = lines.map(({ start, end }) => text.slice(start, end)).join('');
  const count = code === '' ? 0 : code.replace(/\n$/, '').split('\n').length;
  const [first, last] = [lines[0], lines.at(-1)];
  const within = first && last ? { start: first.start, end: last.end } : span;
  return { at: siteAt(file, within), file, heading, language, lines: count };
}
