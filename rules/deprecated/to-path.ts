import { isBuiltinAt } from '#analyzer/syntax/referents.ts';
import { type FileContext, nixRule } from '#linter/rule.ts';
import type { Node } from '#parser/tree.ts';

export default nixRule({
  meta: {
    name: 'deprecated/to-path',
    summary: 'No `builtins.toPath`.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['recommended', 'statix'],
    peers: [
      {
        peer: 'statix',
        code: 'W17',
        differs:
          'Finds it without an argument too, and only where it is the builtin: Nix knows no plain `toPath`.',
      },
    ],
  },

  docs: {
    why: `
      \`builtins.toPath\` is deprecated and gives a text, not a path. \`/. + text\`
      makes a path of a text that begins with a slash, \`./. + "/name"\` one below
      the folder of the file.
    `,
    bad: [
      `
  map builtins.toPath [ "/etc" ]
#     ^^^^^^^^^^^^^^^ \`toPath\` is deprecated: add the text to a path, as in \`/. + text\`
      `,
    ],
    good: [
      '/. + "/etc"',
      'let toPath = x: x; builtins = { inherit toPath; }; in builtins.toPath toPath',
    ],
  },

  needs: [{ words: ['toPath', '__toPath'], fromBuiltins: ['toPath'] }],

  visit: { select_expression: check, variable_expression: check },
});

function check(node: Node, { analysis, report }: FileContext): void {
  if (!isBuiltinAt(analysis, node, 'toPath')) return;
  report(node, {
    message: '`toPath` is deprecated: add the text to a path, as in `/. + text`',
  });
}
