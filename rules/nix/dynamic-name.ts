import { isComputedName } from '#analyzer/syntax/computed-name.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'nix/dynamic-name',
    summary: 'Names of `let` and `inherit` are written out.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['recommended'],
    peers: [
      {
        peer: 'nixf',
        code: 'sema-dynamic-inherit',
        differs: 'Names in quotes are allowed, as Nix does.',
      },
      { peer: 'nixf', code: 'let-dynamic', differs: 'That one never says it.' },
      { peer: 'nil', code: 'invalid_dynamic' },
    ],
  },

  docs: {
    why: `
      Nix has to know what a name means before it evaluates anything, so it refuses
      the file. A name that is computed belongs into a set: \`{ \${name} = 1; }\`.
    `,
    bad: [
      `
  name: set:
  let
    \${name} = 1;
#   ^^^^^^^ \`let\` has no names that are computed
    "a\${name}" = 2;
#   ^^^^^^^^^^ \`let\` has no names that are computed
  in
  { inherit (set) \${name}; }
#                 ^^^^^^^ \`inherit\` has no names that are computed
      `,
    ],
    good: [
      `
  name: set:
  let
    a.\${name} = 1;
    "b" = 2;
    \${"c"} = 3;
  in
  { inherit a b c; inherit (set) "d e"; \${name} = 1; }
      `,
    ],
  },

  needs: [{ traits: ['computed-name'] }],

  visit: {
    let_expression(node, { analysis, report }) {
      if (analysis.tree.errors.length > 0) return;
      const set = [...node.children()].find(({ kind }) => kind === 'binding_set');
      for (const binding of set?.children() ?? []) {
        const first = binding.child('attrpath')?.child('attr');
        if (first && isComputedName(first))
          report(first, { message: '`let` has no names that are computed' });
      }
    },
    inherited_attrs(node, { analysis, report }) {
      if (analysis.tree.errors.length > 0) return;
      for (const name of [...node.children()].filter(isComputedName))
        report(name, { message: '`inherit` has no names that are computed' });
    },
  },
});
