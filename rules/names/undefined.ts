import type { Fix } from '#analyzer/diagnostic.ts';
import { exprsOfKind } from '#analyzer/syntax/exprs-of-kind.ts';
import { namesMissingInWith } from '#analyzer/syntax/known-set.ts';
import { meantName } from '#analyzer/syntax/meant-names.ts';
import { type ExprId, exprOf } from '#analyzer/syntax/module.ts';
import { scopesOf, undefinedVariables } from '#analyzer/syntax/scope.ts';
import { textsOption } from '#linter/options.ts';
import { type FileContext, fileRule } from '#linter/rule.ts';
import { Node, type NodeId } from '#parser/tree.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'names/undefined',
    summary: 'Every name is defined.',
    severity: 'error',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['recommended'],
    options: {
      globals: {
        summary: 'Names that the files are given from outside, such as by `scopedImport`.',
        default: [],
      },
    },
    peers: [
      {
        peer: 'nixf',
        code: 'sema-undefined-variable',
        differs:
          'Names below a `with` are looked up too where the text tells all that its set has; nothing is said in files that are broken elsewhere.',
      },
      {
        peer: 'nixf',
        code: 'sema-primop-needs-prefix',
        differs: 'A name that `lib` has is taken from `lib` where that is in scope.',
      },
      { peer: 'nixf', code: 'parse-kw-or-isnot-binary-op' },
      { peer: 'nil', code: 'undefined_name' },
    ],
  },

  docs: {
    why: `
      Nix looks at the names of a file before it evaluates anything, so one name that
      nothing defines stops every machine that reads the file.

      Below a \`with\`, a name may come from its set. There it is only said of sets that
      are written out, and of \`builtins\`. A file that \`scopedImport\` reads gets names
      from its reader: the option \`globals\` lists them.
    `,
    bad: [
      {
        code: `
  { config, lib, pkgs, ... }:
  {
    services.nginx = mkIf config.services.web.enable {
#                    ^^^^ \`mkIf\` is not defined, did you mean \`lib.mkIf\`?
      enable = true;
      package = pkg.nginx;
#               ^^^ \`pkg\` is not defined
    };
    networking.hosts = builtins.mapAttrs (_: toList) (attrNames confg.hosts);
#                                            ^^^^^^ \`toList\` is not defined, did you mean \`lib.toList\`?
#                                                     ^^^^^^^^^ \`attrNames\` is not defined, did you mean \`lib.attrNames\`?
#                                                               ^^^^^ \`confg\` is not defined, did you mean \`config\`?
  }
        `,
        fixed: `
  { config, lib, pkgs, ... }:
  {
    services.nginx = lib.mkIf config.services.web.enable {
      enable = true;
      package = pkg.nginx;
    };
    networking.hosts = builtins.mapAttrs (_: lib.toList) (lib.attrNames config.hosts);
  }
        `,
      },
      {
        code: `
  names: with { sep = ","; }; concatStringsSep sepp names
#                             ^^^^^^^^^^^^^^^^ \`concatStringsSep\` is not defined, did you mean \`builtins.concatStringsSep\`?
#                                              ^^^^ \`sepp\` is not defined
        `,
        fixed: `
  names: with { sep = ","; }; builtins.concatStringsSep sepp names
        `,
      },
      `
  a: b: if a or b then 1 else 2
#            ^^ \`or\` is not an operator, did you mean \`||\`?
      `,
    ],
    good: [
      `
  { lib, pkgs, ... }:
  {
    environment.systemPackages = with pkgs; [ hello ];
    a = with builtins; attrNames { };
    b = with lib; with pkgs; mkIf git;
    c = with { \${lib.name} = 1; }; x;
    d = [ __currentSystem __curPos.line (fetchTarball ./a) { __functor = self: x: x; } ];
    e = let inherit (lib) mkIf; in rec { f = g; g = mkIf; };
  }
      `,
      { code: 'super.answer', options: { globals: ['super'] } },
    ],
  },

  needs: [{ traits: ['unresolved-name'] }],

  visit: {
    source_code(_, context) {
      const { tree, module } = context.analysis;
      if (tree.errors.length > 0 || exprsOfKind(module, 'missing').length > 0) return;
      const scopes = scopesOf(module);
      const given = new Set(textsOption(context.options, 'globals'));
      for (const id of [
        ...undefinedVariables(module, scopes),
        ...namesMissingInWith(module, scopes),
      ]) {
        const expr = exprOf(module, id);
        if (expr.kind === 'variable' && !given.has(expr.name)) reportName(context, id, expr.name);
      }
    },
  },
});

function reportName(context: FileContext, id: ExprId, name: string): void {
  const { file, analysis, report } = context;
  const { tree, module, sourceMap } = analysis;
  const node = new Node(tree, (sourceMap.nodes[id] ?? 0) as NodeId);
  // What stands right behind a number is for `nix/glued-tokens`.
  if (/[\d.]/.test(tree.text.charAt(node.start - 1))) return;
  if (name === 'or') {
    report(node, { message: '`or` is not an operator, did you mean `||`?' });
    return;
  }
  const meant = meantName(scopesOf(module), { name, id });
  const hint = meant === undefined ? '' : `, did you mean \`${meant}\`?`;
  const fix = (text: string): Fix => {
    return { title: `write \`${text}\``, safety: 'unsafe', edits: [{ file, span: node, text }] };
  };
  const isPlain = node.kind === 'variable_expression';
  report(node, {
    message: `\`${name}\` is not defined${hint}`,
    fixes: meant !== undefined && isPlain ? [fix(meant)] : [],
  });
}
