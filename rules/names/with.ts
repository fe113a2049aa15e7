import { explicitNames } from '#analyzer/edit/explicit-names.ts';
import { isInBody } from '#analyzer/syntax/with-uses.ts';
import { type With, withsOf } from '#analyzer/syntax/withs.ts';
import { textsOption } from '#linter/options.ts';
import { type FileContext, fileRule } from '#linter/rule.ts';
import { Kind } from '#parser/kinds.ts';
import { Node, type NodeId } from '#parser/tree.ts';

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
      for (const found of withsOf(analysis)) {
        const objection = objectionTo(context, found, forbids);
        if (objection === undefined) continue;
        const edits = explicitNames(analysis, found).map((edit) => ({ file, ...edit }));
        report(found.head, {
          message: `\`with ${shown(found.environment)}\` ${objection}`,
          fixes: edits.length > 0 ? [{ title: 'say it at every name', safety: 'safe', edits }] : [],
        });
      }
    },
  },
});

function objectionTo(
  { analysis: { lines }, options }: FileContext,
  { node, environment, body }: With,
  forbids: ReadonlySet<string>,
): string | undefined {
  if (forbids.has('file') && isOverFile(node)) return 'reaches over the whole file';
  if (forbids.has('nested') && isInBody(node.tree, node.id, 0)) return 'is inside another `with`';
  const length = lines.position(body.end).line - lines.position(node.start).line + 1;
  const allowed = Number(options.lines);
  if (forbids.has('long') && length > allowed)
    return `reaches over ${length} lines, more than ${allowed}`;
  const isLib = /(^|\.)lib$/.test(environment.text);
  if (forbids.has('any') || (forbids.has('lib') && isLib))
    return `hides which names \`${shown(environment)}\` gives`;
  return undefined;
}

/** What may stand around a `with` that reaches over the whole file, apart from names of one part. */
const opens: ReadonlySet<number> = new Set([
  Kind.source_code,
  Kind.parenthesized_expression,
  Kind.with_expression,
  Kind.assert_expression,
  Kind.function_expression,
  Kind.formals,
  Kind.formal,
  Kind.let_expression,
  Kind.binding_set,
]);

function isOverFile({ tree, id }: Node): boolean {
  const { kind, parent } = tree;
  for (let at: number = id; at !== 0; ) {
    at = parent[at] ?? 0;
    const here = kind[at] ?? 0;
    if (!opens.has(here) && !(here === Kind.binding && hasOnePart(new Node(tree, at as NodeId))))
      return false;
  }
  return true;
}

function hasOnePart(binding: Node): boolean {
  return binding.child('attrpath')?.children().length === 1;
}

function shown({ text }: Node): string {
  const [first = '', ...rest] = text.split('\n');
  return rest.length > 0 || first.length > 40 ? `${first.slice(0, 40)}…` : first;
}
