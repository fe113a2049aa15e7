import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ModuleScope } from '#analyzer/hcl/modules/module-scope.ts';
import { rootScopes } from '#analyzer/hcl/roots.ts';
import { innerReason, textOf, type Value } from '#analyzer/hcl/values/value.ts';
import { memoryFiles } from './support/fleet.ts';
import { folderSources, hclInputs, type Sources } from './support/hcl.ts';

const test = suite('hcl values');

/**
 * The locals of a fixture are compared with the line above them: `#=` has the
 * value, `#!` stands for a failure, `#?` has the reason why it is unknown.
 */
const folder = 'fixtures/hcl';

for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.tf'))) {
  test(name, () => {
    const text = readFileSync(`${folder}/${name}`, 'utf8');
    compare({ [name]: text }, text);
  });
}

test('files', () => {
  const sources = folderSources(`${folder}/files`);
  const entries = Object.entries(sources).map(([name, text]) => [`files/${name}`, text]);
  compare(Object.fromEntries(entries), sources['main.tf'] ?? '');
});

function compare(sources: Sources, text: string): void {
  const files = memoryFiles(new Map(Object.entries(sources)));
  const [scope] = rootScopes(hclInputs(sources), files);
  const expected = [...text.matchAll(/^ *#([=!?]) ?(.*)\n +(\w+) *=/gm)];
  assert.ok(scope && expected.length > 0);
  const names = [...(scope?.module.locals.keys() ?? [])];
  assert.equal(
    expected.map(([, , , name]) => name),
    names,
  );
  for (const [, mark, answer, name = ''] of expected) {
    const value = scope ? localOf(name, scope) : undefined;
    const told = value && toldBy(value, mark);
    assert.is(told, mark === '!' ? 'fails' : answer, name);
  }
}

function localOf(name: string, scope: ModuleScope): Value {
  const [step, root] = [{ kind: 'name', name } as const, 'local'];
  return scope.resolve(root, [step]).value;
}

function toldBy(value: Value, mark: string | undefined): string {
  if (mark === '!') return value.kind === 'failure' ? 'fails' : printed(value);
  return mark === '?' && value.kind === 'unknown' ? innerReason(value) : printed(value);
}

/** The value as it would be written. */
function printed(value: Value): string {
  if (value.secrecy === 'sensitive') {
    const { secrecy: _, ...plain } = value;
    return `sensitive(${printed(plain)})`;
  }
  switch (value.kind) {
    case 'string':
      return quoted(value.text);
    case 'number':
    case 'bool':
      return textOf(value) ?? '';
    case 'null':
      return 'null';
    case 'tuple':
      return `[${value.items.map(printed).join(', ')}]`;
    case 'list':
    case 'set':
      return `to${value.kind}([${value.items.map(printed).join(', ')}])`;
    case 'object':
      return printedEntries(value.entries);
    case 'map':
      return `tomap(${printedEntries(value.entries)})`;
    case 'unknown':
      return '?';
    case 'failure':
      return `fails: ${value.message}`;
  }
}

function printedEntries(entries: ReadonlyMap<string, Value>): string {
  const written = [...entries].map(([key, item]) => {
    const name = /^[A-Za-z_][\w-]*$/.test(key) ? key : quoted(key);
    return `${name} = ${printed(item)}`;
  });
  return written.length === 0 ? '{}' : `{ ${written.join(', ')} }`;
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, '$&$&');
}

test.run();
