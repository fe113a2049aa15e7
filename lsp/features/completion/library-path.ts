import { libNames } from '#analyzer/builtins/lib-names.ts';
import { builtinReleases } from '#analyzer/syntax/builtin-names.ts';
import { type ExprId, exprOf, literalText, type Module } from '#analyzer/syntax/module.ts';
import type { Scopes } from '#analyzer/syntax/scope.ts';

/** Where in what Nix and nixpkgs bring along an expression is. */
export interface LibraryPlace {
  readonly root: 'builtins' | 'lib';
  /** The names from there on. */
  readonly names: readonly string[];
}

interface Code {
  readonly module: Module;
  readonly scopes: Scopes;
}

/** Names that stand for other names are followed no further than this. */
const mostAliases = 8;

/**
 * What an expression is of `builtins` or of `lib`, by how it is written:
 * `lib.strings`, `pkgs.lib.types`, or what a `let` calls one of them. A
 * parameter that is called `lib` is taken for it.
 */
export function libraryPlace(code: Code, expr: ExprId, aliases = 0): LibraryPlace | undefined {
  const found = exprOf(code.module, expr);
  if (found.kind === 'variable') return variablePlace(code, expr, { name: found.name, aliases });
  if (found.kind !== 'select' || found.otherwise !== undefined) return undefined;
  const names = found.path.map((name) => literalText(code.module, name));
  const known = names.filter((name) => name !== undefined);
  if (known.length < names.length) return undefined;
  return placeBehind(code, { from: found.from, names: known }, aliases);
}

/** What lies behind names, counted from an expression. */
export function placeBehind(
  code: Code,
  { from, names }: { readonly from: ExprId; readonly names: readonly string[] },
  aliases = 0,
): LibraryPlace | undefined {
  const place = libraryPlace(code, from, aliases);
  if (place !== undefined) return { root: place.root, names: [...place.names, ...names] };
  const lib = names.indexOf('lib');
  const isLib = lib === 1 || (lib === 0 && isNamedLikePackages(code.module, from));
  return isLib ? { root: 'lib', names: names.slice(lib + 1) } : undefined;
}

/** `pkgs.lib`, `nixpkgs.lib`; behind another name, as in `inputs.nixpkgs.lib`, any. */
function isNamedLikePackages(module: Module, from: ExprId): boolean {
  const expr = exprOf(module, from);
  return (
    expr.kind === 'variable' && /^(pkgs|nixpkgs|final|prev|super)|nixpkgs|[pP]kgs$/.test(expr.name)
  );
}

function variablePlace(
  code: Code,
  expr: ExprId,
  { name, aliases }: { readonly name: string; readonly aliases: number },
): LibraryPlace | undefined {
  const referent = code.scopes.referent(expr);
  if (referent?.kind === 'global') {
    return name === 'builtins' ? { root: 'builtins', names: [] } : globalPlace(name);
  }
  if (referent?.kind === 'with') return withPlace(code, referent.sets, { name, aliases });
  if (referent?.kind !== 'binder') return undefined;
  const { binder } = referent;
  const isGiven = binder.kind === 'formal' || binder.kind === 'parameter';
  if (isGiven) return name === 'lib' ? { root: 'lib', names: [] } : undefined;
  if (binder.value === undefined || aliases >= mostAliases) return undefined;
  return libraryPlace(code, binder.value, aliases + 1);
}

function globalPlace(name: string): LibraryPlace {
  return { root: 'builtins', names: [name.replace(/^__/, '')] };
}

function withPlace(
  code: Code,
  sets: readonly ExprId[],
  { name, aliases }: { readonly name: string; readonly aliases: number },
): LibraryPlace | undefined {
  if (aliases >= mostAliases) return undefined;
  for (const set of sets) {
    const place = libraryPlace(code, set, aliases + 1);
    const names = place && namesIn(place);
    if (place && names?.includes(name)) return { ...place, names: [...place.names, name] };
  }
  return undefined;
}

/** The names of a namespace; `undefined` for what is no namespace that is known. */
export function namesIn({ root, names }: LibraryPlace): readonly string[] | undefined {
  if (root === 'builtins') return names.length === 0 ? [...builtinReleases.keys()] : undefined;
  const found = libNames[['lib', ...names].join('.')];
  return found ?? smallNamespaces[names.join('.')];
}

const smallNamespaces: Readonly<Record<string, readonly string[]>> = {
  'types.ints': ['between', 'positive', 's16', 's32', 's8', 'u16', 'u32', 'u8', 'unsigned'],
  'types.numbers': ['between', 'nonnegative', 'positive'],
};
