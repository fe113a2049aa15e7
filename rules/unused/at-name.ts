import type { Edit, FilePath } from '#analyzer/diagnostic.ts';
import { takeComments } from '#analyzer/edit/comments.ts';
import { replacement } from '#analyzer/edit/tokens.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { unusedNames } from '#analyzer/syntax/unused.ts';
import { unusedTraits } from '#linter/needs.ts';
import { fileRule } from '#linter/rule.ts';
import { Node, type NodeId } from '#parser/tree.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'unused/at-name',
    summary: 'The `@` name of every pattern is used.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['deadnix'],
    options: {
      underscored: {
        summary: 'Whether names that begin with `_` have to be used as well.',
        default: false,
      },
    },
    peers: [
      {
        peer: 'deadnix',
        code: 'Unused lambda pattern',
        differs:
          'Has a rule of its own, because it can go wherever it stands; names that begin with `_` are left alone unless `underscored` is set.',
      },
      { peer: 'nixf', code: 'sema-unused-def-lambda-witharg-arg' },
      { peer: 'nix-linter', code: 'UnusedArg' },
    ],
  },

  docs: {
    why: `
      \`args@\` says that the function passes on or looks into everything it is
      given. Without a use that is not so, and the pattern alone says it all.
    `,
    bad: [
      {
        code: '  inputs@{ self, ... }: self\n# ^^^^^^ `inputs` is never used',
        fixed: '  { self, ... }: self',
      },
      {
        code: '  { self, ... }@inputs: self\n#               ^^^^^^ `inputs` is never used',
        fixed: '  { self, ... }: self',
      },
    ],
    good: ['inputs@{ self, ... }: self // inputs', '{ self, ... }@_inputs: self'],
  },

  needs: ({ underscored }) => [{ traits: unusedTraits(underscored) }],

  visit: {
    source_code(_, context) {
      const { file, analysis, options } = context;
      for (const { binder } of unusedNames(analysis, options.underscored ? 'counted' : 'kept')) {
        if (binder.kind !== 'parameter') continue;
        const row = analysis.sourceMap.nodes[binder.site] ?? 0;
        const name = new Node(analysis.tree, row as NodeId);
        const formals = name.parent?.child('formals');
        if (!formals) continue;
        const edit = editFor({ file, analysis }, name, formals);
        context.report(name, {
          message: `\`${binder.name}\` is never used`,
          fixes: edit ? [{ title: 'remove it', safety: 'safe', edits: [edit] }] : [],
        });
      }
    },
  },
});

/** Takes the name and the `@` out; nothing where a comment stands between them. */
function editFor(
  { file, analysis }: { readonly file: FilePath; readonly analysis: FileAnalysis },
  name: Node,
  formals: Node,
): Edit | undefined {
  const span =
    name.start < formals.start
      ? { start: name.start, end: formals.start }
      : { start: formals.end, end: name.end };
  const edit = replacement(analysis.text, span, '');
  return takeComments(analysis.tree, [edit]) ? undefined : { file, ...edit };
}
