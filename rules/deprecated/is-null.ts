import { takeComments } from '#analyzer/edit/comments.ts';
import { fixOf } from '#analyzer/edit/fix-of.ts';
import type { Insertion } from '#analyzer/edit/insertion.ts';
import { replacement } from '#analyzer/edit/tokens.ts';
import { mayBind } from '#analyzer/syntax/bound-names.ts';
import { Strength, strengthNeeded, strengthOf, unwrapped } from '#analyzer/syntax/precedence.ts';
import { isBuiltinAt } from '#analyzer/syntax/referents.ts';
import { scopesOf } from '#analyzer/syntax/scope.ts';
import { type FileContext, nixRule } from '#linter/rule.ts';
import type { Node } from '#parser/tree.ts';

export default nixRule({
  meta: {
    name: 'deprecated/is-null',
    summary: 'A value is compared with `null`, not asked about with `isNull`.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: [],
    peers: [
      {
        peer: 'statix',
        code: 'W13',
        differs:
          'Is in no preset, because `isNull` is no longer deprecated; finds it without an argument too.',
      },
    ],
  },

  docs: {
    why: `
      The manual of Nix called \`isNull\` deprecated for a long time and says of it
      that it is the same as \`value == null\`. Some prefer to have one way only.
    `,
    bad: [
      {
        code: `
  x: f: [ (isNull x) (!builtins.isNull (f x)) (map isNull x) ]
#          ^^^^^^^^ \`isNull\` is \`== null\`
#                      ^^^^^^^^^^^^^^^^^^^^^ \`isNull\` is \`== null\`
#                                                  ^^^^^^ \`isNull\` is \`== null\`
        `,
        fixed: `
  x: f: [ (x == null) (f x != null) (map isNull x) ]
        `,
      },
    ],
    good: ['let isNull = x: x; in isNull 1', 'x: x == null'],
  },

  needs: [{ words: ['isNull', '__isNull'], fromBuiltins: ['isNull'] }],

  visit: { select_expression: check, variable_expression: check },
});

function check(node: Node, { file, analysis, report }: FileContext): void {
  if (!isBuiltinAt(analysis, node, 'isNull')) return;
  const isTaken =
    mayBind(node.tree, 'null') &&
    scopesOf(analysis.module).binders.some(({ name }) => name === 'null');
  const call = node.field === 'function' ? node.parent : undefined;
  report(call ?? node, {
    message: '`isNull` is `== null`',
    fixes: fixOf(
      file,
      { title: 'compare it', safety: 'safe' },
      call && !isTaken ? comparing(call) : undefined,
    ),
  });
}

function comparing(call: Node): readonly Insertion[] | undefined {
  const argument = call.child('argument');
  if (!argument) return undefined;
  const inner = unwrapped(argument);
  const value = strengthOf(inner) > Strength.equality ? inner : argument;
  const negation = negationOf(call);
  const { tree, start, end } = negation ?? call;
  const [open, close] =
    strengthNeeded(negation ?? call) > Strength.equality ? ['(', ')'] : ['', ''];
  const edits = [
    replacement(tree.text, { start, end: value.start }, open),
    replacement(tree.text, { start: value.end, end }, ` ${negation ? '!=' : '=='} null${close}`),
  ];
  return takeComments(tree, edits) ? undefined : edits;
}

/** The `!` that a call stands behind, in parentheses or not. */
function negationOf(call: Node): Node | undefined {
  let at = call;
  while (at.parent?.kind === 'parenthesized_expression') at = at.parent;
  const isNot = at.parent?.kind === 'unary_expression' && strengthOf(at.parent) === Strength.not;
  return isNot ? at.parent : undefined;
}
