import type { FilePath, Location } from '#analyzer/diagnostic.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { optionPathOf } from '#analyzer/options/mentions.ts';
import { isSamePath } from '#analyzer/options/name.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import {
  type Expr,
  type ExprId,
  exprOf,
  literalText,
  type Module,
} from '#analyzer/syntax/module.ts';
import { resultsOf } from '#analyzer/syntax/results.ts';
import { type Binder, scopesOf } from '#analyzer/syntax/scope.ts';
import { Node } from '#parser/tree.ts';
import { meaningAt } from '../at.ts';
import { writtenAttribute } from '../attribute-uses.ts';
import { valueIn } from '../declared.ts';
import type { ExprSite } from '../name.ts';
import type { Names } from '../names.ts';
import { namesOf } from '../workspace-names.ts';

type Path = readonly string[];

/** What a place reads of a set of options that a function is given: the paths of the options that it may be. */
export function handedOnAt(
  snapshot: Snapshot,
  file: FilePath,
  offset: number,
): { readonly node: Node; readonly paths: readonly Path[] } | undefined {
  const names = namesOf(snapshot);
  const analysis = names.analysis(file);
  const meaning = analysis && meaningAt(analysis, offset);
  const use = meaning?.kind === 'declaration' ? meaning.inherited : meaning;
  if (analysis === undefined || meaning === undefined || use?.kind !== 'attribute')
    return undefined;
  const { from, before, text } = use.use;
  const own = [...before.map((name) => literalText(analysis.module, name)), text];
  const paths = isOfParameter(analysis.module, from)
    ? pathsFrom(names, { file, expr: from }, own)
    : [];
  return paths.length === 0 ? undefined : { node: new Node(analysis.tree, meaning.node), paths };
}

/** Where functions read options of one name of sets that they are given. */
export function handedOnUses(snapshot: Snapshot, paths: readonly Path[]): readonly Location[] {
  const last = paths[0]?.at(-1);
  if (last === undefined) return [];
  const names = namesOf(snapshot);
  return snapshot.files.flatMap((file) => {
    if (!file.endsWith('.nix') || !snapshot.text(file)?.includes(last)) return [];
    const analysis = names.analysis(file);
    return analysis === undefined ? [] : usesIn(names, { file, analysis }, paths);
  });
}

interface InFile {
  readonly file: FilePath;
  readonly analysis: FileAnalysis;
}

function usesIn(names: Names, { file, analysis }: InFile, paths: readonly Path[]): Location[] {
  const { module, sourceMap, tree } = analysis;
  const last = paths[0]?.at(-1);
  return module.exprs.flatMap((expr): Location[] => {
    if (expr.kind !== 'select' && expr.kind !== 'has-attribute') return [];
    const texts = expr.path.map((name) => literalText(module, name));
    if (!texts.includes(last) || !isOfParameter(module, expr.from)) return [];
    return expr.path.flatMap((name, index): Location[] => {
      if (texts[index] !== last) return [];
      const found = pathsFrom(names, { file, expr: expr.from }, texts.slice(0, index + 1));
      if (!found.some((each) => paths.some((path) => isSamePath(each, path)))) return [];
      const node = writtenAttribute(tree, sourceMap.nodes[name] ?? 0);
      return [{ file, span: new Node(tree, node).span }];
    });
  });
}

/** What functions are given as well, and what has names like those of options. */
const libraries: ReadonlySet<string> = new Set(['lib', 'pkgs', 'inputs', 'self']);

/** Whether something is taken from what a function is given, and no path of options begins there. */
function isOfParameter(module: Module, from: ExprId): boolean {
  if (optionPathOf(module, from) !== undefined) return false;
  let id = from;
  for (let aliases = 0; aliases < mostAliases; aliases++) {
    for (let expr = exprOf(module, id); expr.kind === 'select'; expr = exprOf(module, id))
      id = expr.from;
    const referent = scopesOf(module).referent(id);
    if (referent?.kind !== 'binder' || libraries.has(referent.binder.name)) return false;
    const { kind, value } = referent.binder;
    if (kind === 'parameter' || kind === 'formal') return true;
    if (value === undefined) return false;
    id = value;
  }
  return false;
}

const mostAliases = 5;

/** No option is followed through more places than this. */
const mostPlaces = 200;

interface Search {
  readonly names: Names;
  readonly found: Map<string, Path>;
  readonly pending: Step[];
  readonly seen: Set<string>;
}

interface Step {
  readonly site: ExprSite;
  /** The names that are taken of the expression. */
  readonly path: Path;
}

/** The paths of the options that names taken of an expression lead to, followed to whoever gives it. */
function pathsFrom(
  names: Names,
  site: ExprSite,
  path: readonly (string | undefined)[],
): readonly Path[] {
  const known = path.filter((name) => name !== undefined);
  if (known.length < path.length) return [];
  const search: Search = {
    names,
    found: new Map(),
    pending: [{ site, path: known }],
    seen: new Set(),
  };
  for (
    let step = search.pending.pop();
    step && search.seen.size < mostPlaces;
    step = search.pending.pop()
  )
    follow(search, step);
  return [...search.found.values()];
}

function follow(search: Search, { site, path }: Step): void {
  const { file, expr } = site;
  const key = `${expr} ${file} ${path.join('\0')}`;
  if (search.seen.has(key)) return;
  search.seen.add(key);
  const module = search.names.module(file);
  const own = optionPathOf(module, expr);
  if (own !== undefined) {
    const whole = [...own, ...path];
    search.found.set(whole.join('\0'), whole);
    return;
  }
  followExpr(search, { site, path }, exprOf(module, expr));
}

function followExpr(search: Search, { site, path }: Step, expr: Expr): void {
  const { file } = site;
  const module = search.names.module(file);
  const [first, ...others] = path;
  const on = (inner: ExprId, rest: Path = path): void => {
    search.pending.push({ site: { file, expr: inner }, path: rest });
  };
  switch (expr.kind) {
    case 'attrs': {
      const value = first === undefined ? undefined : valueIn(module, site.expr, first);
      if (value !== undefined) on(value, others);
      return;
    }
    case 'select': {
      const texts = expr.path.flatMap((name) => literalText(module, name) ?? []);
      if (texts.length === expr.path.length) on(expr.from, [...texts, ...path]);
      return;
    }
    case 'variable': {
      const referent = search.names.scopes(file).referent(site.expr);
      if (referent?.kind === 'binder') followBinder(search, { site, path }, referent.binder);
      return;
    }
    default:
      for (const inner of resultsOf(expr)) on(inner);
  }
}

function followBinder(
  { names, pending }: Search,
  { site: { file }, path }: Step,
  { kind, name, owner, value }: Binder,
): void {
  if (kind === 'let' || kind === 'rec') {
    if (value !== undefined) pending.push({ site: { file, expr: value }, path });
    return;
  }
  const taken = kind === 'formal' ? [name, ...path] : path;
  for (const { kind: way, site } of names.destinations({ file, expr: owner }))
    if (way === 'called') pending.push({ site, path: taken });
}
