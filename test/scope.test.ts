import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lower } from '#analyzer/syntax/lower.ts';
import type { ExprId, Module } from '#analyzer/syntax/module.ts';
import {
  type Binder,
  type Referent,
  resolveNames,
  type Scopes,
  undefinedVariables,
  unusedBinders,
} from '#analyzer/syntax/scope.ts';
import { type Marker, parseExample } from '#linter/example.ts';
import { parse } from '#parser/parse.ts';
import type { Span } from '#parser/span.ts';

const test = suite('scope');
const folder = new URL('../fixtures/scope/', import.meta.url);

for (const name of readdirSync(folder)) {
  test(`${name}: names lead to the marked places`, () =>
    check(readFileSync(new URL(name, folder), 'utf8')));
}

test('a deep and a broken text have scopes too', () => {
  for (const text of [
    `${'x: '.repeat(5000)}x`,
    `${'with x; '.repeat(3000)}y`,
    'let a = ; in { inherit',
    `rec { \${"a"} = a; inherit (a) "b"; }`,
    '',
  ]) {
    const { module, scopes } = resolved(text);
    assert.ok(Array.isArray(undefinedVariables(module, scopes)));
  }
});

test('the parent of an expression is the one directly around it', () => {
  const { module, scopes } = resolved('let a = [ 1 ]; in a');
  const list = module.exprs.findIndex((expr) => expr.kind === 'list') as ExprId;
  assert.is(scopes.parent(list), module.root);
  assert.is(scopes.parent(module.root), undefined);
});

test.run();

/** `binds x` marks a binder, `uses x` a use of it; the other messages say what a name is instead. */
function check(source: string): void {
  const { files, markers } = parseExample(source);
  const text = [...files.values()].join('');
  const { module, scopes, spanOf } = resolved(text);
  const binderAt = (span: Span): Binder | undefined =>
    scopes.binders.find((binder) => same(spanOf(binder.site), span));
  const labels = new Map(
    markers.flatMap(({ message, span }) =>
      message.startsWith('binds ') ? [[binderAt(span), message.slice(6)] as const] : [],
    ),
  );
  const describe = (referent: Referent): string => {
    switch (referent.kind) {
      case 'binder':
        return `uses ${labels.get(referent.binder) ?? referent.binder.name}`;
      case 'with':
        return `with ${referent.sets.map((set) => slice(text, spanOf(set))).join(' ')}`;
      case 'global':
      case 'unresolved':
        return referent.kind;
    }
  };
  const seen = (marker: Marker): string | undefined => {
    if (marker.message.startsWith('binds ')) return binderAt(marker.span) && marker.message;
    if (marker.message === 'unused')
      return unusedBinders(scopes).some((binder) => same(spanOf(binder.site), marker.span))
        ? 'unused'
        : 'used';
    const variable = variablesOf(module, scopes).find((id) => same(spanOf(id), marker.span));
    const referent = variable === undefined ? undefined : scopes.referent(variable);
    return referent && describe(referent);
  };
  for (const marker of markers) assert.is(seen(marker), marker.message);
  const marked = markers.filter(({ message }) => message === 'unresolved').length;
  assert.is(undefinedVariables(module, scopes).length, marked, 'every unresolved name is marked');
}

function resolved(text: string): {
  module: Module;
  scopes: Scopes;
  spanOf: (expr: ExprId) => Span;
} {
  const tree = parse(text, 'nix');
  const { module, sourceMap } = lower(tree);
  const spanOf = (expr: ExprId): Span => {
    const node = sourceMap.nodes[expr] ?? 0;
    return { start: tree.start[node] ?? 0, end: tree.end[node] ?? 0 };
  };
  return { module, scopes: resolveNames(module), spanOf };
}

function variablesOf(module: Module, scopes: Scopes): ExprId[] {
  const ids = module.exprs.map((_, id) => id as ExprId);
  return ids.filter((id) => scopes.referent(id) !== undefined);
}

function same(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

function slice(text: string, span: Span): string {
  return text.slice(span.start, span.end);
}
