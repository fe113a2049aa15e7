import type { FilePath } from '#analyzer/diagnostic.ts';
import { Node, type NodeId } from '#parser/tree.ts';
import { expressionAt } from '../completion/place.ts';
import { docCommentBefore } from '../documentation/doc-comment.ts';
import type { Names } from '../meaning/names.ts';

/** What is to be known of a function by whoever calls it. */
export interface CalledGlance {
  /** What it takes; `undefined` where it is written out as the value itself. */
  readonly head: string | undefined;
  readonly about: string | undefined;
}

/** The one function that a value is, wherever it is written. */
export function calledGlance(names: Names, file: FilePath, value: Node): CalledGlance | undefined {
  const analysis = names.analysis(file);
  const expr = analysis && expressionAt(analysis, value);
  const [origin, ...others] = expr === undefined ? [] : names.origins({ file, expr });
  const written = origin?.kind === 'function' ? names.analysis(origin.file) : undefined;
  if (origin?.kind !== 'function' || others.length > 0 || written === undefined) return undefined;
  const lambda = new Node(written.tree, (written.sourceMap.nodes[origin.expr] ?? 0) as NodeId);
  const isValue = origin.file === file && lambda.id === value.id;
  return {
    head: isValue ? undefined : `${headOf(lambda)}: …`,
    about: docCommentBefore(written, lambda.start),
  };
}

/** What stands before the body of a function, and of the functions that it gives one after the other. */
export function headOf(lambda: Node): string {
  let body = lambda.child('body');
  while (body?.kind === 'function_expression') body = body.child('body');
  const head = lambda.text.slice(0, body === undefined ? undefined : body.start - lambda.start);
  return head.replace(/:(\s|#.*\n|\/\*.*?\*\/)*$/s, '');
}
