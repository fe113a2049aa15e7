import { fixOf } from '#analyzer/edit/fix-of.ts';
import { keepOnly } from '#analyzer/edit/keep-only.ts';
import { nixRule } from '#linter/rule.ts';

export default nixRule({
  meta: {
    name: 'simplify/eta-reduction',
    summary: 'A function that only hands its argument on is the function it calls.',
    severity: 'warning',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['statix'],
    peers: [
      {
        peer: 'statix',
        code: 'W07',
        differs:
          'The fix is unsafe: the function called is looked at sooner, and may have a pattern that callers see.',
      },
      {
        peer: 'nix-linter',
        code: 'EtaReduce',
        differs:
          'Only for functions that have a name, because others would be made anew or read worse.',
      },
    ],
  },

  docs: {
    why: `
      \`map (x: f x) list\` is \`map f list\`. The fix asks first, because the two
      are not quite the same: without the function around it, \`f\` is evaluated
      before there is an argument, and \`builtins.functionArgs\` sees its pattern.
    `,
    bad: [
      {
        code: `
  list: map (x: toString x) list
#            ^^^^^^^^^^^^^ this function is \`toString\`
        `,
        fixed: `
  list: map (toString) list
        `,
      },
    ],
    good: ['f: g: [ (x: x x) (x: f x x) (x: f (g x)) (x: f.g x) ]'],
  },

  needs: [{ traits: ['handed-on'] }],

  visit: {
    function_expression(node, { file, report }) {
      const body = node.child('body');
      const [parameter, callee, argument] = [
        node.child('universal'),
        body?.child('function'),
        body?.child('argument'),
      ];
      if (!parameter || node.child('formals') || body?.kind !== 'apply_expression') return;
      if (callee?.kind !== 'variable_expression' || callee.text === parameter.text) return;
      if (argument?.kind !== 'variable_expression' || argument.text !== parameter.text) return;
      report(node, {
        message: `this function is \`${callee.text}\``,
        fixes: fixOf(
          file,
          { title: `use \`${callee.text}\``, safety: 'unsafe' },
          keepOnly(node, callee),
        ),
      });
    },
  },
});
