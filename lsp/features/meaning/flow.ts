import { type Expr, type ExprId, exprOf, literalText } from '#analyzer/syntax/module.ts';
import { calleeName, isImport } from './callee.ts';
import type { Destination, ExprSite, Name } from './name.ts';
import type { Names } from './names.ts';
import { pathsTo } from './paths.ts';

/** More places than this are not followed. */
const mostPlaces = 400;

/** Where the value of an expression goes: through names, files and the results of functions. */
export function destinationsOf(names: Names, start: ExprSite): readonly Destination[] {
  const flow: Flow = { names, found: [], pending: [start], seen: new Set() };
  for (
    let site = flow.pending.pop();
    site && flow.seen.size < mostPlaces;
    site = flow.pending.pop()
  ) {
    const key = `${site.expr} ${site.file}`;
    if (flow.seen.has(key)) continue;
    flow.seen.add(key);
    follow(flow, site);
  }
  return flow.found;
}

interface Flow {
  readonly names: Names;
  readonly found: Destination[];
  readonly pending: ExprSite[];
  readonly seen: Set<string>;
}

function follow(flow: Flow, site: ExprSite): void {
  const { file, expr } = site;
  const outer = flow.names.scopes(file).parent(expr);
  if (outer === undefined) {
    flow.pending.push(...pathsTo(flow.names.texts, file));
    return;
  }
  const around = exprOf(flow.names.module(file), outer);
  const parent = { file, expr: outer };
  switch (around.kind) {
    case 'let':
    case 'attrs':
      if (around.kind === 'let' && around.body === expr) flow.pending.push(parent);
      else followName(flow, { site, parent, bindings: around.bindings });
      return;
    case 'with':
    case 'assert':
      if (around.body === expr) flow.pending.push(parent);
      return;
    case 'if':
      if (around.condition !== expr) flow.pending.push(parent);
      return;
    case 'select':
      if (around.otherwise === expr) flow.pending.push(parent);
      return;
    case 'binary':
      if (around.operator === '//') flow.pending.push(parent);
      return;
    case 'lambda':
      if (around.body === expr) followResult(flow, parent);
      return;
    case 'apply':
      followCall(flow, { site, parent, around });
      return;
    default:
      return;
  }
}

type Bindings = Extract<Expr, { kind: 'attrs' }>['bindings'];

function followName(
  { names, pending }: Flow,
  { site, parent, bindings }: { site: ExprSite; parent: ExprSite; bindings: Bindings },
): void {
  const { file } = site;
  const binding = bindings.find(({ value }) => value === site.expr);
  const text = binding && literalText(names.module(file), binding.name);
  if (text === undefined) return;
  const name: Name = { file, owner: parent.expr, text };
  for (const { file: user, expr } of names.mentions(name)) {
    if (expr !== undefined) pending.push({ file: user, expr });
  }
}

/** What a function gives goes where its calls stand. */
function followResult({ names, pending }: Flow, lambda: ExprSite): void {
  for (const { kind, site } of names.destinations(lambda)) {
    const call = kind === 'called' ? names.scopes(site.file).parent(site.expr) : undefined;
    if (call !== undefined) pending.push({ file: site.file, expr: call });
  }
}

function followCall(
  { names, found, pending }: Flow,
  {
    site,
    parent,
    around,
  }: { site: ExprSite; parent: ExprSite; around: Extract<Expr, { kind: 'apply' }> },
): void {
  const { file, expr } = site;
  const module = names.module(file);
  const at = (inner: ExprId): ExprSite => ({ file, expr: inner });
  if (around.function === expr) {
    found.push({ kind: 'called', site: at(around.argument) });
    return;
  }
  if (isImport(names.scopes(file), module, around.function)) {
    pending.push(parent);
    return;
  }
  const outer = names.scopes(file).parent(parent.expr);
  const call = outer === undefined ? undefined : exprOf(module, outer);
  const isPackage = calleeName(module, around.function) === 'callPackage';
  if (isPackage && call?.kind === 'apply' && call.function === parent.expr) {
    found.push({ kind: 'called', site: at(call.argument) });
    return;
  }
  const inner = exprOf(module, around.function);
  if (inner.kind === 'apply' && calleeName(module, inner.function) === 'callPackage')
    found.push({ kind: 'given-package', site: at(inner.argument) });
  else found.push({ kind: 'given', site: at(around.function) });
}
