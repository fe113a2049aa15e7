import { explicitNames } from '#analyzer/edit/explicit-names.ts';
import { type ExprId, exprOf } from '#analyzer/syntax/module.ts';
import { type Scopes, scopesOf } from '#analyzer/syntax/scope.ts';
import { type With, withsOf } from '#analyzer/syntax/withs.ts';
import { textsOption } from '#linter/options.ts';
import { type FileContext, fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'names/with',
    summary: 'A `with` reaches no further than a reader can see.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: [],
    options: {
      forbids: {
        summary:
          'Over the whole file, inside another one, over more `lines`, of `lib`, or any at all.',
        default: ['file', 'nested', 'long'],
        choices: ['file', 'nested', 'long', 'lib', 'any'],
      },
      lines: { summary: 'How many lines a `with` may reach over.', default: 30 },
    },
    peers: [
      {
        peer: 'nixf',
        code: 'sema-escaping-with',
        differs: 'That one was given up; which `with` is too much is an option here.',
      },
    ],
  },

  docs: {
    why: `
      Where a name comes from can only be told by evaluating the set, and a name that
      the set gets with an update never changes what is defined nearer, but one that
      it loses is suddenly taken from further out. The further a \`with\` reaches, the
      less a reader can tell.

      The fix writes the set in front of every name, and is offered where no other
      \`with\` may give it.
    `,
    bad: [
      {
        code: `
  { config, lib, pkgs, ... }:
  with lib;
# ^^^^^^^^^ \`with lib\` reaches over the whole file
  {
    options.a = mkOption { type = types.str; default = concatStringsSep "," [ ]; };
    config = mkIf config.a.enable {
      nested = { inherit id const; };
    };
  }
        `,
        fixed: `
  { config, lib, pkgs, ... }:
  {
    options.a = lib.mkOption { type = lib.types.str; default = lib.concatStringsSep "," [ ]; };
    config = lib.mkIf config.a.enable {
      nested = { inherit (lib) id const; };
    };
  }
        `,
      },
      `
  { pkgs, python, ... }:
  {
    packages = with pkgs; [ git (with python.pkgs; [ requests ]) ];
#                                ^^^^^^^^^^^^^^^^^ \`with python.pkgs\` is inside another \`with\`
  }
      `,
      {
        code: `
  {
    packages = pkgs: with pkgs; [
#                    ^^^^^^^^^^ \`with pkgs\` reaches over 4 lines, more than 3
      (pkgs: git)
      hello
    ];
  }
        `,
        options: { lines: 3 },
      },
      {
        code: `
  lib: { a = with lib; mkIf true (let x = 1; in [ x (optional false y.z) ]); y.z = 2; }
#            ^^^^^^^^^ \`with lib\` hides which names \`lib\` gives
        `,
        fixed: `
  lib: { a = lib.mkIf true (let x = 1; in [ x (lib.optional false lib.y.z) ]); y.z = 2; }
        `,
        options: { forbids: ['lib'] },
      },
      {
        code: `
  { types }:
  {
    value =
      with types;
#     ^^^^^^^^^^^ \`with types\` hides which names \`types\` gives
      nullOr (oneOf [
        bool
        int
      ]);
    plain =
      with types;
#     ^^^^^^^^^^^ \`with types\` hides which names \`types\` gives
      (oneOf [
        bool
        # of any size
        int
      ]);
    listed = toString (
      with types;
#     ^^^^^^^^^^^ \`with types\` hides which names \`types\` gives
      [
        bool
        int
      ]
    );
    options =
      name: with types; {
#           ^^^^^^^^^^^ \`with types\` hides which names \`types\` gives
        type = str;
      };
    either = with types; coercedTo (either (listOf str) str) (value: [ value ]) (listOf (nullOr str));
#            ^^^^^^^^^^^ \`with types\` hides which names \`types\` gives
    kind = with types; if isNullableEverywhere then nullOr separatedString else separatedString;
#          ^^^^^^^^^^^ \`with types\` hides which names \`types\` gives
  }
        `,
        fixed: `
  { types }:
  {
    value = types.nullOr (
      types.oneOf [
        types.bool
        types.int
      ]
    );
    plain = (
      types.oneOf [
        types.bool
        # of any size
        types.int
      ]
    );
    listed = toString ([
      types.bool
      types.int
    ]);
    options = name: {
      type = types.str;
    };
    either = types.coercedTo (types.either (types.listOf types.str) types.str) (value: [ value ]) (
      types.listOf (types.nullOr types.str)
    );
    kind =
      if types.isNullableEverywhere then types.nullOr types.separatedString else types.separatedString;
  }
        `,
        options: { forbids: ['any'] },
      },
      {
        code: `
  { types }:
  {
    commented = # types =
      with types;
#     ^^^^^^^^^^^ \`with types\` hides which names \`types\` gives
      oneOf [
        bool
        int
      ];
    ownLayout = with types;
#               ^^^^^^^^^^^ \`with types\` hides which names \`types\` gives
        listOf (oneOf [
          bool
        ]);
  }
        `,
        fixed: `
  { types }:
  {
    commented = # types =
      types.oneOf [
        types.bool
        types.int
      ];
    ownLayout = types.listOf (types.oneOf [
          types.bool
        ]);
  }
        `,
        options: { forbids: ['any'] },
      },
    ],
    good: ['{ pkgs, ... }: { environment.systemPackages = with pkgs; [ git hello ]; }'],
  },

  needs: ({ forbids, lines }) => {
    const forbidden = Array.isArray(forbids) ? forbids : [];
    if (forbidden.includes('any') || forbidden.includes('lib'))
      return [{ kinds: ['with_expression'] }];
    return [{ traits: ['wide-with', 'nested-with'], withLines: Number(lines) + 1 }];
  },

  visit: {
    source_code(_, context) {
      const { file, analysis, options, report } = context;
      const forbids = new Set(textsOption(options, 'forbids'));
      const scopes = scopesOf(analysis.module);
      for (const found of withsOf(analysis)) {
        const objection = objectionTo(context, { found, scopes, forbids });
        if (objection === undefined) continue;
        const edits = explicitNames(analysis, found).map((edit) => ({ file, ...edit }));
        report(found.head, {
          message: `\`with ${shown(found)}\` ${objection}`,
          fixes: edits.length > 0 ? [{ title: 'say it at every name', safety: 'safe', edits }] : [],
        });
      }
    },
  },
});

