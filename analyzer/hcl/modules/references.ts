import { evaluateIn, type Resolved, type Step } from '../evaluate/scope.ts';
import { reference } from '../evaluate/selection.ts';
import type { HclBlock } from '../syntax/document.ts';
import {
  failure,
  kept,
  nothing,
  object,
  string,
  textOf,
  tuple,
  unknown,
  type Value,
} from '../values/value.ts';
import { callModule, type Expansion, expand } from './instances.ts';
import { attributeValue, type ModuleScope, onceIn } from './module-scope.ts';
import { variableValue } from './variables.ts';

/** What a name stands for in a module: `var.x`, `local.x`, `module.x`, `aws_eip.web` and their kin. */
export function resolveName(root: string, steps: readonly Step[], scope: ModuleScope): Resolved {
  const [first, second] = steps.map(stepName);
  const one = (value: Value): Resolved => ({ value, used: 1 });
  if (first === undefined) {
    return { value: unknown(`\`${root}\` stands for nothing here`), used: 0 };
  }
  switch (root) {
    case 'var':
      return one(variableValue(first, scope));
    case 'local':
      return one(localValue(first, scope));
    case 'module':
      return one(moduleValue(first, scope));
    case 'path':
      return one(pathValue(first, scope));
    case 'each':
    case 'count':
    case 'self':
    case 'terraform':
    case 'tofu':
      return one(unknown(`\`${root}.${first}\` is not known here`));
    case 'data':
    case 'ephemeral':
      return { value: resourceValue(`${root}.${first}.${second ?? ''}`, scope), used: 2 };
    case 'resource':
      return { value: resourceValue(`${first}.${second ?? ''}`, scope), used: 2 };
    default:
      return one(resourceValue(`${root}.${first}`, scope));
  }
}

function stepName(step: Step): string | undefined {
  return step.kind === 'name' ? step.name : textOf(step.key);
}

function localValue(name: string, scope: ModuleScope): Value {
  const attribute = scope.module.locals.get(name);
  if (!attribute) return unknown(`the local \`${name}\` is not declared`);
  return onceIn(scope, `local.${name}`, (inner) => evaluateIn(attribute.expression, inner));
}

function pathValue(name: string, scope: ModuleScope): Value {
  if (name === 'module') return string(scope.path);
  if (name === 'root') return string('.');
  return unknown('where the repository lies is not known');
}

/** One instance, or all of them by key or by number. */
function instancesValue(
  block: HclBlock,
  { instances, undecided }: Expansion,
  make: (instance: Expansion['instances'][number]) => Value,
): Value | undefined {
  if (undecided !== undefined) return undefined;
  const { attributes } = block.body;
  if (attributes.has('for_each')) {
    return object(instances.map((instance) => [String(instance.key), make(instance)] as const));
  }
  if (attributes.has('count')) return tuple(instances.map(make));
  const [single] = instances;
  return single ? make(single) : nothing;
}

function moduleValue(name: string, scope: ModuleScope): Value {
  const text = `${scope.prefix}module.${name}`;
  const block = scope.module.calls.get(name);
  if (!block || block.broken !== undefined) return reference(text);
  return onceIn(scope, `module.${name}`, (inner) => {
    const value = instancesValue(block, callModule(block, inner), (instance) =>
      reference(`${text}${instance.suffix}`, (output) => outputValue(output, instance.scope)),
    );
    return value ?? reference(text);
  });
}

/** The value of an output of a module; undefined when there is none. */
export function outputValue(name: string, scope: ModuleScope): Value | undefined {
  const block = scope.module.outputs.get(name);
  const value = block?.body.attributes.get('value');
  if (!block || !value || block.broken !== undefined) return undefined;
  return onceIn(scope, `output.${name}`, (inner) => {
    const sensitive = attributeValue(block.body.attributes.get('sensitive'), inner);
    const open = sensitive.kind === 'null' || (sensitive.kind === 'bool' && !sensitive.truth);
    const result = evaluateIn(value.expression, inner);
    return result.kind === 'failure'
      ? failure(result.message)
      : kept(result, open ? undefined : 'sensitive');
  });
}

function resourceValue(address: string, scope: ModuleScope): Value {
  const text = `${scope.prefix}${address}`;
  const block = scope.module.resources.get(address);
  if (!block || block.broken !== undefined) return reference(text);
  return onceIn(scope, address, (inner) => {
    const value = instancesValue(block, expand(block, inner), (instance) => {
      const place = `${address}${instance.suffix}`;
      return reference(`${scope.prefix}${place}`, (name) =>
        configuredValue(block, [place, name], instance.scope),
      );
    });
    return value ?? reference(text);
  });
}

const metaArguments = new Set([
  'for_each',
  'count',
  'depends_on',
  'provider',
  'lifecycle',
  'provisioner',
  'connection',
]);

/** An attribute that the configuration sets is known; every other one exists later. */
function configuredValue(
  block: HclBlock,
  [place, name]: readonly [string, string],
  scope: ModuleScope,
): Value | undefined {
  const attribute = block.body.attributes.get(name);
  if (!attribute || metaArguments.has(name)) return undefined;
  const value = onceIn(scope, `${place}.${name}`, () => evaluateIn(attribute.expression, scope));
  const isOpen = value.kind === 'unknown' || value.kind === 'failure' || value.kind === 'null';
  return isOpen ? undefined : { ...value, owner: `${scope.prefix}${place}` };
}
