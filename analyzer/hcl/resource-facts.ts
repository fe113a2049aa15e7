import type { ResourceRow } from '../facts/cloud.ts';
import type { Table } from '../facts/facts.ts';
import type { Files } from '../files.ts';
import { Findings } from './findings.ts';
import type { HclInput } from './modules/module.ts';
import type { ModuleScope } from './modules/module-scope.ts';
import { attributesOf } from './resources/attributes.ts';
import { mentionsIn } from './resources/mentions.ts';
import { providerOf } from './resources/provider.ts';
import type { Resource } from './resources/resource.ts';
import { readOutputs, readVariables } from './root-values.ts';
import { rootScopes } from './roots.ts';
import { type HclBlock, labelText } from './syntax/document.ts';
import { type Declared, moduleTree } from './tree.ts';

const resourceTables = [
  ...(['resource', 'resource-attribute', 'resource-mention'] as const),
  ...(['cloud-output', 'cloud-variable'] as const),
] as const;

type ResourceTable = (typeof resourceTables)[number];

/** The tables about what OpenTofu files declare, whatever it is. */
export type ResourceFacts = { readonly [Name in ResourceTable]: Table<Name> };

type Found = { readonly [Name in ResourceTable]: Findings<Name> };

/** Reads every root among the files, with the modules that it calls. */
export function resourceFacts(inputs: readonly HclInput[], files?: Files): ResourceFacts {
  const found: Found = {
    resource: new Findings('resource'),
    'resource-attribute': new Findings('resource-attribute'),
    'resource-mention': new Findings('resource-mention'),
    'cloud-output': new Findings('cloud-output'),
    'cloud-variable': new Findings('cloud-variable'),
  };
  for (const scope of rootScopes(inputs, files)) readRoot(scope, found);
  return {
    resource: found.resource.table(),
    'resource-attribute': found['resource-attribute'].table(),
    'resource-mention': found['resource-mention'].table(),
    'cloud-output': found['cloud-output'].table(),
    'cloud-variable': found['cloud-variable'].table(),
  };
}

function readRoot(scope: ModuleScope, found: Found): void {
  const { root, scopes, resources, closed, unread } = moduleTree(scope);
  for (const { at, reason } of unread) {
    for (const table of resourceTables) found[table].gap({ root }, reason, at);
  }
  for (const { block, reason } of closed) {
    found.resource.gap({ root }, reason, block.at);
    found['resource-attribute'].gap({ root }, reason, block.at);
  }
  readVariables(scope, found['cloud-variable']);
  readOutputs(scope, found['cloud-output']);
  for (const inner of scopes) mentionsIn(inner, root, found['resource-mention']);
  for (const declared of resources) readDeclared(declared, root, found);
}

/** The instances of a resource; that there may be others is a gap. */
function readDeclared(declared: Declared, root: string, found: Found): void {
  const { block, scope, instances, undecided } = declared;
  const module = scope.prefix === '' ? undefined : scope.prefix.slice(0, -1);
  const common = {
    root,
    mode: modeOf(block),
    type: labelText(block, 0),
    name: labelText(block, 1),
  };
  if (undecided !== undefined) {
    const known = { ...common, ...(module !== undefined && { module }) };
    found.resource.gap(known, undecided, block.at);
    found['resource-attribute'].gap({ root, type: common.type }, undecided, block.at);
  }
  for (const instance of instances) {
    found.resource.add(resourceRow(instance, { ...common, module }));
    attributesOf(instance, root, found['resource-attribute']);
  }
}

function modeOf(block: HclBlock): ResourceRow['mode'] {
  if (block.type === 'data') return 'data';
  return block.type === 'ephemeral' ? 'ephemeral' : 'managed';
}

function resourceRow(
  { address, block, key }: Resource,
  common: Pick<ResourceRow, 'root' | 'mode' | 'type' | 'name' | 'module'>,
): ResourceRow {
  return {
    at: block.at,
    ...common,
    address,
    key: key === undefined ? undefined : String(key),
    provider: providerOf(block),
    file: block.at.file,
  };
}
