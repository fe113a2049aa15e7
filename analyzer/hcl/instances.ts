import { blockBody, type HclBlock } from './document.ts';
import type { HclModule } from './module.ts';
import { evaluateIn, once, type Scope, withNames } from './scope.ts';
import { type HclValue, literal, numberOf, object, reasonOf, textOf } from './value.ts';

/** One of the things a block stands for. */
export interface Instance {
  /** `""`, `["key"]` or `[0]`. */
  readonly suffix: string;
  readonly scope: Scope;
}

export interface Expansion {
  readonly instances: readonly Instance[];
  /** Why there may be others. */
  readonly undecided: string | undefined;
}

const mostInstances = 1000;

/** What `for_each` or `count` make of a block. */
export function expand(block: HclBlock, scope: Scope): Expansion {
  const { attributes } = blockBody(block);
  const each = attributes.get('for_each');
  if (each) return expandEach(evaluateIn(each.value, scope), scope);
  const count = attributes.get('count');
  if (count) return expandCount(evaluateIn(count.value, scope), scope);
  return { instances: [{ suffix: '', scope }], undecided: undefined };
}

function expandEach(collection: HclValue, scope: Scope): Expansion {
  const entries = eachEntries(collection);
  if (!entries) return { instances: [], undecided: `\`for_each\`: ${reasonOf(collection)}` };
  const instances = entries.map(([key, value]) => ({
    suffix: `["${key}"]`,
    scope: withNames(scope, [
      [
        'each',
        object([
          ['key', literal(key)],
          ['value', value],
        ]),
      ],
    ]),
  }));
  return { instances, undecided: undefined };
}

function eachEntries(collection: HclValue): (readonly [string, HclValue])[] | undefined {
  if (collection.kind === 'object') return [...collection.entries];
  if (collection.kind !== 'list') return undefined;
  const entries: (readonly [string, HclValue])[] = [];
  for (const item of collection.items) {
    const key = textOf(item);
    if (key === undefined) return undefined;
    entries.push([key, item]);
  }
  return entries;
}

function expandCount(value: HclValue, scope: Scope): Expansion {
  const count = numberOf(value);
  if (count === undefined) return { instances: [], undecided: `\`count\`: ${reasonOf(value)}` };
  if (count > mostInstances) return { instances: [], undecided: `\`count\` is ${count}` };
  const instances = Array.from({ length: Math.max(0, count) }, (_, index) => ({
    suffix: `[${index}]`,
    scope: withNames(scope, [['count', object([['index', literal(index)]])]]),
  }));
  return { instances, undecided: undefined };
}

/** The inside of a module that a `module` block calls, once for every instance of it. */
export function callModule(block: HclBlock, scope: Scope): Expansion {
  const name = block.labels[0]?.text ?? '';
  const called = calledModule(block, scope);
  if (typeof called === 'string') return { instances: [], undecided: called };
  const { attributes } = blockBody(block);
  const expansion = expand(block, scope);
  const instances = expansion.instances.map(({ suffix, scope: outer }) => {
    const prefix = `${scope.prefix}module.${name}${suffix}.`;
    const argument = (wanted: string): HclValue | undefined => {
      const passed = attributes.get(wanted);
      if (!passed) return undefined;
      return once(`module.${name}${suffix}<-${wanted}`, scope, () =>
        evaluateIn(passed.value, outer),
      );
    };
    return {
      suffix,
      scope: {
        ...scope,
        module: called,
        callers: [...scope.callers, called.directory],
        prefix,
        argument,
        names: new Map(),
      },
    };
  });
  return { instances, undecided: expansion.undecided };
}

/** The module in the workspace that a call names, or why there is none to look into. */
export function calledModule(block: HclBlock, scope: Scope): HclModule | string {
  const source = blockBody(block).attributes.get('source');
  const path = source && textOf(evaluateIn(source.value, scope));
  if (path === undefined) return 'the source of the module is not known';
  if (!/^\.\.?\//.test(path)) return `the module comes from \`${path}\``;
  const directory = resolveDirectory(scope.module.directory, path);
  if (directory !== undefined && scope.callers.includes(directory))
    return 'the module calls itself';
  const called = directory === undefined ? undefined : scope.session.modules.get(directory);
  return called ?? `there is no module in \`${path}\``;
}

/** The directories that `module` blocks of a module name, called or not. */
export function calledDirectories(scope: Scope): string[] {
  const found = [...scope.module.calls.values()].map((block) => calledModule(block, scope));
  return found.filter((module) => typeof module !== 'string').map((module) => module.directory);
}

/** The value of `module.NAME.OUTPUT` or `module.NAME["key"].OUTPUT`, and how many steps that took. */
export function moduleOutput(
  path: readonly (string | undefined)[],
  scope: Scope,
): { readonly value: HclValue; readonly used: number } | undefined {
  const block = scope.module.calls.get(path[0] ?? '');
  if (!block || block.broken) return undefined;
  const { attributes } = blockBody(block);
  const many = attributes.has('for_each') || attributes.has('count');
  const instance = callModule(block, scope).instances.find(
    ({ suffix }) => !many || suffix === `["${path[1]}"]` || suffix === `[${path[1]}]`,
  );
  const used = many ? 3 : 2;
  const name = path[used - 1] ?? '';
  const output = instance?.scope.module.outputs.get(name);
  const value = output && blockBody(output).attributes.get('value');
  if (!instance || !value) return undefined;
  const result = once(`output.${name}`, instance.scope, (at) => evaluateIn(value.value, at));
  return { value: result, used };
}

function resolveDirectory(from: string, path: string): string | undefined {
  const segments = from === '' ? [] : from.split('/');
  for (const segment of path.split('/')) {
    if (segment === '..' && segments.pop() === undefined) return undefined;
    if (segment !== '..' && segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/');
}