interface Judged {
  readonly found: With;
  readonly scopes: Scopes;
  readonly forbids: ReadonlySet<string>;
}

function objectionTo(
  { analysis, options }: FileContext,
  { found, scopes, forbids }: Judged,
): string | undefined {
  const around = outward(scopes, found.expr).map((id) => exprOf(analysis.module, id));
  const opens = new Set(['lambda', 'let', 'assert', 'with']);
  if (forbids.has('file') && around.every(({ kind }) => opens.has(kind)))
    return 'reaches over the whole file';
  if (forbids.has('nested') && isNested(analysis.module, scopes, found.expr))
    return 'is inside another `with`';
  const { lines } = analysis;
  const length = lines.position(found.body.end).line - lines.position(found.node.start).line + 1;
  const allowed = Number(options.lines);
  if (forbids.has('long') && length > allowed)
    return `reaches over ${length} lines, more than ${allowed}`;
  const isLib = /(^|\.)lib$/.test(found.environment.text);
  if (forbids.has('any') || (forbids.has('lib') && isLib))
    return `hides which names \`${shown(found)}\` gives`;
  return undefined;
}

function outward(scopes: Scopes, expr: ExprId): readonly ExprId[] {
  const around: ExprId[] = [];
  for (let at = scopes.parent(expr); at !== undefined; at = scopes.parent(at)) around.push(at);
  return around;
}

/** Whether a `with` stands in the body of another one. */
function isNested(
  module: FileContext['analysis']['module'],
  scopes: Scopes,
  expr: ExprId,
): boolean {
  const path = [expr, ...outward(scopes, expr)];
  return path.some((id, index) => {
    const outer = path[index + 1];
    const around = outer === undefined ? undefined : exprOf(module, outer);
    return around?.kind === 'with' && around.body === id;
  });
}

function shown({ environment }: With): string {
  const [first = '', ...rest] = environment.text.split('\n');
  return rest.length > 0 || first.length > 40 ? `${first.slice(0, 40)}…` : first;
}
