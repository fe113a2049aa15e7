import { type DataNode, valueAt } from '#analyzer/data/node.ts';
import { textAt } from '#analyzer/data/select.ts';
import { readToml } from '#analyzer/data/toml.ts';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { LineIndex } from '#parser/lines.ts';
import type { Span } from '#parser/span.ts';

/** Findings that a baseline leaves out: `count` times the same one. */
export interface KnownFinding {
  readonly rule: string;
  readonly file: string;
  readonly message: string;
  /** What the line is known by; empty where nothing of it may be used. */
  readonly line: string;
  readonly count: number;
}

/** A known finding and where the baseline says so. */
export interface BaselineEntry extends KnownFinding {
  readonly span: Span;
}

export interface Baseline {
  readonly file: FilePath;
  readonly entries: readonly BaselineEntry[];
}

/** Reads what `baselineText` writes; says what is wrong with anything else, and where. */
export function readBaseline(
  text: string,
  file: FilePath,
): Baseline | { readonly problem: string; readonly offset: number } {
  const { documents, problems } = readToml(text);
  const [broken] = problems;
  if (broken !== undefined) return { problem: broken.message, offset: broken.span.start };
  const known = valueAt(documents[0], 'known');
  const items = known?.kind === 'list' ? known.items : [];
  const entries: BaselineEntry[] = [];
  for (const item of items) {
    const entry = entryOf(item);
    if (entry === undefined) {
      const problem = 'has an entry without `rule`, `file` and `message`';
      return { problem, offset: item.span.start };
    }
    entries.push(entry);
  }
  return { file, entries };
}

/** Where in a text something is, for people. */
export function lineOf(text: string, offset: number): number {
  return new LineIndex(text).position(offset).line + 1;
}

/**
 * The known findings as TOML 1.0: sorted, with a block for each, so that
 * branches which add and drop different ones merge without a conflict.
 */
export function baselineText(findings: readonly KnownFinding[]): string {
  const blocks = findings.toSorted(compareFindings).map(({ rule, file, message, line, count }) => {
    const lines = [
      '[[known]]',
      `file = ${quoted(file)}`,
      `rule = ${quoted(rule)}`,
      `message = ${quoted(message)}`,
      ...(line === '' ? [] : [`line = ${quoted(line)}`]),
      ...(count === 1 ? [] : [`count = ${count}`]),
    ];
    return `\n${lines.join('\n')}\n`;
  });
  return `${head}${blocks.join('')}`;
}

const head = `# Findings that are known: \`flakewise check --baseline\` leaves them out.
# \`line\` stands for the text of the line, so that entries hold wherever it moves.
# An entry can be dropped at any time; its finding is then reported again.
`;

function entryOf(node: DataNode): BaselineEntry | undefined {
  const rule = textAt(node, 'rule');
  const file = textAt(node, 'file');
  const message = textAt(node, 'message');
  if (rule === undefined || file === undefined || message === undefined) return undefined;
  const count = Number(textAt(node, 'count') ?? '1');
  return {
    rule,
    file,
    message,
    line: textAt(node, 'line') ?? '',
    count: Number.isInteger(count) && count > 0 ? count : 1,
    span: valueAt(node, 'message')?.span ?? node.span,
  };
}

function compareFindings(a: KnownFinding, b: KnownFinding): number {
  return (
    compare(a.file, b.file) ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message) ||
    compare(a.line, b.line)
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A basic string of TOML: the escapes of JSON, and those of further characters that TOML or editors refuse. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\ufeff]/g,
    (unit) => {
      return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    },
  );
}
