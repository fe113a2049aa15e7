import type { Node } from '#parser/tree.ts';
import { commentsWithin } from './comments.ts';
import type { Insertion } from './insertion.ts';
import { indentationAt } from './reindent.ts';

/**
 * An `inherit` as bindings: `a = x.a;` for `inherit (x) a;`. `undefined` where a
 * name would mean itself, where the source is more than a name, or a comment would
 * be lost.
 */
export function spelledInherit(statement: Node): Insertion | undefined {
  const source = statement.child('expression');
  const names = [...(statement.child('attrs')?.children() ?? [])];
  const isPlain = names.length > 0 && names.every(({ kind }) => kind === 'identifier');
  if (!isPlain || commentsWithin(statement.tree, statement.span).length > 0) return undefined;
  if (source && !/^[\w'-]+(\.[\w'-]+)*$/.test(source.text)) return undefined;
  if (!source && statement.parent?.parent?.kind !== 'attrset_expression') return undefined;
  const prefix = source ? `${source.text}.` : '';
  const bindings = names.map(({ text }) => `${text} = ${prefix}${text};`);
  const { tree, span } = statement;
  const lineStart = tree.text.lastIndexOf('\n', span.start - 1) + 1;
  const isOwnLine = tree.text.slice(lineStart, span.start).trim() === '';
  const between = isOwnLine ? `\n${indentationAt(tree.text, span.start)}` : ' ';
  return { span, text: bindings.join(between) };
}
