import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Table } from '#analyzer/facts/facts.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { oncePer } from '#analyzer/once-per.ts';
import { type OptionMention, optionMentions } from '#analyzer/options/mentions.ts';
import { isSamePath, optionName } from '#analyzer/options/name.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { fileKind } from '#analyzer/syntax/file-kind.ts';
import { exprOf, type Module } from '#analyzer/syntax/module.ts';
import type { Span } from '#parser/span.ts';
import { calleeName } from '../callee.ts';
import { declaredIn } from '../declared.ts';
import { groupedBy } from './grouped.ts';

/** What the options of a module system are. */
export type ViewKind = 'nixos' | 'darwin' | 'home';

/** A name of a text that is part of an option's path. */
export interface OptionPlace extends Omit<OptionMention, 'name' | 'owner' | 'value' | 'ofMachine'> {
  readonly file: FilePath;
  readonly span: Span;
  /** The path from the module system on that the option belongs to. */
  readonly name: string;
  /** Which module systems that may be. */
  readonly views: ReadonlySet<ViewKind>;
  /** The expression of the name. */
  readonly expr: number;
  /** Of a definition the span of its value. */
  readonly value: Span | undefined;
}

/** Every place of a file that names an option, in the order of the text. */
export function optionPlaces(snapshot: Snapshot, file: FilePath): readonly OptionPlace[] {
  return inOrder(placesWhere(snapshot, file, {}));
}

function inOrder(places: readonly OptionPlace[]): readonly OptionPlace[] {
  return places.toSorted((a, b) => a.span.start - b.span.start);
}

/** Those around an offset of the file; the others are not worked out. */
export function optionPlacesAt(
  snapshot: Snapshot,
  file: FilePath,
  offset: number,
): readonly OptionPlace[] {
  const isAround = ({ start, end }: Span): boolean => start <= offset && offset <= end;
  return inOrder(placesWhere(snapshot, file, { isAround }));
}

/** The places of a file that name an option by these names, whatever stands between. */
export function placesNaming(
  snapshot: Snapshot,
  file: FilePath,
  path: readonly string[],
): readonly OptionPlace[] {
  const last = path.at(-1) ?? '';
  if (!snapshot.text(file)?.includes(last)) return [];
  return placesWhere(snapshot, file, { wanted: path });
}

const mentionsByName = oncePer((analysis: FileAnalysis) =>
  groupedBy(optionMentions(analysis), ({ path }) => path.at(-1) ?? ''),
);

interface Wanted {
  readonly wanted?: readonly string[];
  readonly isAround?: (span: Span) => boolean;
}

/** The places of those mentions that are asked for; only mentions are kept for each text, because places are many. */
function placesWhere(
  snapshot: Snapshot,
  file: FilePath,
  { wanted, isAround = () => true }: Wanted,
): OptionPlace[] {
  const analysis = file.endsWith('.nix') ? snapshot.analysis(file) : undefined;
  if (analysis?.language !== 'nix') return [];
  const views = viewsOfFile(snapshot, file, analysis);
  const places: OptionPlace[] = [];
  for (const mention of mentionsOf(analysis, wanted)) {
    if (mention.kind !== 'use' && views === undefined) continue;
    const { path, kinds } = rooted(mention, views ?? all);
    if (!isNamed(path, wanted)) continue;
    const place = { file, path, views: kinds };
    for (const span of spansOf(analysis, mention))
      if (isAround(span)) places.push({ ...place, ...namedBy(analysis, mention, path), span });
  }
  return places;
}

function isNamed(path: readonly string[], wanted = path): boolean {
  return path.length > 0 && isSamePath(path, wanted);
}

function namedBy(
  analysis: FileAnalysis,
  { kind, isLast, name: expr, value }: OptionMention,
  path: readonly string[],
): Pick<OptionPlace, 'kind' | 'isLast' | 'expr' | 'value' | 'name'> {
  const span = value === undefined ? undefined : spanOf(analysis, value);
  return { kind, isLast, expr, value: span, name: optionName(path) };
}

