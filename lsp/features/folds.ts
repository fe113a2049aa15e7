import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { treeComments } from '#linter/comments.ts';
import type { NodeKind } from '#parser/kinds.ts';
import type { Span } from '#parser/span.ts';
import { type Node, root } from '#parser/tree.ts';

/** Lines that can be folded away below the first one. */
export interface Fold {
  readonly first: number;
  readonly last: number;
  readonly kind?: 'comment' | 'imports' | 'region';
}

/**
 * What may be folded in a file: whatever stands between brackets or quotes, the
 * names of a `let`, blocks, comments in a row, inputs of a flake in a row, and
 * what stands between `# region` and `# endregion`. A line on which only the end
 * stands is left to be seen.
 */
export function foldsOf(analysis: FileAnalysis): Fold[] {
  const { tree } = analysis;
  const folds: Fold[] = [...commentFolds(analysis), ...regionFolds(analysis)];
  for (const node of root(tree).descendants()) {
    if (bracketed.has(node.kind)) folds.push(foldOf(analysis, node, importsKind(node)));
    else if (node.kind === 'let_expression') folds.push(...letFold(analysis, node));
    else if (node.kind === 'binding_set') folds.push(...inputRuns(analysis, node));
  }
  return widest(folds.filter(({ first, last }) => last > first));
}

const bracketed = new Set<NodeKind>([
  'attrset_expression',
  'rec_attrset_expression',
  'let_attrset_expression',
  'list_expression',
  'formals',
  'parenthesized_expression',
  'indented_string_expression',
  'string_expression',
  'inherit',
  'inherit_from',
  'block',
  'object',
  'tuple',
  'function_call',
  'for_expr',
  'heredoc_template',
]);

/** From the line on which a span begins to its last one, or to the one before when that has nothing but its end. */
function foldOf({ lines, text }: FileAnalysis, { start, end }: Span, kind?: Fold['kind']): Fold {
  const first = lines.position(start).line;
  const last = lines.position(end).line;
  const rest = text.slice(lines.start(last), end).trim();
  const isEndAlone = /^(?:[\]})"';]+|\w+)$/.test(rest);
  return { first, last: isEndAlone ? last - 1 : last, ...(kind && { kind }) };
}

/** The list of what a module imports, and the set of what a flake takes. */
function importsKind(node: Node): Fold['kind'] | undefined {
  const { parent } = node;
  if (parent?.kind !== 'binding' || node.field !== 'expression') return undefined;
  const path = parent.child('attrpath')?.text;
  const isImports = path === 'imports' && node.kind === 'list_expression';
  return isImports || (path === 'inputs' && isOfFile(parent)) ? 'imports' : undefined;
}

/** Whether a statement belongs to the set that the file is. */
function isOfFile(binding: Node): boolean {
  return binding.parent?.parent?.parent?.kind === 'source_code';
}

/** The names of a `let`, without what they are for. */
function letFold({ lines }: FileAnalysis, letNode: Node): Fold[] {
  const bindings = [...letNode.children()].find(({ kind }) => kind === 'binding_set');
  if (bindings === undefined) return [];
  return [{ first: lines.position(letNode.start).line, last: lines.position(bindings.end).line }];
}

/** `inputs.a.url = …;` and others right below it. */
function inputRuns({ lines }: FileAnalysis, bindings: Node): Fold[] {
  if (bindings.parent?.parent?.kind !== 'source_code') return [];
  const runs: { first: number; last: number; kind: 'imports' }[] = [];
  let isOpen = false;
  for (const binding of bindings.children()) {
    if (binding.kind === 'comment') continue;
    const isInput = binding.child('attrpath')?.text.startsWith('inputs.') === true;
    const [first, last] = [lines.position(binding.start).line, lines.position(binding.end).line];
    const run = isOpen ? runs.at(-1) : undefined;
    if (isInput && run) run.last = last;
    else if (isInput) runs.push({ first, last, kind: 'imports' });
    isOpen = isInput;
  }
  return runs;
}

/** Comments over several lines, and those on lines of their own that follow each other. */
function commentFolds({ tree, lines, text }: FileAnalysis): Fold[] {
  const runs: { first: number; last: number; end: number; isAlone: boolean }[] = [];
  for (const { start, end } of treeComments(tree)) {
    if (marks.test(text.slice(start, end))) continue;
    const [first, last] = [lines.position(start).line, lines.position(end).line];
    const isAlone = text.slice(lines.start(first), start).trim() === '';
    const run = runs.at(-1);
    const isNext = run?.isAlone && isAlone && first === run.last + 1;
    if (run && isNext && text.slice(run.end, start).trim() === '') {
      run.last = last;
      run.end = end;
    } else runs.push({ first, last, end, isAlone });
  }
  return runs.map(({ first, last }) => ({ first, last, kind: 'comment' }));
}

const marks = /^(?:#|\/\/)\s*#?(region|endregion)\b/;

/** What stands between marks; one that is never closed is none. */
function regionFolds({ tree, lines, text }: FileAnalysis): Fold[] {
  const folds: Fold[] = [];
  const open: number[] = [];
  for (const { start, end } of treeComments(tree)) {
    const mark = marks.exec(text.slice(start, end))?.[1];
    const { line } = lines.position(start);
    if (mark === 'region') open.push(line);
    const first = mark === 'endregion' ? open.pop() : undefined;
    if (first !== undefined) folds.push({ first, last: line, kind: 'region' });
  }
  return folds;
}

/** One fold for each line, in their order: where several begin, the one that hides most, and of equal ones the one with a kind. */
function widest(folds: readonly Fold[]): Fold[] {
  const byLine = new Map<number, Fold>();
  for (const fold of folds) {
    const known = byLine.get(fold.first);
    const isBetter =
      known === undefined ||
      fold.last > known.last ||
      (fold.last === known.last && known.kind === undefined);
    if (isBetter) byLine.set(fold.first, fold);
  }
  return [...byLine.values()].toSorted((a, b) => a.first - b.first);
}
