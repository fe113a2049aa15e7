import { takeComments } from '#analyzer/edit/comments.ts';
import { replacement } from '#analyzer/edit/tokens.ts';
import { isUsed } from '#analyzer/syntax/with-uses.ts';
import { withsOf } from '#analyzer/syntax/withs.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'unused/with',
    summary: 'A `with` gives names that are used.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: [],
    peers: [
      {
        peer: 'nixf',
        code: 'sema-extra-with',
        differs:
          'A `with` in front of an empty list waits for what comes into it, and is left alone.',
      },
      { peer: 'nil', code: 'unused_with' },
    ],
  },

  docs: {
    why: `
      Every name that is not defined nearby might come from the \`with\`, so readers look
      there in vain, and a misspelt name is no longer told from one that it gives.

      Of several around a name, each may give it, and all count as used.
    `,
    bad: [
      {
        code: `
  { lib, pkgs, ... }:
  with lib;
# ^^^^^^^^^ no name comes from this \`with\`
  {
    environment.systemPackages = with pkgs; [ pkgs.hello ];
#                                ^^^^^^^^^^ no name comes from this \`with\`
  }
        `,
        fixed: `
  { lib, pkgs, ... }:
  {
    environment.systemPackages = [ pkgs.hello ];
  }
        `,
      },
    ],
    good: [
      '{ pkgs, ... }: { environment.systemPackages = with pkgs; [ ]; }',
      '{ lib, ... }: with lib; { a = mkIf true 1; }',
      'a: b: with a; with b; c',
    ],
  },

  needs: [{ traits: ['unused-with'] }],

  visit: {
    source_code(_, { file, analysis, report }) {
      for (const found of withsOf(analysis)) {
        const { node, body, head } = found;
        const isEmptyList = body.kind === 'list_expression' && !body.child('element');
        if (isEmptyList || isUsed(analysis, found)) continue;
        const span = { start: node.start, end: body.start };
        const edits = [{ file, ...replacement(analysis.text, span, '') }];
        const keeps = !takeComments(analysis.tree, edits);
        report(head, {
          message: 'no name comes from this `with`',
          fixes: keeps ? [{ title: 'remove it', safety: 'safe', edits }] : [],
        });
      }
    },
  },
});
