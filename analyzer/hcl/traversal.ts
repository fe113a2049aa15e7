import type { Node } from '#parser/tree.ts';
import { blockBody } from './document.ts';

import { moduleOutput } from './instances.ts';
import { parts } from './nodes.ts';
import { evaluateIn, once, type Scope } from './scope.ts';
import {
  absent,
  type HclValue,
  list,
  literal,
  numberOf,
  reasonOf,
  textOf,
  undecided,
} from './value.ts';

/** One `.name`, `[key]` or splat behind a value. */
type Step =
  | { readonly kind: 'name' | 'key'; readonly key: HclValue }
  | { readonly kind: 'splat'; readonly rest: readonly Step[] };

/** A name and what is selected from it: `var.x`, `each.value`, `aws_eip.web.public_ip`. */
export function evaluateName(first: Node, accessors: readonly Node[], scope: Scope): HclValue {
  const root = first.text;
  const path = steps(accessors, scope);
  const bound = scope.names.get(root);
  if (bound) return applySteps(bound, path);
  const name = keyOf(path[0]);
  if (name === undefined) return undecided(`\`${root}\` stands for nothing here`);
  switch (root) {
    case 'var':
      return selected(variable(name, scope), path.slice(1), `var.${name}`);
    case 'local':
      return selected(local(name, scope), path.slice(1), `local.${name}`);
    case 'module':
      return output(path, scope);
    case 'each':
    case 'count':
    case 'self':
    case 'path':
    case 'terraform':
      return undecided(`\`${root}.${name}\` is not known here`);
    default:
      return resource(root, path, scope);
  }
}

/** Selects from a value that is not a name, such as `[1, 2][0]`. */
export function applyAccessors(
  value: HclValue,
  accessors: readonly Node[],
  scope: Scope,
): HclValue {
  return applySteps(value, steps(accessors, scope));
}

function variable(name: string, scope: Scope): HclValue {
  const given = scope.argument(name);
  if (given) return given;
  const declared = scope.module.variables.get(name);
  if (!declared) return undecided(`the variable \`${name}\` is not declared`);
  const fallback = blockBody(declared).attributes.get('default');
  if (fallback) return once(`var.${name}`, scope, (at) => evaluateIn(fallback.value, at));
  return undecided(`the variable \`${name}\` gets its value from outside`);
}

function local(name: string, scope: Scope): HclValue {
  const attribute = scope.module.locals.get(name);
  if (!attribute) return undecided(`the local \`${name}\` is not declared`);
  return once(`local.${name}`, scope, (at) => evaluateIn(attribute.value, at));
}

/** Keeps how a value was selected, which tells the zone a record is in. */
function selected(value: HclValue, path: readonly Step[], collection: string): HclValue {
  const key = path.length === 1 ? keyOf(path[0]) : undefined;
  const result = applySteps(value, path);
  return key === undefined ? result : { ...result, selected: { collection, key, from: value } };
}

function output(path: readonly Step[], scope: Scope): HclValue {
  const found = moduleOutput(path.map(keyOf), scope);
  return found ? applySteps(found.value, path.slice(found.used)) : reference('module', path, scope);
}

/** An attribute that the configuration sets is known; every other one exists later. */
function resource(root: string, path: readonly Step[], scope: Scope): HclValue {
  const data = root === 'data';
  const address = [root, ...path.slice(0, data ? 2 : 1).map(keyOf)].join('.');
  const rest = path.slice(data ? 2 : 1);
  const block = scope.module.resources.get(address);
  const attribute = keyOf(rest[0]);
  const found =
    block && attribute !== undefined ? blockBody(block).attributes.get(attribute) : undefined;
  if (!found) return reference(root, path, scope);
  const value = once(`${address}.${attribute}`, scope, (at) => evaluateIn(found.value, at));
  const result = applySteps(value, rest.slice(1));
  return result.kind === 'undecided' ? reference(root, path, scope) : result;
}

function reference(root: string, path: readonly Step[], scope: Scope): HclValue {
  return { kind: 'reference', text: `${scope.prefix}${root}${path.map(written).join('')}` };
}

function written(step: Step): string {
  if (step.kind === 'splat') return `[*]${step.rest.map(written).join('')}`;
  const { key } = step;
  if (key.kind !== 'literal') return '[…]';
  if (step.kind === 'name') return `.${key.value}`;
  return typeof key.value === 'number' ? `[${key.value}]` : `["${key.value}"]`;
}

function steps(accessors: readonly Node[], scope: Scope): Step[] {
  return accessors.map((accessor) => step(accessor, scope));
}

function step(accessor: Node, scope: Scope): Step {
  const [inner] = parts(accessor);
  if (accessor.kind === 'get_attr') return { kind: 'name', key: literal(inner?.text ?? '') };
  if (accessor.kind === 'splat')
    return { kind: 'splat', rest: inner ? steps(parts(inner), scope) : [] };
  if (inner?.kind === 'legacy_index') {
    return { kind: 'key', key: literal(Number(inner.text.slice(1))) };
  }
  const expression = inner && parts(inner)[0];
  return { kind: 'key', key: expression ? evaluateIn(expression, scope) : absent };
}

function applySteps(value: HclValue, path: readonly Step[]): HclValue {
  let current = value;
  for (const next of path) current = applyStep(current, next);
  return current;
}

function applyStep(value: HclValue, next: Step): HclValue {
  if (value.kind === 'undecided') return value;
  if (value.kind === 'reference') return { kind: 'reference', text: value.text + written(next) };
  if (next.kind === 'splat') {
    const items = value.kind === 'list' ? value.items : [value];
    return list(items.map((item) => applySteps(item, next.rest)));
  }
  const key = textOf(next.key);
  if (key === undefined) return undecided(reasonOf(next.key));
  const index = numberOf(next.key);
  const found =
    value.kind === 'object'
      ? value.entries.get(key)
      : value.kind === 'list' && index !== undefined
        ? value.items[index]
        : undefined;
  return found ?? undecided(`there is no \`${key}\` in it`);
}

function keyOf(step: Step | undefined): string | undefined {
  return step === undefined || step.kind === 'splat' ? undefined : textOf(step.key);
}
