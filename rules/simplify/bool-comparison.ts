import { fixOf } from '#analyzer/edit/fix-of.ts';
import type { Insertion } from '#analyzer/edit/insertion.ts';
import { keepOnly, keepWith } from '#analyzer/edit/keep-only.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { isBoolean } from '#analyzer/syntax/boolean.ts';
import { Strength, strengthNeeded, strengthOf } from '#analyzer/syntax/precedence.ts';
import { isGlobalAt } from '#analyzer/syntax/referents.ts';
import { nixRule } from '#linter/rule.ts';
import type { Node } from '#parser/tree.ts';

export default nixRule({
  meta: {
    name: 'simplify/bool-comparison',
    summary: 'A boolean is used as it is, not compared with `true` or `false`.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['statix'],
    options: {
      any: {
        summary: 'Whether values that may be something else, such as `null`, count as well.',
        default: false,
      },
    },
    peers: [
      {
        peer: 'statix',
        code: 'W01',
        differs:
          'Speaks up where the other side is a boolean whatever happens, else only with `any` and with an unsafe fix: a value that may be `null` needs the comparison. Operators other than `==` and `!=` are no comparison.',
      },
    ],
  },

  docs: {
    why: `
      \`a == true\` is \`a\` when \`a\` is a boolean. When it may be \`null\` or
      something else, it is not: the comparison is \`false\`, and \`a\` by itself
      fails where a boolean is needed. So values are left alone unless their
      code shows that they are booleans, or the option \`any\` is set.
    `,
    bad: [
      {
        code: `
  a: b: if (a == b) == true then 1 else 2
#          ^^^^^^^^^^^^^^^^ comparing a boolean with \`true\` changes nothing
        `,
        fixed: `
  a: b: if (a == b) then 1 else 2
        `,
      },
      {
        code: `
  s: [ (s ? a != true) (true == false) ]
#       ^^^^^^^^^^^^^ comparing a boolean with \`true\` negates it
#                       ^^^^^^^^^^^^^ comparing a boolean with \`true\` changes nothing
        `,
        fixed: `
  s: [ (!s ? a) (false) ]
        `,
      },
      {
        code: `
  { on }: if on == false then 1 else 2
#            ^^^^^^^^^^^ comparing a boolean with \`false\` negates it
        `,
        fixed: `
  { on }: if !on then 1 else 2
        `,
        options: { any: true },
      },
    ],
    good: [
      '{ on }: if on == true then 1 else 2',
      'let true = 1; in a: (a == 1) == true',
      'true && false',
    ],
  },

  needs: ({ any }) => (any ? [{ words: ['true', 'false'] }] : [{ traits: ['compared-boolean'] }]),

  visit: {
    binary_expression(node, { file, analysis, options, report }) {
      const found = comparisonOf(node, analysis);
      if (!found) return;
      const isSure = isBoolean(found.value, analysis);
      if (!isSure && !options.any) return;
      const effect = found.negates ? 'negates it' : 'changes nothing';
      const title = found.negates ? 'negate it' : 'leave the comparison out';
      report(node, {
        message: `comparing a boolean with \`${found.literal}\` ${effect}`,
        fixes: fixOf(file, { title, safety: isSure ? 'safe' : 'unsafe' }, editsFor(node, found)),
      });
    },
  },
});

interface Comparison {
  readonly value: Node;
  readonly literal: string;
  readonly negates: boolean;
}

function comparisonOf(node: Node, analysis: FileAnalysis): Comparison | undefined {
  const operator = node.child('operator')?.text;
  const [left, right] = [node.child('left'), node.child('right')];
  if (!left || !right || (operator !== '==' && operator !== '!=')) return undefined;
  const [literal, value] = literalAt(left, analysis) ? [left, right] : [right, left];
  const said = literalAt(literal, analysis);
  if (!said) return undefined;
  return { value, literal: said, negates: (said === 'true') !== (operator === '==') };
}

function literalAt(node: Node, analysis: FileAnalysis): string | undefined {
  return ['true', 'false'].find((name) => isGlobalAt(analysis, node, name));
}

function editsFor(node: Node, { value, negates }: Comparison): readonly Insertion[] | undefined {
  if (!negates) return keepOnly(node, value);
  const isOuter = Strength.not >= strengthNeeded(node);
  const isInner = strengthOf(value) >= Strength.not;
  const before = `${isOuter ? '' : '('}!${isInner ? '' : '('}`;
  const after = `${isInner ? '' : ')'}${isOuter ? '' : ')'}`;
  return keepWith(node, value, { before, after });
}
