import { fixOf } from '#analyzer/edit/fix-of.ts';
import { nixRule } from '#linter/rule.ts';

export default nixRule({
  meta: {
    name: 'deprecated/url-literal',
    summary: 'An address stands in quotes.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['recommended', 'statix'],
    peers: [
      {
        peer: 'statix',
        code: 'W12',
        differs: 'Quotes nothing that may be meant as a function, such as `x:y`.',
      },
      { peer: 'nixf', code: 'deprecated-url-literal' },
      { peer: 'nil', code: 'uri_literal' },
    ],
  },

  docs: {
    why: `
      Nix reads \`https://example.org\` without quotes as a text, and newer versions
      can refuse it. So does it read \`x:y\`, where a function \`x: y\` may have been
      meant: that is left to you.
    `,
    bad: [
      {
        code: `
  { url = github:nixos/nixpkgs; }
#         ^^^^^^^^^^^^^^^^^^^^ the address \`github:nixos/nixpkgs\` stands without quotes
        `,
        fixed: `
  { url = "github:nixos/nixpkgs"; }
        `,
      },
      `
  y: map (x:y) [ 1 ]
#         ^^^ \`x:y\` is a text, not a function: put a space behind the colon, or quotes around it
      `,
    ],
    good: ['{ url = "https://example.org"; f = x: x; }'],
  },

  visit: {
    uri_expression(node, { file, report }) {
      const { text } = node;
      const isFunction = /^[A-Za-z][\w'-]*:[A-Za-z_][\w.'-]*$/.test(text);
      const said = text.length < 60 ? text : `${text.slice(0, 57)}...`;
      report(node, {
        message: isFunction
          ? `\`${said}\` is a text, not a function: put a space behind the colon, or quotes around it`
          : `the address \`${said}\` stands without quotes`,
        fixes: fixOf(
          file,
          { title: 'put it in quotes', safety: 'safe' },
          isFunction ? undefined : [{ span: node.span, text: `"${text}"` }],
        ),
      });
    },
  },
});
