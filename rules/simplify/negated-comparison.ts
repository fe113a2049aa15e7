import { takeComments } from '#analyzer/edit/comments.ts';
import { fixOf } from '#analyzer/edit/fix-of.ts';
import type { Insertion } from '#analyzer/edit/insertion.ts';
import { replacement } from '#analyzer/edit/tokens.ts';
import { fits } from '#analyzer/syntax/precedence.ts';
import { nixRule } from '#linter/rule.ts';
import type { Node } from '#parser/tree.ts';

export default nixRule({
  meta: {
    name: 'simplify/negated-comparison',
    summary: 'A comparison says what holds, not `!` what does not.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['statix'],
    peers: [
      {
        peer: 'statix',
        code: 'W18',
        differs:
          'Knows the opposite of every comparison; the fix keeps parentheses where they are needed.',
      },
    ],
  },

  docs: {
    why: `
      \`!(a == b)\` is \`a != b\`. The same is true of \`<\` and \`>=\`, which Nix
      defines as each other's opposites.
    `,
    bad: [
      {
        code: `
  a: b: if !(a == b) then 1 else 2
#          ^^^^^^^^^ \`a != b\` says the same as \`!(a == b)\`
        `,
        fixed: `
  a: b: if a != b then 1 else 2
        `,
      },
      {
        code: `
  a: b: c: [ (!(a==b) == c) (c == !(a < b)) ]
#             ^^^^^^^ \`a != b\` says the same as \`!(a == b)\`
#                                 ^^^^^^^^ \`a >= b\` says the same as \`!(a < b)\`
        `,
        fixed: `
  a: b: c: [ ((a!=b) == c) (c == a >= b) ]
        `,
      },
    ],
    good: ['a: b: [ (a != b) (!(a && b)) (!a == b) ]'],
  },

  needs: [{ below: [['parenthesized_expression', 'unary_expression']] }],

  visit: {
    unary_expression(node, { file, report }) {
      const inside = node.child('argument');
      const comparison = inside?.child('expression');
      const operator = comparison?.child('operator');
      const opposite = opposites.get(operator?.text ?? '');
      if (node.child('operator')?.text !== '!' || inside?.kind !== 'parenthesized_expression')
        return;
      if (!comparison || !operator || comparison.kind !== 'binary_expression' || !opposite) return;
      report(node, {
        message: `\`a ${opposite} b\` says the same as \`!(a ${operator.text} b)\``,
        fixes: fixOf(
          file,
          { title: `say \`${opposite}\``, safety: 'safe' },
          editsFor(node, { inside, comparison, operator, opposite }),
        ),
      });
    },
  },
});

const opposites: ReadonlyMap<string, string> = new Map([
  ['==', '!='],
  ['!=', '=='],
  ['<', '>='],
  ['>=', '<'],
  ['>', '<='],
  ['<=', '>'],
]);

interface Negation {
  readonly inside: Node;
  readonly comparison: Node;
  readonly operator: Node;
  readonly opposite: string;
}

function editsFor(
  node: Node,
  { inside, comparison, operator, opposite }: Negation,
): readonly Insertion[] | undefined {
  const { text } = node.tree;
  const isBare = fits(comparison, node);
  const ends = isBare
    ? [
        replacement(text, { start: node.start, end: comparison.start }, ''),
        replacement(text, { start: comparison.end, end: node.end }, ''),
      ]
    : [replacement(text, { start: node.start, end: inside.start }, '')];
  const edits = [...ends, { span: operator.span, text: opposite }];
  return takeComments(node.tree, edits) ? undefined : edits;
}
