import { evaluateIn, noNames, withNames } from '../evaluate/scope.ts';
import { wholeNumber } from '../functions/whole-number.ts';
import { blocksOf, type HclBlock } from '../syntax/document.ts';
import { convert } from '../values/convert.ts';
import { numberType, stringType } from '../values/type.ts';
import { integer, object, reasonOf, string, textOf, type Value } from '../values/value.ts';
import type { HclModule } from './module.ts';
import { attributeValue, boundScope, type ModuleScope, onceIn } from './module-scope.ts';

/** One of the things a block stands for. */
export interface Instance {
  /** `""`, `["key"]` or `[0]`. */
  readonly suffix: string;
  readonly key: string | number | undefined;
  readonly scope: ModuleScope;
}

export interface Expansion {
  readonly instances: readonly Instance[];
  /** Why there may be others. */
  readonly undecided: string | undefined;
}

const mostInstances = 1000;

/** What `for_each`, `count` and `enabled` make of a block. */
export function expand(block: HclBlock, scope: ModuleScope): Expansion {
  const { attributes } = block.body;
  const each = attributes.get('for_each');
  if (each) return expandEach(evaluateIn(each.expression, scope), scope);
  const count = attributes.get('count');
  if (count) return expandCount(evaluateIn(count.expression, scope), scope);
  const [lifecycle] = blocksOf(block.body, 'lifecycle');
  const enabled = lifecycle?.body.attributes.get('enabled');
  const on = enabled && attributeValue(enabled, scope);
  if (on && on.kind !== 'bool') return undecided(`\`enabled\`: ${reasonOf(on)}`);
  const single = { suffix: '', key: undefined, scope };
  return { instances: on?.truth === false ? [] : [single], undecided: undefined };
}

function undecided(reason: string): Expansion {
  return { instances: [], undecided: reason };
}

function expandEach(collection: Value, scope: ModuleScope): Expansion {
  const entries = eachEntries(collection);
  if (!Array.isArray(entries)) return undecided(`\`for_each\`: ${entries}`);
  if (entries.length > mostInstances)
    return undecided(`\`for_each\` has ${entries.length} members`);
  const instances = (entries as readonly (readonly [string, Value])[]).map(([key, value]) => ({
    suffix: `["${key}"]`,
    key,
    scope: withNames(scope, [['each', eachValue(string(key), value)]]),
  }));
  return { instances, undecided: undefined };
}

function eachValue(key: Value, value: Value): Value {
  return object([
    ['key', key],
    ['value', value],
  ]);
}

/** The members of a map or a set of texts, or why they cannot be told. */
function eachEntries(collection: Value): readonly (readonly [string, Value])[] | string {
  if (collection.secrecy !== undefined) return 'the collection is secret';
  if ('entries' in collection) return [...collection.entries];
  if (collection.kind !== 'set') {
    return 'items' in collection ? 'a list is no map and no set' : reasonOf(collection);
  }
  const entries: (readonly [string, Value])[] = [];
  for (const item of collection.items) {
    if (item.kind !== 'string') return reasonOf(item);
    entries.push([item.text, item]);
  }
  return entries;
}

function expandCount(value: Value, scope: ModuleScope): Expansion {
  const converted = convert(value, numberType);
  const count = wholeNumber(converted);
  if (value.secrecy !== undefined) return undecided('`count` is secret');
  if (count === undefined) return undecided(`\`count\`: ${reasonOf(converted)}`);
  if (count > mostInstances) return undecided(`\`count\` is ${count}`);
  const instances = Array.from({ length: Math.max(0, count) }, (_, index) => ({
    suffix: `[${index}]`,
    key: index,
    scope: withNames(scope, [['count', object([['index', integer(index)]])]]),
  }));
  return { instances, undecided: undefined };
}

