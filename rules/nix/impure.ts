import { builtinSelections } from '#analyzer/syntax/builtin-selections.ts';
import { exprsOfKind } from '#analyzer/syntax/exprs-of-kind.ts';
import { namesSeen } from '#analyzer/syntax/meant-names.ts';
import { type ExprId, exprOf, literalText, type Module } from '#analyzer/syntax/module.ts';
import { type Scopes, scopesOf } from '#analyzer/syntax/scope.ts';
import { type FileContext, fileRule } from '#linter/rule.ts';
import type { Span } from '#parser/span.ts';
import { Node, type NodeId } from '#parser/tree.ts';

const absent: ReadonlySet<string> = new Set(['currentSystem', 'currentTime']);

export default fileRule({
  language: 'nix',
  meta: {
    name: 'nix/impure',
    summary: 'What a flake gives depends on its files and its lock file alone.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: [],
    peers: [
      { peer: 'nixpkgs-vet', code: 'NPV-122' },
      { peer: 'nixpkgs-vet', code: 'NPV-127' },
      { peer: 'nixpkgs-vet', code: 'NPV-128' },
    ],
  },

  docs: {
    why: `
      A flake is evaluated without the search path, the environment, the clock and the
      disk around it: \`<nixpkgs>\`, \`/etc/hosts\` and \`builtins.currentSystem\` fail, and
      \`builtins.getEnv\` gives an empty text. With \`--impure\` they work, and the machine
      is another one for everybody who builds it.

      Defaults of arguments are left alone, such as \`{ pkgs ? import <nixpkgs> { } }\`,
      which are there for those who have no flake. So are \`default.nix\` and
      \`shell.nix\` at the root, and files that open a flake by flake-compat.
    `,
    bad: [
      `
-- oak.nix --
  { config, ... }:
  let
    pkgs = import <nixpkgs> { system = builtins.currentSystem; };
#                 ^^^^^^^^^ \`<nixpkgs>\` is not there when a flake is evaluated
#                                      ^^^^^^^^^^^^^^^^^^^^^^ \`builtins.currentSystem\` is not there when a flake is evaluated
    home = builtins.getEnv "HOME";
#          ^^^^^^^^^^^^^^^ \`builtins.getEnv\` gives nothing when a flake is evaluated
  in
  {
    imports = [ /etc/nixos/hardware-configuration.nix ~/machine.nix ];
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`/etc/nixos/hardware-configuration.nix\` is outside of the flake
#                                                     ^^^^^^^^^^^^^ \`~/machine.nix\` is outside of the flake
    nixpkgs.overlays = [ (import (fetchTarball "https://example.org/overlay.tar.gz")) ];
#                                 ^^^^^^^^^^^^ \`fetchTarball\` has no hash here, which a flake needs
  }
      `,
    ],
    good: [
      `
  { pkgs ? import <nixpkgs> { }, system ? builtins.currentSystem }:
  {
    a = fetchTarball { url = "https://example.org/overlay.tar.gz"; sha256 = pkgs.lib.fakeHash; };
    b = builtins.currentSystem or system;
    d = pkgs.src + /Cargo.lock;
    e = let __findFile = _: name: name; in <disks>;
    c = [ "/etc/hosts" ./local.nix fetchTarball (args: fetchTarball args) ];
  }
      `,
      `
-- shell.nix --
let
  flake = builtins.getFlake (toString ./.);
in
flake.devShells.\${builtins.currentSystem}.default
-- packages/default.nix --
(import (fetchTarball "https://example.org/flake-compat.tar.gz") { src = ../.; })
  .defaultNix.packages.\${builtins.currentSystem}
      `,
    ],
  },

  needs: [
    {
      kinds: ['spath_expression', 'hpath_expression'],
      traits: ['absolute-path'],
      words: ['fetchTarball'],
      fromBuiltins: ['fetchTarball', 'getEnv', ...absent],
    },
  ],

  visit: {
    source_code(_, context) {
      const { tree, module, sourceMap } = context.analysis;
      if (tree.errors.length > 0 || isEntrance(context)) return;
      const scopes = scopesOf(module);
      const defaults = defaultsOf(module);
      const say = (id: ExprId, message: string): void => {
        if (isBelow(scopes, id, defaults)) return;
        context.report(new Node(tree, (sourceMap.nodes[id] ?? 0) as NodeId), { message });
      };
      const suspects = (['search-path', 'path', 'apply'] as const).flatMap((kind) =>
        exprsOfKind(module, kind),
      );
      for (const id of suspects) {
        const expr = exprOf(module, id);
        if (expr.kind === 'search-path' && !namesSeen(scopes, id).has('__findFile'))
          say(id, `\`<${expr.name}>\` is not there when a flake is evaluated`);
        if (expr.kind === 'path' && expr.root !== 'relative' && !isEnd(module, scopes, id))
          say(id, `\`${expr.parts.join('')}\` is outside of the flake`);
        if (expr.kind === 'apply' && isFetch(module, scopes, expr.function)) {
          if (isWithoutHash(module, expr.argument))
            say(expr.function, '`fetchTarball` has no hash here, which a flake needs');
        }
      }
      reportBuiltins(context, (expr) => isBelow(scopes, expr, defaults));
    },
  },
});

