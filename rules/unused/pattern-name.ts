import { unusedPatterns } from '#analyzer/edit/unused-pattern.ts';
import { unusedNames } from '#analyzer/syntax/unused.ts';
import { mentionNotes } from '#analyzer/syntax/unused-notes.ts';
import { unusedTraits } from '#linter/needs.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'unused/pattern-name',
    summary: 'Every name of a pattern is used by its function.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['deadnix'],
    options: {
      underscored: {
        summary: 'Whether names that begin with `_` have to be used as well.',
        default: false,
      },
      except: {
        summary:
          'Names that patterns may list unused, such as those that every module begins with.',
        default: [],
      },
    },
    peers: [
      {
        peer: 'deadnix',
        code: 'Unused lambda pattern',
        differs:
          'Silent where the `@` name of the pattern is used, because the function may reach the name through it, and callers such as the module system give only what a pattern lists; names that begin with `_` are left alone unless `underscored` is set.',
      },
      { peer: 'nixf', code: 'sema-unused-def-lambda-noarg-formal' },
      {
        peer: 'nixf',
        code: 'sema-unused-def-lambda-witharg-formal',
        differs: 'Silent where the `@` name is used, because the name may be reached through it.',
      },
      { peer: 'nil', code: 'unused_binding' },
      { peer: 'nix-linter', code: 'UnusedArg' },
      { peer: 'nixpkgs-hammering', code: 'unused-argument' },
    ],
  },

  docs: {
    why: `
      A pattern tells what a function needs. A name that is not used says so
      wrongly, and may keep an input or a package in the way of a change.

      The fix takes the names out. That is safe where the pattern ends in \`...\`,
      unless the file asks for patterns with \`functionArgs\`.
      The outputs of a flake get one, because Nix gives them every input; a name
      there that is no declared input is one by being listed, and stays. Any other
      pattern without \`...\` refuses callers that give more, so that the fix is
      unsafe; there is none for what \`callPackage\` calls.
    `,
    bad: [
      {
        code: `
  { config, lib, pkgs, ... }:
#                ^^^^ \`pkgs\` is never used
#   ^^^^^^ \`config\` is never used
  {
    services.nginx.enable = lib.mkDefault true;
  }
        `,
        fixed: `
  { lib, ... }:
  {
    services.nginx.enable = lib.mkDefault true;
  }
        `,
      },
      {
        code: `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { self, nixpkgs }: { lib = nixpkgs.lib; };
#             ^^^^ \`self\` is never used
}
        `,
        fixed: `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: { lib = nixpkgs.lib; };
}
        `,
      },
    ],
    good: [
      '{ pkgs, ... }@args: import ./machine.nix args',
      { code: '{ config, lib, ... }: { }', options: { except: ['config', 'lib'] } },
    ],
  },

  needs: ({ underscored }) => [{ traits: unusedTraits(underscored) }],

  visit: {
    source_code(_, context) {
      const { file, analysis, options } = context;
      const unused = unusedNames(analysis, options.underscored ? 'counted' : 'kept');
      const except = new Set(Array.isArray(options.except) ? options.except : []);
      const counted = unused.filter(({ binder }) => !except.has(binder.name));
      for (const { names, edits, safety } of unusedPatterns(file, analysis, counted)) {
        const title = 'remove what the pattern lists in vain';
        const fix = { title, safety, edits: edits.map((edit) => ({ file, ...edit })) };
        for (const { name, at, goes } of names) {
          context.report(at, {
            message: `\`${name.binder.name}\` is never used`,
            related: mentionNotes(context, name, unused),
            fixes: goes && edits.length > 0 ? [fix] : [],
          });
        }
      }
    },
  },
});
