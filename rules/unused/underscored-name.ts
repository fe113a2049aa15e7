import { scopesOf } from '#analyzer/syntax/scope.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'unused/underscored-name',
    summary: 'A name that says it is unused, with `_`, is not used.',
    severity: 'hint',
    fix: 'none',
    since: '0.1.0',
    presets: [],
    peers: [
      { peer: 'deadnix', code: 'Used let binding' },
      { peer: 'deadnix', code: 'Used lambda argument' },
      {
        peer: 'deadnix',
        code: 'Used lambda pattern',
        differs:
          'Names in patterns are the choice of whoever calls the function, so only the `@` name counts.',
      },
    ],
  },

  docs: {
    why: `
      Names that begin with \`_\` are unused on purpose. Once such a name is used,
      the underscore misleads; leave it out, or leave out the use.
    `,
    bad: [
      `
  map (_name: { name = _name; })
#      ^^^^^ \`_name\` is used, although its name says that it is not
      `,
    ],
    good: ['map (_name: { })', '{ _module, ... }: _module', 'let __toString = 1; in __toString'],
  },

  needs: [{ traits: ['used-underscored-name'] }],

  visit: {
    source_code(_, { analysis, report }) {
      const { module, sourceMap, tree } = analysis;
      const scopes = scopesOf(module);
      for (const binder of scopes.binders) {
        const { kind, name, site } = binder;
        if (kind === 'rec' || kind === 'formal' || !/^_(?!_)/.test(name)) continue;
        if (scopes.uses(binder).length === 0) continue;
        const row = sourceMap.nodes[site] ?? 0;
        const span = { start: tree.start[row] ?? 0, end: tree.end[row] ?? 0 };
        report(span, { message: `\`${name}\` is used, although its name says that it is not` });
      }
    },
  },
});
