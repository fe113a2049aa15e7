import { type FileContext, fileRule } from '#linter/rule.ts';
import type { Node } from '#parser/tree.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'nix/glued-tokens',
    summary: 'A number ends where it looks as if it did.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['recommended'],
    peers: [
      {
        peer: 'nixf',
        code: 'lex-float-no-exp',
        differs: 'That one calls the text broken, which it is not to Nix.',
      },
      { peer: 'nixf', code: 'lex-float-leading-zero' },
    ],
  },

  docs: {
    why: `
      Numbers of Nix have no underscores, no exponent without digits, no other base
      and no zero in front of others. What follows is a thing of its own: in a list
      one more item, elsewhere the argument of a call that fails.
    `,
    bad: [
      `
  {
    ports = [ 8_080 ];
#             ^^^^^ Nix reads \`8_080\` as \`8\` and \`_080\`, two things
    mask = 0x1f;
#          ^^^^ Nix reads \`0x1f\` as \`0\` and \`x1f\`, two things
    factors = [ 01.5 2e ];
#               ^^^^ Nix reads \`01.5\` as \`01\` and \`.5\`, two things
#                    ^^ Nix reads \`2e\` as \`2\` and \`e\`, two things
  }
      `,
    ],
    good: ['[ 8080 0.5 1.5e3 .5 1.e2 ]', '{ a-1 = 1; b = x: x.a-1; c = ./1a; }'],
  },

  needs: [{ traits: ['glued-number'] }],

  visit: { integer_expression: check, float_expression: check },
});

function check(node: Node, { analysis, report }: FileContext): void {
  const { tree, text } = analysis;
  if (tree.errors.length > 0) return;
  const before = /[\w.'-]$/.test(text.slice(node.start - 1, node.start));
  const rest = /^[\w.'-]+/.exec(text.slice(node.end))?.[0];
  if (before || rest === undefined || !/^[A-Za-z_]|^\.\d/.test(rest)) return;
  const end = node.end + rest.length;
  report(
    { start: node.start, end },
    {
      message: `Nix reads \`${node.text}${rest}\` as \`${node.text}\` and \`${rest}\`, two things`,
    },
  );
}
