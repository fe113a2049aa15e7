import { normalizePath } from '#analyzer/evaluate/path-value.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { type Expr, type ExprId, exprOf } from '#analyzer/syntax/module.ts';
import { scopesOf } from '#analyzer/syntax/scope.ts';
import { calleeName } from '../meaning/callee.ts';
import type { MovedFile, MoveEdit } from './moved-files.ts';
import { isPlainPath, relativeFrom, writtenFrom } from './moves.ts';

type Edit = Omit<MoveEdit, 'file'>;

/** The edits of the literal paths of a file; of those that are worked out, of the folder that they begin with. */
export function pathEdits(moved: MovedFile): readonly Edit[] {
  const { module, sourceMap, tree } = moved.analysis;
  return module.exprs.flatMap((expr, id) => {
    if (expr.kind !== 'path' || expr.root !== 'relative') return [];
    const row = sourceMap.nodes[id] ?? 0;
    const start = tree.start[row] ?? 0;
    const isRead = isReadAsCode(moved.analysis, id as ExprId);
    const edit =
      expr.parts.length === 1
        ? literalEdit(moved, { start, end: tree.end[row] ?? 0 }, isRead ? 'code' : 'data')
        : prefixEdit(moved, expr, start);
    return edit === undefined ? [] : [edit];
  });
}

/** Whether a path is imported, or in a list as modules are: a folder then stands for its `default.nix`. */
function isReadAsCode({ module }: FileAnalysis, path: ExprId): boolean {
  const outer = scopesOf(module).parent(path);
  const around = outer === undefined ? undefined : exprOf(module, outer);
  if (around?.kind === 'list') return true;
  const callee = around?.kind === 'apply' ? calleeName(module, around.function) : undefined;
  return callee === 'import' || callee === 'callPackage';
}

function literalEdit(
  { analysis, folder, newFolder, moves }: MovedFile,
  span: Edit['span'],
  readAs: 'code' | 'data',
): Edit | undefined {
  const written = analysis.text.slice(span.start, span.end);
  const path = normalizePath(`./${folder}/${written}`);
  const target = readAs === 'code' ? moves.leadsTo(path) : moves.after(path);
  if (normalizePath(`./${newFolder}/${written}`) === target) return undefined;
  const text = writtenFrom(newFolder, target);
  if (isPlainPath(text)) return { span, text };
  return { span, text: `(./. + "/${relativeFrom(newFolder, target)}")` };
}

function prefixEdit(
  { folder, newFolder, moves }: MovedFile,
  { parts }: Extract<Expr, { kind: 'path' }>,
  start: number,
): Edit | undefined {
  const [first] = parts;
  const slash = typeof first === 'string' ? first.lastIndexOf('/') : -1;
  if (typeof first !== 'string' || slash < 0) return undefined;
  const written = first.slice(0, slash);
  const target = moves.after(normalizePath(`./${folder}/${written}`));
  if (normalizePath(`./${newFolder}/${written}`) === target) return undefined;
  const text = writtenFrom(newFolder, target).replace(/\/\.$/, '');
  return isPlainPath(text) ? { span: { start, end: start + slash }, text } : undefined;
}
