import type { FilePath } from '#analyzer/diagnostic.ts';
import { fileKind } from '#analyzer/syntax/file-kind.ts';
import { exprOf } from '#analyzer/syntax/module.ts';
import { outputsOf } from './attributes.ts';
import type { ExprSite, Origin } from './name.ts';
import type { Names } from './names.ts';

/** What a function may be given: by its calls, by Nix for the outputs of a flake, or by the module system. */
export function givenTo(names: Names, lambda: ExprSite): readonly Origin[] {
  const { file, expr } = lambda;
  const destinations = names.destinations(lambda);
  const calls = destinations.flatMap(({ kind, site }) =>
    kind === 'called' ? names.origins(site) : [],
  );
  const isOutputs = outputsOf(names, file).some(
    (origin) => 'expr' in origin && origin.expr === expr,
  );
  if (isOutputs) return [...calls, { kind: 'inputs', file }];
  return calls.length === 0 && isModule(names, file, lambda) ? names.moduleArguments() : calls;
}

/** Whether a function is a whole file that the module system may call. */
function isModule(names: Names, file: FilePath, { expr }: ExprSite): boolean {
  const analysis = names.analysis(file);
  if (analysis === undefined || analysis.module.root !== expr) return false;
  const lambda = exprOf(analysis.module, expr);
  const isOpen = lambda.kind === 'lambda' && lambda.formals?.ellipsis === true;
  return isOpen && fileKind(file, analysis) !== 'package';
}