const entrances: ReadonlySet<string> = new Set(['default.nix', 'shell.nix']);
const compatible: ReadonlySet<string> = new Set(['defaultNix', 'shellNix']);

/** Whether the file is there for those who have no flake; a flake that reads it all the same is missed. */
function isEntrance({ file, analysis: { module } }: FileContext): boolean {
  if (entrances.has(file)) return true;
  return exprsOfKind(module, 'select').some((id) => {
    const expr = exprOf(module, id);
    const [first] = expr.kind === 'select' ? expr.path : [];
    return first !== undefined && compatible.has(literalText(module, first) ?? '');
  });
}

function reportBuiltins(
  { analysis, report }: FileContext,
  isLeftAlone: (expr: ExprId) => boolean,
): void {
  const { tree, sourceMap } = analysis;
  for (const { name, expr, at, isChecked } of builtinSelections(analysis)) {
    if (isChecked || isLeftAlone(expr)) continue;
    const start = tree.start[sourceMap.nodes[expr] ?? 0] ?? at.start;
    const span: Span = { start, end: at.end };
    if (absent.has(name))
      report(span, { message: `\`builtins.${name}\` is not there when a flake is evaluated` });
    if (name === 'getEnv')
      report(span, { message: '`builtins.getEnv` gives nothing when a flake is evaluated' });
  }
}

/** Whether a path is a part of another one, as in `input + /file` and `/. + name`. */
function isEnd(module: Module, scopes: Scopes, id: ExprId): boolean {
  const path = exprOf(module, id);
  if (path.kind === 'path' && path.parts.join('') === '/.') return true;
  const parent = scopes.parent(id);
  const around = parent === undefined ? undefined : exprOf(module, parent);
  return around?.kind === 'binary' && around.operator === '+' && around.right === id;
}

function defaultsOf(module: Module): ReadonlySet<ExprId> {
  const formals = exprsOfKind(module, 'lambda').flatMap((id) => {
    const expr = exprOf(module, id);
    return expr.kind === 'lambda' ? (expr.formals?.formals ?? []) : [];
  });
  return new Set(formals.flatMap((formal) => formal.default ?? []));
}

function isBelow(scopes: Scopes, from: ExprId, roots: ReadonlySet<ExprId>): boolean {
  for (let expr: ExprId | undefined = from; expr !== undefined; expr = scopes.parent(expr))
    if (roots.has(expr)) return true;
  return false;
}

/** `fetchTarball`, with `builtins.` or without. */
function isFetch(module: Module, scopes: Scopes, id: ExprId): boolean {
  const expr = exprOf(module, id);
  if (expr.kind === 'variable')
    return expr.name === 'fetchTarball' && scopes.referent(id)?.kind === 'global';
  if (expr.kind !== 'select') return false;
  const from = exprOf(module, expr.from);
  const [first] = expr.path;
  return (
    from.kind === 'variable' &&
    from.name === 'builtins' &&
    first !== undefined &&
    literalText(module, first) === 'fetchTarball'
  );
}

function isWithoutHash(module: Module, id: ExprId): boolean {
  const expr = exprOf(module, id);
  if (expr.kind === 'string') return true;
  const names =
    expr.kind === 'attrs' ? expr.bindings.map(({ name }) => literalText(module, name)) : [];
  return expr.kind === 'attrs' && !names.includes('sha256') && !names.includes(undefined);
}
