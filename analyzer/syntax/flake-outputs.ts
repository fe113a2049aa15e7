import { type ExprId, exprOf, literalText, type Module } from './module.ts';

/** The function of a flake’s outputs, and the inputs that the flake declares. */
export interface FlakeOutputs {
  readonly outputs: ExprId;
  readonly inputs: ReadonlySet<string>;
}

/** What the text of a `flake.nix` says of its outputs; `undefined` where that is no flake. */
export function flakeOutputs(module: Module): FlakeOutputs | undefined {
  const outputs = attribute(module, module.root, 'outputs');
  if (outputs === undefined) return undefined;
  const inputs = attribute(module, module.root, 'inputs');
  const declared = inputs === undefined ? undefined : exprOf(module, inputs);
  const bindings = declared?.kind === 'attrs' ? declared.bindings : [];
  return {
    outputs,
    inputs: new Set(bindings.flatMap(({ name }) => literalText(module, name) ?? [])),
  };
}

function attribute(module: Module, set: ExprId, wanted: string): ExprId | undefined {
  const expr = exprOf(module, set);
  if (expr.kind !== 'attrs') return undefined;
  return expr.bindings.find(({ name }) => literalText(module, name) === wanted)?.value;
}
