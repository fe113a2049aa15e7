import { fixOf } from '#analyzer/edit/fix-of.ts';
import { scopeInherits } from '#analyzer/edit/inherits.ts';
import { nixRule } from '#linter/rule.ts';

export default nixRule({
  meta: {
    name: 'simplify/inherit',
    summary: 'An attribute named like its value is inherited.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['statix'],
    peers: [
      {
        peer: 'statix',
        code: 'W03',
        differs:
          'Leaves `x = x;` of a `let` and a `rec` set: it means itself there, and `inherit x;` would mean another. What stands together becomes one `inherit`.',
      },
      { peer: 'nix-linter', code: 'DIYInherit' },
    ],
  },

  docs: {
    why: `
      \`inherit a;\` says that the attribute is what the name means outside.
      Statements that stand together become one, and join an \`inherit\` beside them.
    `,
    bad: [
      {
        code: `
  { lib, pkgs, port }:
  {
    inherit lib;
    pkgs = pkgs;
#   ^^^^^^^^^^^^ \`pkgs = pkgs\` is what \`inherit\` is for
    port = port;
#   ^^^^^^^^^^^^ \`port = port\` is what \`inherit\` is for
  }
        `,
        fixed: `
  { lib, pkgs, port }:
  {
    inherit lib pkgs port;
  }
        `,
      },
    ],
    good: [
      'let f = x: rec { x = x; }; g = g; in { f = g; h = f; }',
      'a: { b.a = a; "a" = a; inherit (a) c; }',
    ],
  },

  needs: [{ traits: ['named-alike'] }],

  visit: {
    binding_set(node, { file, analysis, report }) {
      const runs = node.parent ? scopeInherits(analysis, node.parent) : [];
      for (const { bindings, statement, edits } of runs) {
        for (const binding of bindings) {
          report(binding, {
            message: `\`${binding.text.replace(/\s+/g, ' ').replace(/ ?;$/, '')}\` is what \`inherit\` is for`,
            fixes: fixOf(file, { title: `write \`${statement}\``, safety: 'safe' }, edits),
          });
        }
      }
    },
  },
});
