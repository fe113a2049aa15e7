import { fixOf } from '#analyzer/edit/fix-of.ts';
import { joinedBelowKey, repeatedKeys } from '#analyzer/edit/repeated-keys.ts';
import { isModuleOrFlake } from '#analyzer/syntax/file-kind.ts';
import { isSetting } from '#analyzer/syntax/option-names.ts';
import { nixRule } from '#linter/rule.ts';

export default nixRule({
  meta: {
    name: 'simplify/repeated-key',
    summary: 'Attributes that begin alike stand in one set.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['statix'],
    options: {
      min: {
        summary: 'How many attributes have to begin alike.',
        default: 3,
      },
      modules: {
        summary: 'Whether modules and flakes count as well, where long names are usual.',
        default: false,
      },
    },
    peers: [
      {
        peer: 'statix',
        code: 'W20',
        differs:
          'Says nothing in modules and flakes unless `modules` is set, because long names are usual there; counts quoted names; has a fix.',
      },
    ],
  },

  docs: {
    why: `
      \`a.x = 1; a.y = 2; a.z = 3;\` is \`a = { x = 1; y = 2; z = 3; };\`, which says
      \`a\` once. In modules most people write long names, so they are left alone
      unless \`modules\` is set, and so are names that their options begin with.

      The fix joins attributes that stand together; not those with a comment
      beside them, and not those of a \`rec\` set.
    `,
    bad: [
      {
        code: `
  {
    name = "site";
    window.width = 100;
#   ^^^^^^^^^^^^ \`window\` begins 3 attributes of this set
    window.height = 80;
    window.title = ''
      Site
    '';
  }
        `,
        fixed: `
  {
    name = "site";
    window = {
      width = 100;
      height = 80;
      title = ''
        Site
      '';
    };
  }
        `,
      },
      {
        code: `
  { a.b.c = 1; a.b.d = 2; "a".b.e = 3; }
#   ^^^^^ \`a\` begins 3 attributes of this set
        `,
        fixed: `
  { a = { b = { c = 1; d = 2; e = 3; }; }; }
        `,
      },
    ],
    good: [
      '{ a.x = 1; a.y = 2; b.z = 3; }',
      '{ a = { x = 1; }; a.y = 2; a.z = 3; }',
      `
  { ... }:
  {
    imports = [ ];
    services.a.enable = true;
    services.b.enable = true;
    services.c.enable = true;
  }
      `,
      `
  { pkgs, ... }:
  {
    environment.a = [ pkgs.hello ];
    environment.b = 1;
    environment.c = 2;
  }
      `,
      '{ hosts.oak = { pkgs, ... }: { nix.a = 1; nix.b = 2; nix.c = 3; }; }',
      '{ boot.a = 1; boot.b = 2; boot.c = 3; }',
      '_: { boot.a = 1; boot.b = 2; boot.c = 3; }',
      '{ lib, ... }: lib.mkIf true { own.a.enable = true; own.b.enable = true; own.c.enable = true; }',
    ],
  },

  needs: ({ min, modules }) => (modules ? [] : [{ alike: Number(min) }]),

  visit: {
    attrset_expression(node, { file, analysis, options, report }) {
      const found = repeatedKeys(node, Number(options.min)).filter(
        ({ key }) => options.modules || !isSetting(key),
      );
      // Where long names are usual.
      if (found.length === 0 || (!options.modules && isModuleOrFlake(file, analysis))) return;
      for (const repeated of found) {
        const { key, bindings } = repeated;
        const [first] = bindings;
        const edits = joinedBelowKey(repeated);
        report(first?.child('attrpath') ?? node, {
          message: `\`${key}\` begins ${bindings.length} attributes of this set`,
          fixes: fixOf(file, { title: `join them below \`${key}\``, safety: 'safe' }, edits),
        });
      }
    },
  },
});
