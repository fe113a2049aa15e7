import { fixOf } from '#analyzer/edit/fix-of.ts';
import { bindingPath } from '#analyzer/syntax/option-path.ts';
import { scopesOf } from '#analyzer/syntax/scope.ts';
import { nixRule } from '#linter/rule.ts';
import type { Node } from '#parser/tree.ts';

export default nixRule({
  meta: {
    name: 'style/builtin-of-lib',
    summary: 'Functions that Nix has are not taken from `lib`.',
    severity: 'warning',
    fix: 'unsafe',
    since: '0.1.0',
    presets: [],
    options: {
      names: {
        summary: 'The functions of `lib` to take from `builtins`.',
        default: ['groupBy', 'zipAttrsWith'],
      },
    },
    peers: [
      {
        peer: 'statix',
        code: 'W15',
        differs:
          'Is in no preset, because `lib.groupBy` has long been the builtin where Nix has it; looks only at what is called `lib`.',
      },
      {
        peer: 'statix',
        code: 'W16',
        differs:
          'Is in no preset, because `lib.zipAttrsWith` has long been the builtin where Nix has it; looks only at what is called `lib`.',
      },
    ],
  },

  docs: {
    why: `
      \`lib.groupBy\` and \`lib.zipAttrsWith\` were slower than what Nix has by
      these names. By now they are the same functions, so this is a matter of
      taste. What \`lib\` is cannot be seen, so the fix asks first.
    `,
    bad: [
      {
        code: `
  { lib }: lib.groupBy (x: x) [ ]
#          ^^^^^^^^^^^ \`groupBy\` is a builtin
        `,
        fixed: `
  { lib }: builtins.groupBy (x: x) [ ]
        `,
      },
    ],
    good: ['{ lib, mine }: [ builtins.groupBy mine.groupBy lib.filter (lib.groupBy or 1) ]'],
  },

  needs: ({ names }) => [{ words: Array.isArray(names) ? names : [] }],

  visit: {
    select_expression(node, { file, analysis, options, report }) {
      const from = node.child('expression');
      const path = bindingPath(node);
      const [name = ''] = path.slice(-1);
      const names = Array.isArray(options.names) ? options.names : [];
      if (!from || node.child('default') || !names.includes(name) || !isLib(from, path)) return;
      const isTaken = scopesOf(analysis.module).binders.some((each) => each.name === 'builtins');
      report(node, {
        message: `\`${name}\` is a builtin`,
        fixes: fixOf(
          file,
          { title: `use \`builtins.${name}\``, safety: 'unsafe' },
          isTaken ? undefined : [{ span: node.span, text: `builtins.${name}` }],
        ),
      });
    },
  },
});

/** Whether what a function is taken from is `lib`, also as `nixpkgs.lib`. */
function isLib({ kind, text }: Node, path: readonly (string | undefined)[]): boolean {
  if (path.length > 1) return path.at(-2) === 'lib';
  return kind === 'variable_expression' && text === 'lib';
}
