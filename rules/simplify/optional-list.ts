import type { Fix } from '#analyzer/diagnostic.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'simplify/optional-list',
    summary: '`optional` is for one item, and `optionals` for a list.',
    severity: 'warning',
    fix: 'unsafe',
    since: '0.1.0',
    presets: [],
    peers: [
      {
        peer: 'nixpkgs-lint',
        code: 'ArgsToOptionalIsList',
      },
    ],
  },

  docs: {
    why: `
      \`optional condition [ a ]\` is a list in a list. Packages take that silently, most
      options refuse it. The fix changes the value, and is only right where a flat list
      is meant.
    `,
    bad: [
      {
        code: `
  { lib, config, pkgs, ... }:
  {
    environment.systemPackages = lib.optional config.services.xserver.enable [ pkgs.xclip ];
#                                ^^^^^^^^^^^^ \`lib.optional\` makes a list of this list, did you mean \`optionals\`?
  }
        `,
        fixed: `
  { lib, config, pkgs, ... }:
  {
    environment.systemPackages = lib.optionals config.services.xserver.enable [ pkgs.xclip ];
  }
        `,
      },
    ],
    good: [
      '{ lib, ... }: { a = lib.optional true 1 ++ lib.optionals true [ 2 ]; b = x: lib.optional x; }',
    ],
  },

  needs: [{ givenList: ['optional'] }],

  visit: {
    apply_expression(node, { file, analysis, report }) {
      if (analysis.tree.errors.length > 0) return;
      const callee = node.child('function')?.child('function');
      const isCall = node.child('function')?.kind === 'apply_expression';
      if (!callee || !isCall || node.child('argument')?.kind !== 'list_expression') return;
      if (!/^([\w.]+\.)?optional$/.test(callee.text)) return;
      const fix: Fix = {
        title: 'use `optionals`',
        safety: 'unsafe',
        edits: [{ file, span: { start: callee.end, end: callee.end }, text: 's' }],
      };
      report(callee, {
        message: `\`${callee.text}\` makes a list of this list, did you mean \`optionals\`?`,
        fixes: [fix],
      });
    },
  },
});