/** The blocks that a `dynamic` block makes, with what its iterator stands for in each. */
export function expandDynamic(block: HclBlock, scope: ModuleScope): Expansion {
  const { attributes } = block.body;
  const each = attributes.get('for_each');
  const named = attributes.get('iterator')?.expression;
  const name = named ? (named.kind === 'variable' ? named.name : undefined) : block.labels[0]?.text;
  if (!each || name === undefined) return undecided('a `dynamic` block is not complete');
  const collection = evaluateIn(each.expression, scope);
  const members = dynamicMembers(collection);
  if (!Array.isArray(members)) return undecided(`\`for_each\`: ${members}`);
  if (members.length > mostInstances)
    return undecided(`\`for_each\` has ${members.length} members`);
  const instances = (members as readonly (readonly [Value, Value])[]).map(([key, value]) => ({
    suffix: `["${textOf(convert(key, stringType)) ?? ''}"]`,
    key: textOf(key),
    scope: withNames(scope, [[name, eachValue(key, value)]]),
  }));
  return { instances, undecided: undefined };
}

/** Here lists are walked over as well, and so is null, as if it were empty. */
function dynamicMembers(collection: Value): readonly (readonly [Value, Value])[] | string {
  if (collection.secrecy !== undefined) return 'the collection is secret';
  if ('entries' in collection) {
    return [...collection.entries].map(([key, item]) => [string(key), item] as const);
  }
  if (!('items' in collection)) return reasonOf(collection);
  const open = collection.items.find(({ kind }) => kind === 'unknown');
  if (collection.kind === 'set' && open) return reasonOf(open);
  return collection.items.map((item, index) => [
    collection.kind === 'set' ? item : integer(index),
    item,
  ]);
}

/** The inside of a module that a `module` block calls, once for every instance of it. */
export function callModule(block: HclBlock, scope: ModuleScope): Expansion {
  const name = block.labels[0]?.text ?? '';
  const called = calledModule(block, scope);
  if (typeof called === 'string') return undecided(called);
  const { attributes } = block.body;
  const expansion = expand(block, scope);
  const instances = expansion.instances.map(({ suffix, key, scope: outer }) => {
    const argument = (wanted: string): Value | undefined => {
      const passed = attributes.get(wanted);
      if (!passed || metaArguments.has(wanted)) return undefined;
      return onceIn(scope, `module.${name}${suffix}<-${wanted}`, () =>
        evaluateIn(passed.expression, outer),
      );
    };
    const inner = boundScope({
      ...scope,
      module: called.module,
      callers: [...scope.callers, called.module.directory],
      prefix: `${scope.prefix}module.${name}${suffix}.`,
      path: called.path,
      argument,
      names: noNames,
    });
    return { suffix, key, scope: inner };
  });
  return { instances, undecided: expansion.undecided };
}

const metaArguments = new Set([
  'source',
  'version',
  'providers',
  'for_each',
  'count',
  'depends_on',
]);

interface CalledModule {
  readonly module: HclModule;
  /** Its directory as the root sees it. */
  readonly path: string;
}

/** The module in the workspace that a call names, or why there is none to look into. */
export function calledModule(block: HclBlock, scope: ModuleScope): CalledModule | string {
  if (block.broken !== undefined) return block.broken;
  const source = block.body.attributes.get('source');
  const path = source && textOf(evaluateIn(source.expression, scope));
  if (path === undefined) return 'the source of the module is not known';
  if (!/^\.\.?(\/|$)/.test(path)) return `the module comes from \`${path}\``;
  const directory = joined(scope.module.directory, path);
  if (directory === undefined) return `there is no module in \`${path}\``;
  if (scope.callers.includes(directory)) return 'the module calls itself';
  const module = scope.modules.get(directory);
  if (!module) return `there is no module in \`${path}\``;
  return { module, path: relative(scope.path, path) };
}

/** The directories that `module` blocks of a module name, called or not. */
export function calledDirectories(scope: ModuleScope): string[] {
  const found = [...scope.module.calls.values()].map((block) => calledModule(block, scope));
  return found.flatMap((called) => (typeof called === 'string' ? [] : [called.module.directory]));
}

/** A path below a directory of the workspace; undefined when it leads out. */
function joined(from: string, path: string): string | undefined {
  const segments = from === '' ? [] : from.split('/');
  for (const segment of path.split('/')) {
    if (segment === '..' && segments.pop() === undefined) return undefined;
    if (segment !== '..' && segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/');
}

/** A path as Go's `filepath.Join` cleans it, which may lead upwards. */
function relative(from: string, path: string): string {
  const segments: string[] = [];
  for (const segment of `${from}/${path}`.split('/')) {
    const climbs = segment === '..' && segments.length > 0 && segments.at(-1) !== '..';
    if (climbs) segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/') || '.';
}
