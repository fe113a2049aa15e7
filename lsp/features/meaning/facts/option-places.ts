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
  const nix = nixFile(snapshot, file);
  return nix ? inOrder(placesOfMentions(snapshot, nix, optionMentions(nix.analysis))) : [];
}

/** Those around an offset of the file; the others are not worked out. */
export function optionPlacesAt(
  snapshot: Snapshot,
  file: FilePath,
  offset: number,
): readonly OptionPlace[] {
  const nix = nixFile(snapshot, file);
  if (nix === undefined) return [];
  const isAround = ({ start, end }: Span): boolean => start <= offset && offset <= end;
  const mentions = optionMentions(nix.analysis).filter((mention) =>
    spansOf(nix.analysis, mention).some(isAround),
  );
  return inOrder(placesOfMentions(snapshot, nix, mentions)).filter(({ span }) => isAround(span));
}

/** The places of a file that name an option by these names, whatever stands between. */
export function placesNaming(
  snapshot: Snapshot,
  file: FilePath,
  path: readonly string[],
): readonly OptionPlace[] {
  const last = path.at(-1) ?? '';
  if (!snapshot.text(file)?.includes(last)) return [];
  const nix = nixFile(snapshot, file);
  const mentions = nix && mentionsByName(nix.analysis).get(last);
  return mentions ? placesOfMentions(snapshot, nix, mentions, path) : [];
}

interface NixFile {
  readonly file: FilePath;
  readonly analysis: FileAnalysis;
}

function nixFile(snapshot: Snapshot, file: FilePath): NixFile | undefined {
  const analysis = file.endsWith('.nix') ? snapshot.analysis(file) : undefined;
  return analysis?.language === 'nix' ? { file, analysis } : undefined;
}

function inOrder(places: readonly OptionPlace[]): readonly OptionPlace[] {
  return places.toSorted((a, b) => a.span.start - b.span.start);
}

const mentionsByName = oncePer((analysis: FileAnalysis) =>
  groupedBy(optionMentions(analysis), ({ path }) => path.at(-1) ?? ''),
);

/**
 * The places of some mentions of a file, and where a path is wanted only those
 * of it. Only mentions are kept for each text, because places are many.
 */
function placesOfMentions(
  snapshot: Snapshot,
  { file, analysis }: NixFile,
  mentions: readonly OptionMention[],
  wanted?: readonly string[],
): readonly OptionPlace[] {
  if (mentions.length === 0) return [];
  const views = viewsOfFile(snapshot, file, analysis);
  const places: OptionPlace[] = [];
  for (const mention of mentions) {
    const { kind, isLast, name: expr, value: valueExpr } = mention;
    if (kind !== 'use' && views === undefined) continue;
    const { path, kinds } = rooted(mention, views ?? all);
    if (path.length === 0 || !isSamePath(path, wanted ?? path)) continue;
    const value = valueExpr === undefined ? undefined : spanOf(analysis, valueExpr);
    const name = optionName(path);
    for (const span of spansOf(analysis, mention))
      places.push({ file, span, name, path, views: kinds, kind, isLast, expr, value });
  }
  return places;
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
  const known = knownViews(snapshot.facts().table('module')).get(file);
  if (known) return known;
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

/** The module systems that modules are known to be for. */
const knownViews = oncePer(({ rows }: Table<'module'>) => {
  const views = new Map<string, ReadonlySet<ViewKind>>();
  for (const { file, kind, classes } of rows) {
    const own = classes.filter((name) => name === 'nixos' || name === 'darwin' || name === 'home');
    if (kind === 'module' && own.length > 0) views.set(file, new Set(own));
  }
  return views;
});

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
