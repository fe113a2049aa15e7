import type { Node } from '#parser/tree.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { bindingPath } from '../syntax/option-path.ts';
import { referentAt } from '../syntax/referents.ts';
import { takeComments } from './comments.ts';
import type { Insertion } from './insertion.ts';
import { indentationAt, reindented } from './reindent.ts';
import { removal } from './removal.ts';
import { inOf, statementsOf } from './statements.ts';

/** A `let` directly in another one whose names can stand with those of the outer one. */
export interface MergeableLet {
  readonly inner: Node;
  readonly outer: Node;
  /** `undefined` where a comment would be lost. */
  readonly edits: readonly Insertion[] | undefined;
}

/**
 * The `let`s that are each other's bodies from here on and can become one. None
 * of their names may be there twice, and none may take a name of those before it
 * away that meant something from outside.
 *
 * Asked of the inner ones, there are none, so that each is found once.
 */
export function mergeableLets(analysis: FileAnalysis, first: Node): readonly MergeableLet[] {
  if (first.parent?.kind === 'let_expression' && first.field === 'body') return [];
  const found: MergeableLet[] = [];
  let group = [first];
  for (let inner = first.child('body'); inner?.kind === 'let_expression'; ) {
    const outer = group.at(-1) ?? inner;
    if (canJoin(analysis, group, inner)) {
      found.push({ inner, outer, edits: editsFor(outer, inner) });
      group.push(inner);
    } else {
      group = [inner];
    }
    inner = inner.child('body');
  }
  return found;
}

function canJoin(analysis: FileAnalysis, group: readonly Node[], inner: Node): boolean {
  const own = namesOf(inner);
  if (own.size === 0 || group.some((outer) => namesOf(outer).size === 0)) return false;
  return group.every((outer) => {
    const isDouble = [...namesOf(outer)].some((name) => own.has(name));
    return !isDouble && !takesAway(analysis, outer, own);
  });
}

/** Whether a value of the outer `let` mentions one of the names and means something outside of it. */
function takesAway(analysis: FileAnalysis, outer: Node, names: ReadonlySet<string>): boolean {
  const { sourceMap } = analysis;
  return statementsOf(outer).some((statement) => {
    return [...statement.descendants()].some((node) => {
      const isMention =
        node.kind === 'variable_expression' || node.parent?.kind === 'inherited_attrs';
      if (!isMention || !names.has(node.text)) return false;
      const referent = referentAt(analysis, node);
      if (!referent) return false;
      if (referent.kind !== 'binder') return true;
      const row = sourceMap.nodes[referent.binder.owner] ?? 0;
      return row <= outer.id;
    });
  });
}

function namesOf(letNode: Node): ReadonlySet<string> {
  return new Set(
    statementsOf(letNode).flatMap((statement) => {
      if (statement.kind === 'binding') return bindingPath(statement)[0] ?? '';
      const names = [...(statement.child('attrs')?.children() ?? [])];
      return names.map(({ kind, text }) => (kind === 'identifier' ? text : text.slice(1, -1)));
    }),
  );
}

/** Takes out `in` and `let`, and moves what follows to where the outer `let` has its own. */
function editsFor(outer: Node, inner: Node): readonly Insertion[] | undefined {
  const { tree } = outer;
  const { text } = tree;
  const start = inOf(outer);
  const end = inner.start + 'let'.length;
  const room = {
    start: statementsOf(outer).at(-1)?.end ?? start,
    end: statementsOf(inner)[0]?.start ?? end,
  };
  const isPlain = text.slice(start + 'in'.length, inner.start).trim() === '';
  const words = isPlain
    ? [{ start, end }]
    : [
        { start, end: start + 'in'.length },
        { start: inner.start, end },
      ];
  const columns = indentationAt(text, outer.start).length - indentationAt(text, inner.start).length;
  const moved = reindented(tree, { start: end, end: inner.end }, columns) ?? [];
  const edits = [
    ...words.map((word) => removal(text, word, room)),
    ...(isPlain ? [] : movedComments(outer, inner)),
    ...moved,
  ];
  return takeComments(tree, edits) || areTangled(edits) ? undefined : edits;
}

/** The lines of comments between both, as far in as the names that they stand with then. */
function movedComments(outer: Node, inner: Node): readonly Insertion[] {
  const { text } = outer.tree;
  const [first] = statementsOf(outer);
  const start = inOf(outer);
  const end = text.lastIndexOf('\n', inner.start) + 1;
  if (!first || end <= start) return [];
  const [own, named] = [inner.start, first.start].map((at) => indentationAt(text, at).length);
  const moved = reindented(outer.tree, { start, end }, (named ?? 0) - (own ?? 0)) ?? [];
  return [...besideIn(text, start, named ?? 0), ...moved];
}

/** A comment behind an `in` that begins its line begins it then. */
function besideIn(text: string, start: number, columns: number): readonly Insertion[] {
  const lineStart = text.lastIndexOf('\n', start) + 1;
  const isFirst = text.slice(lineStart, start).trim() === '';
  const comment = /^in[ \t]+(?=#|\/\*)/.exec(text.slice(start, text.indexOf('\n', start)));
  const room = columns - (start - lineStart);
  if (!isFirst || !comment || room <= 0) return [];
  const at = start + comment[0].length;
  return [{ span: { start: at, end: at }, text: ' '.repeat(room) }];
}

function areTangled(edits: readonly Insertion[]): boolean {
  const sorted = edits.toSorted((a, b) => a.span.start - b.span.start);
  return sorted.some(({ span }, index) => span.start < (sorted[index - 1]?.span.end ?? 0));
}
