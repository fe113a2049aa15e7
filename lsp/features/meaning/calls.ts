import { outputsOf } from './attributes.ts';
import { isModuleFunction } from './module-function.ts';
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
  return calls.length === 0 && isModuleFunction(names, lambda) ? names.moduleArguments() : calls;
}
