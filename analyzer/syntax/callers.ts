import type { Node } from '#parser/tree.ts';
import { areSettings } from './option-names.ts';
import { bindingPath } from './option-path.ts';

/**
 * Whether something that reads the pattern of a function may call it: what imports
 * the file, the module system, `callPackage`, or Nix for the outputs of a flake.
 */
export function isCalledFromOutside(lambda: Node): boolean {
  const body = innermost(lambda);
  if (isModuleSet(body)) return true;
  let inner = lambda;
  for (let outer = inner.parent; outer; inner = outer, outer = inner.parent) {
    if (outer.kind === 'source_code') return true;
    if (outer.kind === 'binding') return isModulePlace(outer);
    if (!handsOn.has(outer.kind)) return false;
    if (outer.kind === 'apply_expression' && inner.field === 'function') return false;
  }
  return false;
}

/** What stands around a function without deciding who calls it. */
const handsOn: ReadonlySet<string> = new Set([
  'parenthesized_expression',
  'let_expression',
  'with_expression',
  'assert_expression',
  'if_expression',
  'list_expression',
  'apply_expression',
  'binary_expression',
]);

/** A binding whose value, or whose path, holds modules by its name. */
function isModulePlace(binding: Node): boolean {
  const around = binding.parent?.parent?.parent;
  const names = [
    ...bindingPath(binding),
    ...(around?.kind === 'binding' ? bindingPath(around) : []),
  ];
  return names.some((name) => name !== undefined && modulePlace.test(name));
}

const modulePlace =
  /^(imports|outputs|perSystem|module|submodule|systems|type|flake-?[mM]odules?|config|.*[mM]odules?)$/;

function innermost(lambda: Node): Node {
  let node = lambda;
  for (;;) {
    const body = bodied.has(node.kind) ? node.child('body') : undefined;
    if (!body) return node;
    node = body;
  }
}

const bodied: ReadonlySet<string> = new Set([
  'function_expression',
  'let_expression',
  'with_expression',
  'assert_expression',
]);

function isModuleSet(set: Node): boolean {
  const bindings = [...set.children()].find(({ kind }) => kind === 'binding_set');
  const names = [...(bindings?.children() ?? [])].flatMap((binding) => {
    const [first] = binding.kind === 'binding' ? bindingPath(binding) : [];
    return first ?? [];
  });
  const isModule = ['imports', 'options', 'config', 'disabledModules'].some((name) => {
    return names.includes(name);
  });
  return isModule || areSettings(new Set(names));
}
