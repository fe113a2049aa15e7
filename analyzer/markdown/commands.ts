import type { Span } from '#parser/span.ts';
import { contentPlaces } from '../data/place.ts';
import type { FilePath } from '../diagnostic.ts';
import { TableBuilder } from '../extract/table.ts';
import { addCommands } from '../shell/rows.ts';
import type { CodeBlock, MarkdownDocument } from './document.ts';

const shells = new Set([
  'sh',
  'bash',
  'zsh',
  'shell',
  'console',
  'terminal',
  'shell-session',
  'shellsession',
  'sh-session',
]);

/** The commands in the code blocks of a document. */
export function commandTable(
  file: FilePath,
  text: string,
  { codeBlocks }: MarkdownDocument,
): TableBuilder<'command'> {
  const table = new TableBuilder('command');
  for (const block of codeBlocks) {
    if (!shells.has(block.language ?? '')) continue;
    for (const script of scriptsIn(text, block))
      addCommands(table, {
        file,
        text: script.text,
        place: contentPlaces(text, { kind: 'scalar', value: script.text, ...script }),
        source: 'document',
        in: block.heading ?? '',
        // Words in angles are for the reader to fill in.
        templates: /<[\w .:/|-]+>|\{\{[^}]*\}\}|\[[\w .-]+\](?=\s|$)/g,
      });
  }
  return table;
}

interface Script {
  readonly text: string;
  readonly span: Span;
}

/** The block, or the lines behind a prompt, where what a program answers stands in between. */
function scriptsIn(text: string, { lines }: CodeBlock): readonly Script[] {
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last) return [];
  const source = lines.map(({ start, end }) => text.slice(start, end)).join('');
  const prompts = [
    ...text.slice(first.start, last.end).matchAll(/^[ \t]*(?:\$|❯|➜) +(.*(?:\\\n.*)*)/gm),
  ];
  if (prompts.length === 0) return [{ text: source, span: { start: first.start, end: last.end } }];
  return prompts.map((match) => {
    const command = match[1] ?? '';
    const start = first.start + match.index + match[0].length - command.length;
    return { text: command, span: { start, end: start + command.length } };
  });
}
