import { isComputedName } from '#analyzer/syntax/computed-name.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'nix/dynamic-key-in-rec',
    summary: 'A `rec` set has no names that are computed.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: [],
  },

  docs: {
    why: `
      The other values of a \`rec\` set see its names, but not those that are computed:
      a name that is spelt like one of them still comes from further out. Keep them in
      a set of their own, and join the two.
    `,
    bad: [
      `
  name: rec {
    port = 80;
    \${name} = port;
#   ^^^^^^^ the other values of this \`rec\` set do not see this name
  }
      `,
    ],
    good: ['name: { ${name} = 80; }', 'name: rec { a.${name} = 80; b = a; "c" = 1; }'],
  },

  needs: [{ traits: ['computed-name'] }],

  visit: {
    rec_attrset_expression(node, { analysis, report }) {
      if (analysis.tree.errors.length > 0) return;
      const set = [...node.children()].find(({ kind }) => kind === 'binding_set');
      for (const binding of set?.children() ?? []) {
        const first = binding.child('attrpath')?.child('attr');
        if (first && isComputedName(first))
          report(first, { message: 'the other values of this `rec` set do not see this name' });
      }
    },
  },
});
