import type { CloudVariableRow } from '../facts/cloud.ts';
import type { Findings } from './findings.ts';
import { attributeValue, type ModuleScope } from './modules/module-scope.ts';
import { outputValue } from './modules/references.ts';
import { constraintOf, isSecretName, variableValue } from './modules/variables.ts';
import { leafReason, leavesOf } from './resources/flatten.ts';
import type { HclBlock } from './syntax/document.ts';
import { typeText } from './values/type.ts';

/** The variables of a root module. */
export function readVariables(scope: ModuleScope, found: Findings<'cloud-variable'>): void {
  const root = scope.module.directory;
  for (const [name, block] of scope.module.variables) {
    if (block.broken === undefined) found.add(variableRow(name, block, scope));
    else found.gap({ root, name }, block.broken, block.at);
  }
}

/** The outputs of a root module, taken apart. */
export function readOutputs(scope: ModuleScope, found: Findings<'cloud-output'>): void {
  for (const [name, block] of scope.module.outputs) readOutput([name, block], scope, found);
}

function readOutput(
  [name, block]: readonly [string, HclBlock],
  scope: ModuleScope,
  found: Findings<'cloud-output'>,
): void {
  const known = { root: scope.module.directory, name };
  const sensitive = saysYes(block, 'sensitive', scope);
  const value = outputValue(name, scope);
  if (!value) {
    found.gap(known, block.broken ?? 'the output has no value', block.at);
    return;
  }
  for (const leaf of leavesOf(value, '', block.body.attributes.get('value')?.at)) {
    const { at = block.at, value: cell, written } = leaf;
    const path = leaf.path === '' ? undefined : leaf.path;
    found.add({ at, ...known, path, sensitive, value: cell, written });
    if (leaf.isOpen) found.gap(known, leafReason(leaf), at);
  }
}

function variableRow(name: string, block: HclBlock, scope: ModuleScope): CloudVariableRow {
  const { attributes } = block.body;
  const value = variableValue(name, scope);
  const isComposite = 'items' in value || 'entries' in value;
  const [leaf] = isComposite ? [] : leavesOf(value, '', undefined);
  const type = attributes.has('type') ? constraintOf(block)?.type : undefined;
  return {
    at: block.at,
    root: scope.module.directory,
    name,
    type: type && typeText(type),
    sensitive: saysYes(block, 'sensitive', scope) || isSecretName(name),
    default: attributes.has('default'),
    value: leaf?.value,
  };
}

function saysYes(block: HclBlock, name: string, scope: ModuleScope): boolean {
  const value = attributeValue(block.body.attributes.get(name), scope);
  return value.kind !== 'null' && !(value.kind === 'bool' && !value.truth);
}
