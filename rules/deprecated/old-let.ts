import { bindingsOf, namesOf } from '#analyzer/edit/attribute-set.ts';
import { fixOf } from '#analyzer/edit/fix-of.ts';
import { replacement } from '#analyzer/edit/tokens.ts';
import { nixRule } from '#linter/rule.ts';

export default nixRule({
  meta: {
    name: 'deprecated/old-let',
    summary: 'No `let { … }` with an attribute `body`.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['recommended', 'statix'],
    peers: [
      {
        peer: 'statix',
        code: 'W05',
        differs: 'The fix leaves comments, layout and the order of attributes as they are.',
      },
      { peer: 'nixf', code: 'deprecated-let' },
      { peer: 'nil', code: 'let_attrset' },
    ],
  },

  docs: {
    why: `
      \`let { a = 1; body = a; }\` is an old way to write \`let a = 1; in a\`, which
      the manual of Nix does not mention. What it means is \`(rec { … }).body\`, and
      that is what the fix writes: an attribute may use \`body\` too.
    `,
    bad: [
      {
        code: `
  let { a = 1; /* the sum */ body = a + 1; }
# ^^^ \`let { }\` is deprecated, use \`let … in\`
        `,
        fixed: `
  (rec { a = 1; /* the sum */ body = a + 1; }).body
        `,
      },
      {
        code: `
  body: [ (let{ inherit body; }) ]
#          ^^^ \`let { }\` is deprecated, use \`let … in\`
        `,
        fixed: `
  body: [ ((rec{ inherit body; }).body) ]
        `,
      },
    ],
    good: ['let a = 1; in a + 1', 'rec { a = 1; body = a; }.body'],
  },

  visit: {
    let_attrset_expression(node, { file, report }) {
      const { start, end, tree } = node;
      const keyword = { start, end: start + 'let'.length };
      if (!bindingsOf(node).some((binding) => namesOf(binding).includes('body'))) return;
      const bracket = { start: end - 1, end };
      report(keyword, {
        message: '`let { }` is deprecated, use `let … in`',
        fixes: fixOf(file, { title: 'select from a `rec` set', safety: 'safe' }, [
          replacement(tree.text, keyword, '(rec'),
          replacement(tree.text, bracket, '}).body'),
        ]),
      });
    },
  },
});