/** The mentions of a file, or those of them that may be of a path. */
function mentionsOf(
  analysis: FileAnalysis,
  wanted: readonly string[] | undefined,
): readonly OptionMention[] {
  if (wanted === undefined) return optionMentions(analysis);
  return mentionsByName(analysis).get(wanted.at(-1) ?? '') ?? [];
}

const all: ReadonlySet<ViewKind> = new Set(['nixos', 'darwin', 'home']);
const machines: ReadonlySet<ViewKind> = new Set(['nixos', 'darwin']);
const homes: ReadonlySet<ViewKind> = new Set(['home']);

/** The module systems that a file is for; `undefined` for a file that is no module. */
function viewsOfFile(
  snapshot: Snapshot,
  file: FilePath,
  analysis: FileAnalysis,
): ReadonlySet<ViewKind> | undefined {
  const row = moduleRows(snapshot.facts().table('module')).get(file);
  const classes = (row ?? []).filter(
    (name) => name === 'nixos' || name === 'darwin' || name === 'home',
  );
  if (classes.length > 0) return new Set(classes);
  const kind = fileKind(file, analysis);
  const isModule = kind === 'module' || kind === 'flake';
  return isModule && !namesFiles(analysis.module) ? all : undefined;
}

/** Whether a file gives others names and says nothing else, as `{ core = import ./core; }`: these are no options. */
function namesFiles(module: Module): boolean {
  const root = exprOf(module, module.root);
  if (root.kind !== 'attrs' || root.bindings.length === 0) return false;
  return root.bindings.every(({ value }) => {
    const expr = exprOf(module, value);
    const isImport = expr.kind === 'apply' && calleeName(module, expr.function) === 'import';
    const path = isImport ? exprOf(module, expr.argument) : expr;
    return path.kind === 'path';
  });
}

const moduleRows = oncePer(
  ({ rows }: Table<'module'>): ReadonlyMap<string, readonly string[]> =>
    new Map(rows.map(({ file, kind, classes }) => [file, kind === 'module' ? classes : []])),
);

interface Rooted {
  readonly path: readonly string[];
  readonly kinds: ReadonlySet<ViewKind>;
}

/** Options of homes are named from the home on, and those of modules that outputs hold from the module on. */
function rooted({ path, ofMachine }: OptionMention, kinds: ReadonlySet<ViewKind>): Rooted {
  const own = ofMachine ? machines : kinds;
  const [first, second] = path;
  if (first === 'home-manager' && second === 'users' && path.length > 3)
    return { path: path.slice(3), kinds: homes };
  if (first !== 'flake' || second === undefined) return { path, kinds: own };
  if (second === 'modules' && path.length > 4)
    return { path: path.slice(4), kinds: kindsNamed(path[2] ?? '') };
  if (/[mM]odules$/.test(second) && path.length > 3)
    return { path: path.slice(3), kinds: kindsNamed(second) };
  return { path, kinds: own };
}

function kindsNamed(name: string): ReadonlySet<ViewKind> {
  if (name.startsWith('nixos')) return new Set(['nixos']);
  if (name.startsWith('darwin')) return new Set(['darwin']);
  return /^home/.test(name) ? homes : all;
}

/** Where a name is written: `a.b = 1; a.c = 2;` write `a` twice. */
function spansOf(analysis: FileAnalysis, { owner, path, name }: OptionMention): readonly Span[] {
  const rows = owner === undefined ? [] : declaredIn(analysis).nodes(owner, path.at(-1) ?? '');
  if (rows.length < 2) return [spanOf(analysis, name)];
  return rows.map((row) => spanOfRow(analysis, row));
}

function spanOf(analysis: FileAnalysis, expr: number): Span {
  return spanOfRow(analysis, analysis.sourceMap.nodes[expr] ?? 0);
}

function spanOfRow({ tree }: FileAnalysis, row: number): Span {
  return { start: tree.start[row] ?? 0, end: tree.end[row] ?? 0 };
}
