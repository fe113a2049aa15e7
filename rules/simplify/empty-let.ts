import { bindingsOf } from '#analyzer/edit/attribute-set.ts';
import { fixOf } from '#analyzer/edit/fix-of.ts';
import { keepOnly } from '#analyzer/edit/keep-only.ts';
import { nixRule } from '#linter/rule.ts';

export default nixRule({
  meta: {
    name: 'simplify/empty-let',
    summary: 'A `let` names something.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['recommended', 'statix'],
    peers: [
      { peer: 'statix', code: 'W02' },
      { peer: 'nil', code: 'empty_let_in' },
      { peer: 'nix-linter', code: 'EmptyLet' },
    ],
  },

  docs: {
    why: `
      A \`let\` without names says nothing. It is what remains when its last name
      was taken out. The fix leaves one in which comments stand.
    `,
    bad: [
      {
        code: `
  x: let in x
#    ^^^ this \`let\` names nothing
        `,
        fixed: `
  x: x
        `,
      },
      `
  x:
  let
# ^^^ this \`let\` names nothing
    # nothing yet
  in
  x
      `,
    ],
    good: ['let x = 1; in x'],
  },

  needs: [{ traits: ['empty-let'] }],

  visit: {
    let_expression(node, { file, report }) {
      const body = node.child('body');
      if (!body || bindingsOf(node).length > 0) return;
      report(
        { start: node.start, end: node.start + 'let'.length },
        {
          message: 'this `let` names nothing',
          fixes: fixOf(file, { title: 'leave it out', safety: 'safe' }, keepOnly(node, body)),
        },
      );
    },
  },
});
