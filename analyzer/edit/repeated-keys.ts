import type { Node } from '#parser/tree.ts';
import { bindingPath } from '../syntax/option-path.ts';
import { hasComment } from './comments.ts';
import type { Insertion } from './insertion.ts';
import { indentationAt, reindented } from './reindent.ts';
import { statementsOf } from './statements.ts';

/** Attributes of a set whose names begin with the same one. */
export interface RepeatedKey {
  readonly key: string;
  /** At least two; the first has a name of several parts. */
  readonly bindings: readonly Node[];
}

/** The names that begin so many attributes of a set, in the order of the text. */
export function repeatedKeys(set: Node, least: number): readonly RepeatedKey[] {
  const byKey = new Map<string, Node[]>();
  for (const statement of statementsOf(set)) {
    const [key] = statement.kind === 'binding' ? bindingPath(statement) : [];
    if (key === undefined) continue;
    const known = byKey.get(key);
    if (known) known.push(statement);
    else byKey.set(key, [statement]);
  }
  return [...byKey].flatMap(([key, bindings]) => {
    const [first] = bindings;
    if (bindings.length < least || !first || bindingPath(first).length < 2) return [];
    return { key, bindings };
  });
}

/** One set in place of all of them; `undefined` where something else stands between them. */
export function joinedBelowKey({ bindings }: RepeatedKey): readonly Insertion[] | undefined {
  const [first, last] = [bindings[0], bindings.at(-1)];
  if (!first || !last || !areNeighbours(bindings)) return undefined;
  const { text } = first.tree;
  const span = { start: first.start, end: last.end };
  const isOneLine = !text.slice(span.start, span.end).includes('\n');
  const unit = isOneLine ? '' : '  ';
  const inside: string[] = [];
  for (const [index, binding] of bindings.entries()) {
    const shortened = withoutFirstName(binding, unit.length);
    if (shortened === undefined) return undefined;
    const between = text.slice(bindings[index - 1]?.end ?? binding.start, binding.start);
    inside.push(between.includes('\n') ? between + unit : between, shortened);
  }
  const key = first.child('attrpath')?.child('attr')?.text ?? '';
  const line = isOneLine ? ' ' : `\n${indentationAt(text, span.start)}`;
  return [{ span, text: `${key} = {${line}${unit}${inside.join('')}${line}};` }];
}

/** Whether attributes of several names follow each other without a comment beside or between them. */
function areNeighbours(bindings: readonly Node[]): boolean {
  return bindings.every((binding, index) => {
    const before = bindings[index - 1];
    const between = binding.tree.text.slice(before?.end ?? binding.start, binding.start);
    const isAlone = between.trim() === '' && !isBeside(binding);
    return isAlone && bindingPath(binding).length > 1;
  });
}

/** A comment above the first would speak of all, one behind it of the set. */
function isBeside(binding: Node): boolean {
  const { tree, span } = binding;
  const first = binding.child('expression');
  const head = { start: span.start, end: first?.start ?? span.end };
  return hasComment(tree, head) || hasComment(tree, { start: span.end, end: span.end });
}

function withoutFirstName(binding: Node, columns: number): string | undefined {
  const { tree, start, end } = binding;
  const [, second] = [...(binding.child('attrpath')?.children() ?? [])];
  const moved = reindented(tree, binding.span, columns);
  if (!second || !moved) return undefined;
  let result = '';
  let from = second.start;
  for (const edit of moved) {
    if (edit.span.start < from) return undefined;
    result += tree.text.slice(from, edit.span.start) + edit.text;
    from = edit.span.end;
  }
  return start < end ? result + tree.text.slice(from, end) : undefined;
}
