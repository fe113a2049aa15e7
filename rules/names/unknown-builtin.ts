import type { Fix } from '#analyzer/diagnostic.ts';
import { builtinReleases } from '#analyzer/syntax/builtin-names.ts';
import { builtinSelections } from '#analyzer/syntax/builtin-selections.ts';
import { closestName } from '#analyzer/syntax/meant-names.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'names/unknown-builtin',
    summary: 'What is taken from `builtins` is there.',
    severity: 'error',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['recommended'],
    peers: [
      {
        peer: 'nixf',
        code: 'sema-primop-unknown',
        differs:
          'What only flakes, experiments, plugins, Lix or Determinate Nix have is known, and a file that asks `builtins ? name` may name it.',
      },
    ],
  },

  docs: {
    why: `
      Evaluation stops where the function is called. Functions of \`lib\` are not in
      \`builtins\`, though many of \`builtins\` are in \`lib\`.

      What a release of Nix before yours lacks is a question for \`nix/dialect\`.
    `,
    bad: [
      {
        code: `
  { lib, ... }:
  {
    a = builtins.mapAttr (_: v: v) { };
#                ^^^^^^^ \`builtins\` has no \`mapAttr\`, did you mean \`mapAttrs\`?
    b = let inherit (builtins) optional toString; in optional;
#                              ^^^^^^^^ \`builtins\` has no \`optional\`
  }
        `,
        fixed: `
  { lib, ... }:
  {
    a = builtins.mapAttrs (_: v: v) { };
    b = let inherit (builtins) optional toString; in optional;
  }
        `,
      },
    ],
    good: [
      `
  {
    a = builtins.getFlake "github:ada/tools";
    b = builtins.decrypt or null;
    c = if builtins ? decryptFile then builtins.decryptFile ./a else null;
    d = let builtins = { own = 1; }; in builtins.own;
    e = builtins.foldl' (a: b: a + b) 0 [ 1 ];
    f = builtins.extraBuiltins.pass;
  }
      `,
      '{ a = if builtins.compareVersions builtins.nixVersion "9.1" >= 0 then builtins.decrypt else null; }',
    ],
  },

  needs: [{ traits: ['other-builtin'] }],

  visit: {
    source_code(_, { file, analysis, report }) {
      for (const { name, at, isChecked, isOfRelease, isPlain } of builtinSelections(analysis)) {
        if (isChecked || isOfRelease || builtinReleases.has(name)) continue;
        const meant = closestName(name, builtinReleases.keys());
        const hint = meant === undefined ? '' : `, did you mean \`${meant}\`?`;
        const fix = (text: string): Fix => {
          return {
            title: `write \`${text}\``,
            safety: 'unsafe',
            edits: [{ file, span: at, text }],
          };
        };
        report(at, {
          message: `\`builtins\` has no \`${name}\`${hint}`,
          fixes: meant !== undefined && isPlain ? [fix(meant)] : [],
        });
      }
    },
  },
});
