import { replacement } from '#analyzer/edit/tokens.ts';
import { builtinReleases, plainBuiltins } from '#analyzer/syntax/builtin-names.ts';
import { builtinSelections } from '#analyzer/syntax/builtin-selections.ts';
import { namesSeen } from '#analyzer/syntax/meant-names.ts';
import { scopesOf } from '#analyzer/syntax/scope.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'names/needless-prefix',
    summary: 'Builtins that are global are called without `builtins`.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: [],
    peers: [
      {
        peer: 'nixf',
        code: 'sema-primop-removed-prefix',
        differs:
          'Nothing is said where the name means something else, nor of `inherit (builtins) map`, which may stand in a row with others.',
      },
    ],
  },

  docs: {
    why: `
      \`map\`, \`toString\`, \`throw\` and some others are seen everywhere. Two ways to write
      them make a file harder to search.
    `,
    bad: [
      {
        code: `
  hosts: builtins.map (host: builtins.toString host.port) hosts
#        ^^^^^^^^^^^^ \`map\` is seen without \`builtins\`
#                            ^^^^^^^^^^^^^^^^^ \`toString\` is seen without \`builtins\`
        `,
        fixed: `
  hosts: map (host: toString host.port) hosts
        `,
      },
    ],
    good: [
      'map: { a = builtins.map; b = builtins.attrNames; c = map; }',
      '{ a = builtins.break 1; b = let inherit (builtins) map; in map; }',
    ],
  },

  needs: [{ fromBuiltins: [...plainBuiltins].filter(isEverywhere) }],

  visit: {
    source_code(_, { file, analysis, report }) {
      const { tree, module, sourceMap } = analysis;
      for (const { name, expr, at, isChecked, isPlain } of builtinSelections(analysis)) {
        if (isChecked || !isPlain || !isEverywhere(name)) continue;
        if (namesSeen(scopesOf(module), expr).has(name)) continue;
        const start = tree.start[sourceMap.nodes[expr] ?? 0] ?? 0;
        const span = { start, end: at.end };
        if (!/^builtins\s*\.\s*\w+$/.test(tree.text.slice(span.start, span.end))) continue;
        const edits = [{ file, ...replacement(tree.text, span, name) }];
        report(span, {
          message: `\`${name}\` is seen without \`builtins\``,
          fixes: [{ title: `write \`${name}\``, safety: 'safe', edits }],
        });
      }
    },
  },
});

/** Whether every Nix sees the name by itself. */
function isEverywhere(name: string): boolean {
  return plainBuiltins.has(name) && builtinReleases.get(name) === undefined;
}
