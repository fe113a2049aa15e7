import type { FileAnalysis } from '../file-analysis.ts';
import { oncePer } from '../once-per.ts';
import { exprsOfKind } from './exprs-of-kind.ts';
import { type ExprId, exprOf, type Module, type SourceMap } from './module.ts';
import { type Binder, type Scopes, scopesOf } from './scope.ts';
import { skippedLines } from './skipped-lines.ts';

/** A name that nothing alive mentions. */
export interface UnusedName {
  readonly binder: Binder;
  /** Where it is mentioned all the same. */
  readonly mentions: readonly Mention[];
}

/**
 * The names whose values a mention stands in, from the inside out; several share
 * the source of an `inherit`. The mention counts where of each one is alive.
 */
export type Mention = readonly (readonly Binder[])[];

/** Whether names that begin with an underscore are unused on purpose, and so kept, or have to be used as well. */
export type Underscored = 'kept' | 'counted';

/**
 * The names of `let`, of patterns and of parameters that nothing alive mentions.
 *
 * Its own value does not keep a name alive, nor does that of another one that is
 * unused, so that whole chains and circles are found. Names of sets are always
 * alive, and so is what `deadnix: skip` stands above. Empty for files that are
 * broken or nested too deep: there, a use may be out of sight.
 */
export function unusedNames(
  analysis: FileAnalysis,
  underscored: Underscored,
): readonly UnusedName[] {
  return underscored === 'kept' ? unusedPlainNames(analysis) : allUnusedNames(analysis);
}

const unusedPlainNames = oncePer((analysis: FileAnalysis) => findUnused(analysis, 'kept'));
const allUnusedNames = oncePer((analysis: FileAnalysis) => findUnused(analysis, 'counted'));

function findUnused(analysis: FileAnalysis, underscored: Underscored): readonly UnusedName[] {
  const { used, doubtful } = mentionsIn(analysis);
  if (doubtful.length === 0) return [];
  const scopes = scopesOf(analysis.module);
  const named = scopes.binders.filter(({ name }) => underscored === 'kept' && name.startsWith('_'));
  const alive = aliveNames(doubtful, [...used, ...keptBinders(analysis, scopes), ...named]);
  return doubtful.filter(({ binder }) => !alive.has(binder));
}

interface Mentions {
  /** Names with a mention that stands in no value of a name; they are alive whatever others are. */
  readonly used: readonly Binder[];
  readonly doubtful: readonly UnusedName[];
}

/** Where names are mentioned that may be unused; none for a broken file. */
const mentionsIn = oncePer((analysis: FileAnalysis): Mentions => {
  const { tree, module, sourceMap } = analysis;
  const used: Binder[] = [];
  const doubtful: UnusedName[] = [];
  if (tree.errors.length > 0 || exprsOfKind(module, 'missing').length > 0)
    return { used, doubtful };
  const scopes = scopesOf(module);
  const owners = valueOwners(module, sourceMap, scopes);
  for (const binder of scopes.binders) {
    if (binder.kind === 'rec') continue;
    const mentions = mentionsOf(scopes, owners, binder);
    if (mentions) doubtful.push({ binder, mentions });
    else used.push(binder);
  }
  return { used, doubtful };
});

/** `undefined` as soon as one stands in no value of a name. */
function mentionsOf(
  scopes: Scopes,
  owners: ValueOwners,
  binder: Binder,
): readonly Mention[] | undefined {
  const mentions: Mention[] = [];
  for (const use of scopes.uses(binder)) {
    const mention = mentionOf(scopes, owners, { use, binder });
    if (mention.length === 0) return undefined;
    mentions.push(mention);
  }
  return mentions;
}

/** The unused names whose values mention an unused name, and so look like uses of it. */
export function mentioners(
  { binder, mentions }: UnusedName,
  unused: readonly UnusedName[],
): readonly Binder[] {
  const dead = new Set(unused.map((name) => name.binder));
  const found = mentions.flatMap((mention) => {
    if (mention.some((owners) => owners.includes(binder))) return [];
    const around = mention.find((owners) => owners.every((owner) => dead.has(owner)));
    return around?.slice(0, 1) ?? [];
  });
  return [...new Set(found)];
}

/** The names below a comment that asks to keep them. */
function keptBinders(analysis: FileAnalysis, { binders }: Scopes): readonly Binder[] {
  const { tree, text, sourceMap } = analysis;
  if (!text.includes('deadnix: skip')) return [];
  const skipped = skippedLines(analysis);
  return binders.filter(({ site }) => {
    const start = tree.start[sourceMap.nodes[site] ?? 0] ?? 0;
    return skipped.has(analysis.lines.position(start).line);
  });
}

function aliveNames(names: readonly UnusedName[], kept: readonly Binder[]): ReadonlySet<Binder> {
  const alive = new Set(kept);
  const waiting = new Map<Binder, UnusedName[]>();
  const pending = [...names];
  for (const name of names) {
    for (const owner of new Set(name.mentions.flat(2))) {
      const known = waiting.get(owner) ?? [];
      waiting.set(owner, known);
      known.push(name);
    }
  }
  for (const binder of kept) pending.push(...(waiting.get(binder) ?? []));
  for (let name = pending.pop(); name; name = pending.pop()) {
    const { binder, mentions } = name;
    if (alive.has(binder) || !mentions.some((mention) => counts(mention, binder, alive))) continue;
    alive.add(binder);
    pending.push(...(waiting.get(binder) ?? []));
  }
  return alive;
}

function counts(mention: Mention, binder: Binder, alive: ReadonlySet<Binder>): boolean {
  return mention.every((owners) => owners.some((owner) => owner !== binder && alive.has(owner)));
}

/** What each value belongs to, by its expression. */
type ValueOwners = ReadonlyMap<ExprId, readonly Binder[]>;

function mentionOf(
  scopes: Scopes,
  owners: ValueOwners,
  { use, binder }: { readonly use: ExprId; readonly binder: Binder },
): Mention {
  const mention: (readonly Binder[])[] = [];
  let expr: ExprId | undefined = use;
  while (expr !== undefined && expr !== binder.owner) {
    const around = owners.get(expr);
    if (around) mention.push(around);
    expr = scopes.parent(expr);
  }
  return mention;
}

/** Values of names that may be unused. What `inherit (source) a b` takes belongs to all of its names. */
function valueOwners(module: Module, { nodes }: SourceMap, { binders }: Scopes): ValueOwners {
  const owners = new Map<ExprId, Binder[]>();
  for (const binder of binders) {
    const { kind, site, value } = binder;
    if (kind === 'rec' || value === undefined) continue;
    const bound = exprOf(module, value);
    const isInherited = nodes[site] === nodes[value];
    const key = isInherited && bound.kind === 'select' ? bound.from : value;
    owners.set(key, [...(owners.get(key) ?? []), binder]);
  }
  return owners;
}
