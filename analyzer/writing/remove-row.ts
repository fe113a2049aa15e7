import type { Span } from '#parser/span.ts';
import { type Node, root } from '#parser/tree.ts';
import { resourcesIn } from '../edit/block.ts';
import { commentStart } from '../edit/insertion.ts';
import { rowsBeside, rowsOf } from '../facts/any-row.ts';
import type { Facts } from '../facts/facts.ts';
import type { TableName } from '../facts/tables.ts';
import { bindingOf } from './located.ts';
import { formFor, listedTexts, namedSets } from './nix-tables.ts';
import type { RowOfTable } from './set-columns.ts';
import type { Writing } from './writing.ts';

/** Whether rows of a table may be written as one thing that can be taken out. */
export function canRemove(table: TableName): boolean {
  return removable.has(table) || table in namedSets || table in listedTexts;
}

const removable: ReadonlySet<TableName> = new Set(['open-port', 'dns-record', 'ingress-rule']);

/**
 * Takes a row out of its file. `undefined` where it is not written as one thing,
 * where another row is part of it, or where a comment would be lost with it.
 */
export function removeRow(facts: Facts, { table, row }: RowOfTable): Writing | undefined {
  const { file } = row.at;
  const text = facts.text(file);
  const written = text === undefined ? undefined : writtenRow(facts, { table, row });
  const span = text !== undefined && written ? withItsLines(text, written) : undefined;
  if (!span) return undefined;
  const own = new Set(rowsBeside(facts, table, row));
  const isPartOfAnother = rowsOf(facts, table).some((other) => {
    if (own.has(other) || other.at.file !== file) return false;
    const at = facts.locate(other.at).span;
    return span.start <= at.start && at.end <= span.end;
  });
  return isPartOfAnother ? undefined : { title: 'remove it', edits: [{ file, span, text: '' }] };
}

/** What has to go with a thing; `undefined` where a comment speaks of it. */
function withItsLines(text: string, { start, end }: Span): Span | undefined {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline === -1 ? text.length : newline;
  const behind = text.slice(end, lineEnd).trim();
  if (/#|\/\*|\/\//.test(behind) || /#|\/\*/.test(text.slice(start, end))) return undefined;
  const isAlone = text.slice(lineStart, start).trim() === '' && behind === '';
  if (!isAlone) return { start: text[start - 1] === ' ' ? start - 1 : start, end };
  if (commentStart(text, lineStart) !== lineStart) return undefined;
  const next = lineEnd + 1;
  const blank = /^[ \t]*\r?\n/.exec(text.slice(next))?.[0].length ?? 0;
  const isApart = blank > 0 && /\n[ \t]*\r?\n$/.test(text.slice(0, lineStart));
  return { start: lineStart, end: Math.min(text.length, isApart ? next + blank : next) };
}

/** The binding, list element or block that a row is. */
function writtenRow(facts: Facts, { table, row }: RowOfTable): Span | undefined {
  const { file, span } = facts.locate(row.at);
  const text = facts.text(file) ?? '';
  if (file.endsWith('.tf')) return resourcesIn(text).get(span.start)?.node.span;
  const form = formFor(namedSets[table], row);
  const binding = form && bindingOf(facts, row, form.key);
  if (binding) return binding.rest.length === 0 ? binding.binding.span : undefined;
  const tree = file.endsWith('.nix') ? facts.tree(file) : undefined;
  return tree && elementAt(root(tree), span);
}

function elementAt(file: Node, { start, end }: Span): Span | undefined {
  for (const node of file.descendants())
    if (node.start === start && node.end === end && node.field === 'element') return node.span;
  return undefined;
}
