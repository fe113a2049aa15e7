import { takeComments } from '#analyzer/edit/comments.ts';
import { fixOf } from '#analyzer/edit/fix-of.ts';
import { removal } from '#analyzer/edit/removal.ts';
import { statementRoom } from '#analyzer/edit/statements.ts';
import { type FileContext, nixRule } from '#linter/rule.ts';
import type { Node } from '#parser/tree.ts';

export default nixRule({
  meta: {
    name: 'simplify/empty-inherit',
    summary: 'An `inherit` takes something.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['recommended', 'statix'],
    peers: [
      {
        peer: 'statix',
        code: 'W14',
        differs: 'Finds those with a source too: nobody looks at it.',
      },
      { peer: 'nixf', code: 'empty-inherit' },
      { peer: 'nil', code: 'empty_inherit' },
      { peer: 'nix-linter', code: 'EmptyInherit' },
    ],
  },

  docs: {
    why: `
      An \`inherit\` without names takes nothing, and what it would take from is
      never looked at.
    `,
    bad: [
      {
        code: `
  { inherit; a = 1; }
#   ^^^^^^^^ this \`inherit\` takes nothing
        `,
        fixed: `
  { a = 1; }
        `,
      },
      {
        code: `
  { lib }:
  let
    inherit (lib);
#   ^^^^^^^^^^^^^^ this \`inherit\` takes nothing

    a = 1;
  in
  a
        `,
        fixed: `
  { lib }:
  let
    a = 1;
  in
  a
        `,
      },
    ],
    good: ['{ lib }: { inherit lib; inherit (lib) types; }'],
  },

  needs: [{ traits: ['empty-inherit'] }],

  visit: { inherit: check, inherit_from: check },
});

function check(node: Node, { file, report }: FileContext): void {
  const room = statementRoom(node);
  if (node.child('attrs') || !room) return;
  const edit = removal(node.tree.text, node.span, room);
  const edits = takeComments(node.tree, [edit]) ? undefined : [edit];
  report(node, {
    message: 'this `inherit` takes nothing',
    fixes: fixOf(file, { title: 'remove it', safety: 'safe' }, edits),
  });
}
