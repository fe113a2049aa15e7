import { fixOf } from '#analyzer/edit/fix-of.ts';
import { mergeableLets } from '#analyzer/edit/merged-lets.ts';
import { nixRule } from '#linter/rule.ts';
import type { Node } from '#parser/tree.ts';

export default nixRule({
  meta: {
    name: 'simplify/nested-let',
    summary: 'A `let` directly in another is one with it.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['statix'],
    peers: [
      {
        peer: 'statix',
        code: 'W06',
        differs:
          'Looks at what every name means, sources of `inherit` included, so that a name of one `let` is never taken for that of the other; comments between the two stay.',
      },
      { peer: 'nix-linter', code: 'SequentialLet' },
    ],
  },

  docs: {
    why: `
      The names of a \`let\` may use each other, so one is enough. Two are needed
      where a name means one thing in the first and another in the second; such
      are left alone.
    `,
    bad: [
      {
        code: `
  let
    a = 1;
  in
  let
# ^^^ this \`let\` can be one with the one around it
    b = a + 1;
  in
  b
        `,
        fixed: `
  let
    a = 1;
    b = a + 1;
  in
  b
        `,
      },
      {
        code: `
  let a = 1; in let b = 2; in let a = 3; c = b; in a + b + c
#               ^^^ this \`let\` can be one with the one around it
        `,
        fixed: `
  let a = 1; b = 2; in let a = 3; c = b; in a + b + c
        `,
      },
      {
        code: `
  let
    a = 1;
  in
    # what is added
    let
#   ^^^ this \`let\` can be one with the one around it
      b = ''
        one
          two
      '';
    in
      b
        `,
        fixed: `
  let
    a = 1;
    # what is added
    b = ''
      one
        two
    '';
  in
    b
        `,
      },
    ],
    good: [
      'x: let y = x; in let x = 1; in x + y',
      'x: let inherit (x) y; in let x = { }; in x // y',
      'with { b = 1; }; let a = b; in let b = 2; in a + b',
      'let a = 1; in toString (let b = 2; in a + b)',
    ],
  },

  needs: [{ below: [['let_expression', 'let_expression']] }],

  visit: {
    let_expression(node: Node, { file, analysis, report }) {
      for (const { inner, edits } of mergeableLets(analysis, node)) {
        report(
          { start: inner.start, end: inner.start + 'let'.length },
          {
            message: 'this `let` can be one with the one around it',
            fixes: fixOf(file, { title: 'make one of both', safety: 'safe' }, edits),
          },
        );
      }
    },
  },
});
