import { fixOf } from '#analyzer/edit/fix-of.ts';
import { plainParameter } from '#analyzer/edit/parameter.ts';
import { isCalledFromOutside } from '#analyzer/syntax/callers.ts';
import { nixRule } from '#linter/rule.ts';

export default nixRule({
  meta: {
    name: 'simplify/empty-pattern',
    summary: 'An argument that nothing is taken from is called `_`.',
    severity: 'warning',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['statix'],
    peers: [
      {
        peer: 'statix',
        code: 'W10',
        differs:
          'Leaves modules, outputs of flakes and whole files alone, whatever they hold: what calls them reads the pattern. The fix is unsafe, because a pattern refuses what is no set.',
      },
      { peer: 'nix-linter', code: 'EmptyVariadicParamSet' },
    ],
  },

  docs: {
    why: `
      \`{ ... }:\` looks as if the function took something from its argument.

      Modules are left alone, and so are files that are a function: the module
      system, \`callPackage\` and flakes read the pattern to see what to give.
      Elsewhere the pattern still refuses an argument that is no set, and \`{ }:\`
      one that has attributes, so the fix asks first.
    `,
    bad: [
      {
        code: `
  {
    overlay = { ... }: 1;
#             ^^^^^^^ this pattern takes nothing: \`_\` says so
  }
        `,
        fixed: `
  {
    overlay = _: 1;
  }
        `,
      },
    ],
    good: [
      '{ ... }: 1',
      '{ lib, ... }: { imports = [ ({ ... }: { }) ]; modules = [ (lib.setDefault { } ({ ... }: 1)) ]; }',
      '{ nixosModules.web = { ... }: { services.nginx.enable = true; }; }',
      '{ a = { b, ... }: b; c = args@{ b, ... }: b args; d = { ... }: { options = { }; }; }',
    ],
  },

  needs: [{ traits: ['empty-pattern'] }],

  visit: {
    formals(node, { file, report }) {
      const { parent: lambda } = node;
      if (!lambda || lambda.child('universal') || node.child('formal')) return;
      if (isCalledFromOutside(lambda)) return;
      report(node, {
        message: 'this pattern takes nothing: `_` says so',
        fixes: fixOf(file, { title: 'write `_`', safety: 'unsafe' }, plainParameter(lambda, '_')),
      });
    },
  },
});
