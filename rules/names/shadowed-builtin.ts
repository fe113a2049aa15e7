import { plainBuiltins } from '#analyzer/syntax/builtin-names.ts';
import { scopesOf } from '#analyzer/syntax/scope.ts';
import { fileRule } from '#linter/rule.ts';
import { Node, type NodeId } from '#parser/tree.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'names/shadowed-builtin',
    summary: 'No name hides one that Nix defines everywhere.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: [],
    peers: [
      {
        peer: 'nixf',
        code: 'sema-primop-overridden',
        differs: 'A name that is only passed on by `inherit` is not told apart from another one.',
      },
      { peer: 'nixf', code: 'sema-constant-overridden' },
    ],
  },

  docs: {
    why: `
      Who reads \`map\` or \`import\` further down thinks of the builtin. Names of sets are
      not meant, \`rec\` or not: they are what others call them.
    `,
    bad: [
      `
  { lib, ... }:
  let
    map = { oak = "10.0.0.1"; };
#   ^^^ \`map\` hides the builtin of that name
  in
  lib.mapAttrs (derivation: true: derivation) map
#               ^^^^^^^^^^ \`derivation\` hides the builtin of that name
#                           ^^^^ \`true\` hides the builtin of that name
      `,
    ],
    good: ['{ lib, ... }: rec { map = lib.map; path = ./a; filter = x: x; }'],
  },

  needs: [{ binds: [...plainBuiltins] }],

  visit: {
    source_code(_, { analysis, report }) {
      const { tree, module, sourceMap } = analysis;
      if (tree.errors.length > 0) return;
      for (const { kind, name, site } of scopesOf(module).binders) {
        if (kind === 'rec' || !plainBuiltins.has(name)) continue;
        const node = new Node(tree, (sourceMap.nodes[site] ?? 0) as NodeId);
        report(node, { message: `\`${name}\` hides the builtin of that name` });
      }
    },
  },
});
