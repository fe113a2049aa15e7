import type { Node } from '#parser/tree.ts';
import { gapBefore, restOfLine, width, widthBefore } from './beside.ts';
import { commentsWithin } from './comments.ts';
import type { Insertion } from './insertion.ts';

/**
 * What goes on one line as a formatter has it, because edits within it make it
 * narrow enough: a value that had no room beside its equals sign, or the branches
 * of an `if` on lines of their own. Nothing where it had been broken for another
 * reason.
 */
export function refitted(changed: Node, edits: readonly Insertion[]): readonly Insertion[] {
  const saved = edits.reduce((sum, { span, text }) => sum + span.end - span.start - text.length, 0);
  for (let at: Node | undefined = changed; at && at.kind !== 'binding'; at = at.parent) {
    const joins = joinsOf(at);
    if (joins && joins.width > width && joins.width - saved <= width) return joins.edits;
  }
  return [];
}

interface Joins {
  /** Of the line that the edits make. */
  readonly width: number;
  readonly edits: readonly Insertion[];
}

function joinsOf(node: Node): Joins | undefined {
  if (commentsWithin(node.tree, node.span).length > 0) return undefined;
  return node.text.includes('\n') ? joinedBranches(node) : raised(node);
}

/** A value of one line, beside its equals sign. */
function raised(value: Node): Joins | undefined {
  const { tree, parent } = value;
  const gap = parent?.kind === 'binding' ? gapBefore(value) : undefined;
  if (!gap || tree.text.charAt(gap.start - 1) !== '=') return undefined;
  const line = restOfLine(tree.text, value.start);
  return {
    width: widthBefore(tree.text, gap.start) + 1 + line.length,
    edits: [{ span: gap, text: ' ' }],
  };
}

/** An `if` that begins a line, with both branches on it. */
function joinedBranches(node: Node): Joins | undefined {
  const { text } = node.tree;
  const [consequence, alternative] = [node.child('consequence'), node.child('alternative')];
  const isPlain =
    node.kind === 'if_expression' &&
    widthBefore(text, node.start) === 0 &&
    consequence?.text.includes('\n') === false &&
    alternative?.text.includes('\n') === false &&
    alternative.kind !== 'if_expression' &&
    !node.child('condition')?.text.includes('\n');
  if (!isPlain) return undefined;
  const breaks = [...node.text.matchAll(/\s*\n\s*/g)];
  const joined = node.text.length - breaks.reduce((sum, [space]) => sum + space.length - 1, 0);
  return {
    width: joined + restOfLine(text, node.end).length,
    edits: breaks.map(({ 0: space, index }) => ({
      span: { start: node.start + index, end: node.start + index + space.length },
      text: ' ',
    })),
  };
}
