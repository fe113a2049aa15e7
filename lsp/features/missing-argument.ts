import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import { addedFormal } from '#analyzer/edit/added-formal.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { canApply } from '#linter/fix.ts';
import { type Node, root } from '#parser/tree.ts';
import type { Action } from './change.ts';
import { ours } from './repairs.ts';

/**
 * Lets the function around a name that nothing defines take it as an argument:
 * the outermost one that names what it takes, because that is what modules and
 * packages are given. Whether there is such an argument, a person knows.
 */
export function missingArgument(
  finding: Diagnostic,
  analysis: FileAnalysis | undefined,
  textOf: (file: FilePath) => string | undefined,
): readonly Action[] {
  const { rule, file, span } = finding;
  if (rule !== 'names/undefined' || analysis === undefined) return [];
  const name = analysis.text.slice(span.start, span.end);
  const pattern = outermostPattern(root(analysis.tree), span.start);
  if (!pattern || !/^[A-Za-z_][\w'-]*$/.test(name)) return [];
  const edits = [{ file, ...addedFormal(pattern, name) }];
  const title = `take \`${name}\` as an argument`;
  if (!canApply({ title, safety: 'unsafe', edits }, textOf)) return [];
  return [{ title: ours(title), kind: 'quickfix', finding, does: { edits } }];
}

/** The pattern of the outermost function that has one and whose body holds a place. */
function outermostPattern(from: Node, offset: number): Node | undefined {
  let node: Node | undefined = from;
  while (node) {
    const body = node.child('body');
    const isAround = body !== undefined && body.start <= offset && offset <= body.end;
    const pattern = node.kind === 'function_expression' && isAround && node.child('formals');
    if (pattern) return pattern;
    node = [...node.children()].find(({ start, end }) => start <= offset && offset < end);
  }
  return undefined;
}
