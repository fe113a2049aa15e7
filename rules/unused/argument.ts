import type { Fix } from '#analyzer/diagnostic.ts';
import { unusedNames } from '#analyzer/syntax/unused.ts';
import { mentionNotes } from '#analyzer/syntax/unused-notes.ts';
import { fileRule } from '#linter/rule.ts';
import { Node, type NodeId } from '#parser/tree.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'unused/argument',
    summary: 'An argument that its function does not use is called so.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['deadnix'],
    peers: [
      {
        peer: 'deadnix',
        code: 'Unused lambda argument',
        differs: 'The fix never takes a name that the function means something else by.',
      },
      { peer: 'nil', code: 'unused_binding' },
      { peer: 'nix-linter', code: 'UnusedArg' },
    ],
  },

  docs: {
    why: `
      A function cannot leave an argument out that its callers give. A name that
      begins with \`_\` tells readers not to look for its use.
    `,
    bad: [
      {
        code: `
  final: prev: { hello = prev.hello; }
# ^^^^^ \`final\` is never used
        `,
        fixed: `
  _final: prev: { hello = prev.hello; }
        `,
      },
    ],
    good: ['_final: prev: { hello = prev.hello; }', '_: 1'],
  },

  needs: [{ traits: ['unused-name'] }],

  visit: {
    source_code(_, context) {
      const { file, analysis } = context;
      const unused = unusedNames(analysis, 'kept');
      for (const name of unused) {
        const { binder, mentions } = name;
        if (binder.kind !== 'parameter') continue;
        const row = analysis.sourceMap.nodes[binder.site] ?? 0;
        const node = new Node(analysis.tree, row as NodeId);
        if (node.parent?.child('formals')) continue;
        const free = [`_${binder.name}`, '_'].find(
          (other) => !analysis.module.exprs.some((e) => e.kind === 'variable' && e.name === other),
        );
        const fix: Fix = {
          title: `call it \`${free}\``,
          safety: 'safe',
          edits: [{ file, span: node.span, text: free ?? '' }],
        };
        context.report(node, {
          message: `\`${binder.name}\` is never used`,
          related: mentionNotes(context, name, unused),
          fixes: free !== undefined && mentions.length === 0 ? [fix] : [],
        });
      }
    },
  },
});
