import { takeComments } from '#analyzer/edit/comments.ts';
import { fixOf } from '#analyzer/edit/fix-of.ts';
import type { Insertion } from '#analyzer/edit/insertion.ts';
import { indentationAt, reindented } from '#analyzer/edit/reindent.ts';
import { replacement } from '#analyzer/edit/tokens.ts';
import { Strength, strengthOf, unwrapped } from '#analyzer/syntax/precedence.ts';
import { isSameCode } from '#analyzer/syntax/same-code.ts';
import { nixRule } from '#linter/rule.ts';
import type { Node } from '#parser/tree.ts';

export default nixRule({
  meta: {
    name: 'simplify/has-attribute',
    summary: 'An attribute that may be missing is read with `or`.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['statix'],
    peers: [
      {
        peer: 'statix',
        code: 'W19',
        differs: 'Finds the negated form, parentheses, and `s.a ? b` too.',
      },
    ],
  },

  docs: {
    why: `
      \`if s ? a then s.a else b\` is \`s.a or b\`: both look at the attribute only
      if it is there, and at \`b\` only if it is not. \`if s.a ? b then s.a.b else c\`
      fails where there is no \`a\`, and \`s.a.b or c\` gives \`c\` then.
    `,
    bad: [
      {
        code: `
  s: if s ? a.b then s.a.b else 1 + 2
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`or\` says the same as this \`if\`
        `,
        fixed: `
  s: s.a.b or (1 + 2)
        `,
      },
      {
        code: `
  s: if s.a ? b then s.a.b else null
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`or\` says the same as this \`if\`
        `,
        fixed: `
  s: s.a.b or null
        `,
      },
      {
        code: `
  s: if !(s ? a)then[]else(s.a)
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^ \`or\` says the same as this \`if\`
        `,
        fixed: `
  s: s.a or []
        `,
      },
    ],
    good: ['s: t: if s ? a then t.a else 1', 's: if s ? a then s.a or 2 else 1', 's: s.a or 1'],
  },

  needs: [{ kinds: ['has_attr_expression'] }],

  visit: {
    if_expression(node, { file, report }) {
      const found = readOf(node);
      if (!found) return;
      report(node, {
        message: '`or` says the same as this `if`',
        fixes: fixOf(file, { title: 'use `or`', safety: 'safe' }, editsFor(node, found)),
      });
    },
  },
});

/** What is read, and what stands in for it. */
interface Read {
  readonly selection: Node;
  readonly otherwise: Node;
}

function readOf(node: Node): Read | undefined {
  const [condition, yes, no] = [
    node.child('condition'),
    node.child('consequence'),
    node.child('alternative'),
  ];
  if (!condition || !yes || !no) return undefined;
  const test = unwrapped(condition);
  if (test.kind === 'has_attr_expression')
    return matched(test, { selection: unwrapped(yes), otherwise: no });
  const negated = test.kind === 'unary_expression' ? test.child('argument') : undefined;
  const inner = negated && unwrapped(negated);
  if (test.child('operator')?.text !== '!' || inner?.kind !== 'has_attr_expression')
    return undefined;
  return matched(inner, { selection: unwrapped(no), otherwise: yes });
}

function matched(test: Node, read: Read): Read | undefined {
  const { selection } = read;
  if (selection.kind !== 'select_expression' || selection.child('default')) return undefined;
  const [asked, taken] = [test, selection].map(stepsOf);
  const isSame = asked?.every((step, index) => {
    const other = taken?.[index];
    return other !== undefined && isSameCode(step, other);
  });
  return isSame && asked?.length === taken?.length ? read : undefined;
}

/** A set and the names that lead on from it, through selections of selections. */
function stepsOf(node: Node): readonly Node[] {
  const from = node.child('expression');
  const names = [...(node.child('attrpath')?.children() ?? [])];
  if (!from) return names;
  const inner = unwrapped(from);
  const isStep = inner.kind === 'select_expression' && !inner.child('default');
  return [...(isStep ? stepsOf(inner) : [inner]), ...names];
}

/** The default moves behind the selection where it stood before it. */
function editsFor(node: Node, { selection, otherwise }: Read): readonly Insertion[] | undefined {
  const { tree } = node;
  const { text } = tree;
  const isBare = strengthOf(otherwise) >= Strength.selection;
  const [open, close] = isBare ? ['', ''] : ['(', ')'];
  if (selection.end > otherwise.start) {
    const whole = replacement(
      text,
      node.span,
      `${selection.text} or ${open}${otherwise.text}${close}`,
    );
    return otherwise.text.includes('\n') || takeComments(tree, [whole]) ? undefined : [whole];
  }
  const columns =
    indentationAt(text, node.start).length - indentationAt(text, otherwise.start).length;
  const edits = [
    replacement(text, { start: node.start, end: selection.start }, ''),
    { span: { start: selection.end, end: otherwise.start }, text: ` or ${open}` },
    ...(reindented(tree, otherwise.span, columns) ?? []),
    ...(isBare ? [] : [{ span: { start: otherwise.end, end: node.end }, text: close }]),
  ];
  return takeComments(tree, edits) ? undefined : edits;
}
