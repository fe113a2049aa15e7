import type { Node } from '#parser/tree.ts';
import { statementsOf } from '../edit/statements.ts';
import { type Doc, type line, nested } from './doc.ts';
import { lineEnd, raw } from './raw.ts';

interface Inside {
  readonly lay: (node: Node) => Doc;
  /** What stands beside the brackets and between the parts where those have no lines of their own. */
  readonly gap: typeof line;
}

/** A list. One that has its items on lines of their own keeps them so. */
export function bracketed(list: Node, { lay, gap }: Inside): Doc {
  const items = list.children().filter(({ field }) => field === 'element');
  if (items.length === 0) return list.text.includes('\n') ? raw(list.tree, list.span) : '[ ]';
  const inside = { start: list.start + 1, end: list.end - 1 };
  return openBlock(list, inside) ?? ['[', gap, nested(between(items.map(lay), gap)), gap, ']'];
}

/** A set. One that has its attributes on lines of their own keeps them so. */
export function braced(set: Node, { lay, gap }: Inside): Doc {
  const { tree, start, end, kind } = set;
  const statements = statementsOf(set);
  const brace = tree.text.indexOf('{', start);
  const head = kind === 'rec_attrset_expression' ? 'rec ' : '';
  const inside = { start: brace + 1, end: end - 1 };
  if (statements.length === 0)
    return tree.text.slice(inside.start, inside.end).trim() === ''
      ? `${head}{ }`
      : raw(tree, set.span);
  const open = openBlock(set, inside);
  if (open) return [head, open];
  const parts = statements.map(lay);
  return [head, '{', gap, nested(between(parts, gap)), gap, '}'];
}

/** Brackets with what stands between them on lines of its own; `undefined` for other layouts. */
function openBlock(
  block: Node,
  inside: { readonly start: number; readonly end: number },
): Doc | undefined {
  const { tree } = block;
  const text = tree.text.slice(inside.start, inside.end);
  const first = /^([^\S\n]*(?:#[^\n]*)?)\n\s*/.exec(text);
  if (!first) return undefined;
  const body = { start: inside.start + first[0].length, end: inside.start + text.trimEnd().length };
  if (body.end <= body.start) return undefined;
  return [
    tree.text.charAt(inside.start - 1),
    first[1] ?? '',
    lineEnd(tree, { start: inside.start, end: body.start }),
    nested(raw(tree, body)),
    lineEnd(tree, { start: body.end, end: inside.end }),
    tree.text.charAt(inside.end),
  ];
}

function between(parts: readonly Doc[], by: Doc): readonly Doc[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [by, part]));
}
