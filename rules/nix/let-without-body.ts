import { bindingPath } from '#analyzer/syntax/option-path.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'nix/let-without-body',
    summary: 'A `let { }` has an attribute `body`.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['recommended'],
    peers: [
      {
        peer: 'nixf',
        code: 'deprecated-let-missing-body',
        differs: 'A `body` that is inherited counts.',
      },
    ],
  },

  docs: {
    why: `
      \`let { … }\` is an old way to write \`rec { … }.body\`, so it fails wherever its
      value is needed. Mostly \`let … in\` or a set was meant.
    `,
    bad: [
      `
  let { port = 80; }
# ^^^ this \`let\` has no \`body\`, which is what it stands for
      `,
    ],
    good: ['let a = 1; in a', 'rec { port = 80; body = port; }.body'],
  },

  visit: {
    let_attrset_expression(node, { analysis, report }) {
      if (analysis.tree.errors.length > 0) return;
      const set = [...node.children()].find(({ kind }) => kind === 'binding_set');
      const names = [...(set?.children() ?? [])].flatMap((statement) => {
        if (statement.kind === 'binding') return bindingPath(statement).slice(0, 1);
        return [...(statement.child('attrs')?.children() ?? [])].map(({ text }) => text);
      });
      if (names.some((name) => name === undefined || /^"?body"?$/.test(name))) return;
      report(
        { start: node.start, end: node.start + 'let'.length },
        { message: 'this `let` has no `body`, which is what it stands for' },
      );
    },
  },
});
