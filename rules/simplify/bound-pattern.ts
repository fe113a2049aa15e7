import { fixOf } from '#analyzer/edit/fix-of.ts';
import { plainParameter } from '#analyzer/edit/parameter.ts';
import { nixRule } from '#linter/rule.ts';

export default nixRule({
  meta: {
    name: 'simplify/bound-pattern',
    summary: 'A pattern with an `@` name names something itself.',
    severity: 'warning',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['statix'],
    peers: [
      {
        peer: 'statix',
        code: 'W11',
        differs:
          'Finds `{ ... }@name` too. The fix is unsafe, because the pattern refuses what is no set.',
      },
    ],
  },

  docs: {
    why: `
      \`args@{ ... }:\` names the argument and nothing of it, as \`args:\` does. The
      pattern still refuses an argument that is no set, so the fix asks first.
    `,
    bad: [
      {
        code: `
  args@{ ... }: args.name
# ^^^^^^^^^^^^ the pattern of \`args\` names nothing
        `,
        fixed: `
  args: args.name
        `,
      },
      {
        code: `
  { ... } @ args: args.name
# ^^^^^^^^^^^^^^ the pattern of \`args\` names nothing
        `,
        fixed: `
  args: args.name
        `,
      },
      {
        code: `
  args@{...}:args.name
# ^^^^^^^^^^ the pattern of \`args\` names nothing
        `,
        fixed: `
  args: args.name
        `,
      },
    ],
    good: ['args@{ name, ... }: name args', 'args@{ }: args', '{ ... }: 1'],
  },

  needs: [{ traits: ['empty-pattern'] }],

  visit: {
    function_expression(node, { file, report }) {
      const [name, formals] = [node.child('universal'), node.child('formals')];
      if (!name || !formals?.child('ellipses') || formals.child('formal')) return;
      const span = { start: node.start, end: Math.max(name.end, formals.end) };
      report(span, {
        message: `the pattern of \`${name.text}\` names nothing`,
        fixes: fixOf(
          file,
          { title: `write \`${name.text}:\``, safety: 'unsafe' },
          plainParameter(node, name.text),
        ),
      });
    },
  },
});
