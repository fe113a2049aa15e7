import { fileKind } from '#analyzer/syntax/file-kind.ts';
import { exprOf } from '#analyzer/syntax/module.ts';
import type { ExprSite } from './name.ts';
import type { Names } from './names.ts';

/** Whether a function is a whole file that the module system may call. */
export function isModuleFunction(names: Names, { file, expr }: ExprSite): boolean {
  const analysis = names.analysis(file);
  if (analysis === undefined || analysis.module.root !== expr) return false;
  const lambda = exprOf(analysis.module, expr);
  const isOpen = lambda.kind === 'lambda' && lambda.formals?.ellipsis === true;
  return isOpen && fileKind(file, analysis) !== 'package';
}
