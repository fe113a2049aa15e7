import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'nix/or-identifier',
    summary: 'Nothing is called `or`.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: [],
    peers: [
      {
        peer: 'nixf',
        code: 'or-identifier',
        differs:
          'Selections such as `lib.or` are left alone, because the name is not their choice.',
      },
    ],
  },

  docs: {
    why: `
      \`or\` is a keyword in \`set.name or default\` and a name elsewhere, and Nix reads
      a name of that kind in a surprising way: \`f or x\` gives \`f\` two arguments, but
      \`[ f or ]\` is one item.
    `,
    bad: [
      `
  { or = a: b: a || b; }
#   ^^ \`or\` is a keyword, so that it is hard to use as a name
      `,
    ],
    good: ['lib: set: { either = lib.or; port = set.port or 80; }'],
  },

  needs: [{ words: ['or'] }],

  visit: {
    identifier(node, { analysis, report }) {
      if (
        node.end - node.start !== 'or'.length ||
        node.text !== 'or' ||
        analysis.tree.errors.length > 0
      )
        return;
      const around = node.parent;
      const isKey = around?.kind === 'attrpath' && around.parent?.kind === 'binding';
      const isDeclared = around?.kind === 'formal' || node.field === 'universal';
      if (isKey || isDeclared)
        report(node, { message: '`or` is a keyword, so that it is hard to use as a name' });
    },
  },
});
