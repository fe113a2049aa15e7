import { hasComment } from '#analyzer/edit/comments.ts';
import { removal } from '#analyzer/edit/removal.ts';
import { bindingPath } from '#analyzer/syntax/option-path.ts';
import { fileRule } from '#linter/rule.ts';
import type { Node } from '#parser/tree.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'structure/duplicate-import',
    summary: 'A list of modules has every file once.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['recommended'],
  },

  docs: {
    why: `
      The module system reads a file once however often it is imported, so the second
      place does nothing, and taking one out does not take the module away. Mostly
      another file was meant.

      Looked at are literal paths in lists called \`imports\` or \`modules\`.
    `,
    bad: [
      {
        code: `
  {
    imports = [
      ./disks.nix
#     ^^^^^^^^^^^ note: it is first here
      ./network.nix
      ./disks.nix
#     ^^^^^^^^^^^ \`./disks.nix\` is already in this list
    ];
  }
        `,
        fixed: `
  {
    imports = [
      ./disks.nix
      ./network.nix
    ];
  }
        `,
      },
    ],
    good: ['{ imports = [ ./a.nix ./b.nix ]; files = [ ./a.nix ./a.nix ]; }'],
  },

  visit: {
    binding(node, { file, analysis, report }) {
      const list = node.child('expression');
      if (analysis.tree.errors.length > 0 || list?.kind !== 'list_expression') return;
      const name = bindingPath(node).at(-1);
      if (name !== 'imports' && name !== 'modules') return;
      const inside = { start: list.start + 1, end: list.end - 1 };
      const seen = new Map<string, Node>();
      for (const path of [...list.children()].filter(isLiteralPath)) {
        const first = seen.get(path.text);
        if (first === undefined) {
          seen.set(path.text, path);
          continue;
        }
        const edits = hasComment(analysis.tree, path)
          ? []
          : [{ file, ...removal(analysis.text, path, inside) }];
        report(path, {
          message: `\`${path.text}\` is already in this list`,
          related: [{ file, span: first.span, message: 'it is first here' }],
          fixes: edits.length > 0 ? [{ title: 'leave it out', safety: 'safe', edits }] : [],
        });
      }
    },
  },
});

function isLiteralPath({ kind, text }: Node): boolean {
  return kind === 'path_expression' && !text.includes('${');
}
