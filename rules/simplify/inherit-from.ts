import { fixOf } from '#analyzer/edit/fix-of.ts';
import { sourceInherits } from '#analyzer/edit/inherits.ts';
import { bindingPath } from '#analyzer/syntax/option-path.ts';
import { nixRule } from '#linter/rule.ts';

export default nixRule({
  meta: {
    name: 'simplify/inherit-from',
    summary: 'An attribute that another set has by the same name is inherited from it.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['statix'],
    peers: [
      {
        peer: 'statix',
        code: 'W04',
        differs:
          'The fix keeps `or`, doubles no parentheses, and makes one `inherit` of what stands together.',
      },
      { peer: 'nix-linter', code: 'DIYInherit' },
    ],
  },

  docs: {
    why: `
      \`inherit (set) a b;\` says once where several attributes come from.
      Statements that stand together become one, and join an \`inherit\` beside them.
    `,
    bad: [
      {
        code: `
  { config }:
  {
    user = config.user;
#   ^^^^^^^^^^^^^^^^^^^ \`inherit\` can take \`user\` from that set
    group = config.group;
#   ^^^^^^^^^^^^^^^^^^^^^ \`inherit\` can take \`group\` from that set
    inherit (config) home;
  }
        `,
        fixed: `
  { config }:
  {
    inherit (config) user group home;
  }
        `,
      },
      {
        code: `
  f: x: { y = (f x).y; }
#         ^^^^^^^^^^^^ \`inherit\` can take \`y\` from that set
        `,
        fixed: `
  f: x: { inherit (f x) y; }
        `,
      },
    ],
    good: ['s: { a = s.a or 1; b = s.a.b; c = s.d; "e" = s.e; }'],
  },

  needs: [{ traits: ['named-alike'] }],

  visit: {
    binding_set(node, { file, report }) {
      for (const { bindings, statement, edits } of node.parent ? sourceInherits(node.parent) : []) {
        const [line = ''] = statement.split('\n');
        const said = line.length < 60 ? line : 'inherit';
        for (const binding of bindings) {
          report(binding, {
            message: `\`inherit\` can take \`${bindingPath(binding)[0]}\` from that set`,
            fixes: fixOf(file, { title: `write \`${said}\``, safety: 'safe' }, edits),
          });
        }
      }
    },
  },
});
