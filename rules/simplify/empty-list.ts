import { fixOf } from '#analyzer/edit/fix-of.ts';
import { keepOnly } from '#analyzer/edit/keep-only.ts';
import { unwrapped } from '#analyzer/syntax/precedence.ts';
import { nixRule } from '#linter/rule.ts';
import type { Node } from '#parser/tree.ts';

export default nixRule({
  meta: {
    name: 'simplify/empty-list',
    summary: 'No list is joined with `[ ]`.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['recommended', 'statix'],
    peers: [
      {
        peer: 'statix',
        code: 'W23',
        differs: 'The fix leaves an empty list with a comment in it.',
      },
    ],
  },

  docs: {
    why: `
      A list joined with an empty one is the same list. An empty list with a
      comment in it may be a place that is kept for items, so the fix leaves it.
    `,
    bad: [
      {
        code: `
  x: x ++ [ ]
#    ^^^^^^^^ \`[ ]\` adds nothing to the other list
        `,
        fixed: `
  x: x
        `,
      },
      {
        code: `
  x: f: f([] ++ x)
#         ^^^^^^^ \`[ ]\` adds nothing to the other list
        `,
        fixed: `
  x: f: f(x)
        `,
      },
      {
        code: `
  f: x: { a = [ ] ++ (f x); }
#             ^^^^^^^^^^^^ \`[ ]\` adds nothing to the other list
        `,
        fixed: `
  f: x: { a = f x; }
        `,
      },
      {
        code: `
  a: lib:
  {
    names = [ ]
#           ^^^ \`[ ]\` adds nothing to the other list
      ++ lib.optionals a [
      "oak"
    ]
      ++ [ "elm" ];
  }
        `,
        fixed: `
  a: lib:
  {
    names = lib.optionals a [
      "oak"
    ]
      ++ [ "elm" ];
  }
        `,
      },
      `
  x: x ++ [ /* later */ ]
#    ^^^^^^^^^^^^^^^^^^^^ \`[ ]\` adds nothing to the other list
      `,
    ],
    good: ['x: x ++ [ 1 ]'],
  },

  needs: [{ traits: ['empty-list-joined'] }],

  visit: {
    binary_expression(node, { file, report }) {
      const [left, right] = [node.child('left'), node.child('right')];
      if (node.child('operator')?.text !== '++' || !left || !right) return;
      const kept = isEmpty(left) ? right : left;
      if (kept === left && !isEmpty(right)) return;
      const edits = keepOnly(node, unwrapped(kept)) ?? keepOnly(node, kept);
      report(node, {
        message: '`[ ]` adds nothing to the other list',
        fixes: fixOf(file, { title: 'leave it out', safety: 'safe' }, edits),
      });
    },
  },
});

function isEmpty(node: Node): boolean {
  const list = unwrapped(node);
  return list.kind === 'list_expression' && !list.child('element');
}
