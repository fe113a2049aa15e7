import { fixOf } from '#analyzer/edit/fix-of.ts';
import { parenthesesToDrop } from '#analyzer/edit/parentheses.ts';
import type { Need } from '#linter/needs.ts';
import { nixRule } from '#linter/rule.ts';
import type { NodeKind } from '#parser/kinds.ts';

/** What has an end of its own, also where an operator or a call is around it. */
const endings: readonly NodeKind[] = [
  'attrset_expression',
  'float_expression',
  'hpath_expression',
  'indented_string_expression',
  'integer_expression',
  'let_attrset_expression',
  'list_expression',
  'path_expression',
  'rec_attrset_expression',
  'select_expression',
  'spath_expression',
  'string_expression',
  'uri_expression',
  'variable_expression',
];

const openEnded: readonly NodeKind[] = [
  'apply_expression',
  'assert_expression',
  'binary_expression',
  'function_expression',
  'has_attr_expression',
  'if_expression',
  'let_expression',
  'unary_expression',
  'with_expression',
];

const operations: readonly NodeKind[] = [
  'apply_expression',
  'binary_expression',
  'has_attr_expression',
  'list_expression',
  'select_expression',
  'unary_expression',
];

/** What is followed by a word or a mark, or by nothing. */
const places: readonly NodeKind[] = [
  'assert_expression',
  'binding',
  'function_expression',
  'if_expression',
  'inherit_from',
  'interpolation',
  'let_expression',
  'source_code',
  'with_expression',
];

const pairs = (inner: readonly NodeKind[], outer: readonly NodeKind[]): Pair[] =>
  inner.flatMap((kind) => outer.map((around): Pair => [kind, around]));

type Pair = readonly [NodeKind, NodeKind];

/** Where parentheses may be needless when those around operands are left alone. */
const needlessPlaces: Need = {
  below: [['parenthesized_expression', 'parenthesized_expression']],
  parenthesized: [
    ...pairs(endings, [...operations, ...places, 'formal']),
    ...pairs(openEnded, places),
  ],
};

export default nixRule({
  meta: {
    name: 'simplify/parentheses',
    summary: 'Parentheses stand only where they group something.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['statix'],
    options: {
      operands: {
        summary: 'Whether operands have to do without parentheses that precedence makes needless.',
        default: false,
      },
    },
    peers: [
      {
        peer: 'statix',
        code: 'W08',
        differs:
          'Looks at every place that takes a whole expression, and with `operands` at operators too; leaves selections from selections, which are other code, and says nothing of conditions and branches that hold an `if`, a `let` or a function.',
      },
      { peer: 'nixf', code: 'parse-redundant-paren' },
    ],
  },

  docs: {
    why: `
      Readers look for what parentheses change. These change nothing: what is in
      them has an end of its own, or stands where a whole expression is expected.

      The fix puts a space where two tokens would become one. It leaves
      parentheses that a comment stands next to, and lays a value out as nixfmt does
      where that has laid out the one in parentheses. Set \`operands\` to hear of
      \`a ++ (f b)\` as well, where precedence says the same.
    `,
    bad: [
      {
        code: `
  f: x: f(x)
#        ^^^ \`( )\` change nothing here
        `,
        fixed: `
  f: x: f x
        `,
      },
      {
        code: `
  x: y: (x)/(y) + ((x))
#       ^^^ \`( )\` change nothing here
#           ^^^ \`( )\` change nothing here
#                 ^^^^^ \`( )\` change nothing here
        `,
        fixed: `
  x: y: x / y + x
        `,
      },
      {
        code: `
  { lib, packages }:
  {
    names = (map (package: package.name) packages);
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`( )\` change nothing here
  }
        `,
        fixed: `
  { lib, packages }:
  {
    names = map (package: package.name) packages;
  }
        `,
      },
      {
        code: `
  x: y: x ++ (map toString y)
#            ^^^^^^^^^^^^^^^^ \`( )\` change nothing here
        `,
        fixed: `
  x: y: x ++ map toString y
        `,
        options: { operands: true },
      },
      {
        code: `
  { file, names }:
  {
    inherit
      (
        (import file {
#       ^^^^^^^^^^^^^^ \`( )\` change nothing here
          inherit names;
        })
      )
      list
      ;
    named = (
#           ^ \`( )\` change nothing here
      name: value:
      if name == "" then
        { }
      else
        {
          inherit name value;
        }
    );
    isEmpty = (
#             ^ \`( )\` change nothing here
      file.settings.nothing == { } || file.settings.nothing == [ ] || file.settings.nothing == null
    );
    first =
      if (file.settings.nothing == [ ]) then
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`( )\` change nothing here
        file.settings.defaults
      else
        builtins.head file.settings.names;
    text = ''
      \${
        (builtins.concatStringsSep "" [
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`( )\` change nothing here
          "a"
          "b"
        ])
      }
    '';
    merged = (
#            ^ \`( )\` change nothing here
      {
        a = 1;
      }
      // names
    );
    long = (
#          ^ \`( )\` change nothing here
      builtins.concatStringsSep file.settings.separator (map (name: name.text) file.settings.someNames)
    );
  }
        `,
        fixed: `
  { file, names }:
  {
    inherit
      (import file {
        inherit names;
      })
      list
      ;
    named =
      name: value:
      if name == "" then
        { }
      else
        {
          inherit name value;
        };
    isEmpty =
      file.settings.nothing == { } || file.settings.nothing == [ ] || file.settings.nothing == null;
    first =
      if file.settings.nothing == [ ] then file.settings.defaults else builtins.head file.settings.names;
    text = ''
      \${builtins.concatStringsSep "" [
        "a"
        "b"
      ]}
    '';
    merged = {
      a = 1;
    }
    // names;
    long = builtins.concatStringsSep file.settings.separator (
      map (name: name.text) file.settings.someNames
    );
  }
        `,
      },
    ],
    good: [
      'f: x: [ (f x) (x: x) (-1) ]',
      'x: y: x ++ (map toString y)',
      '{ a, b }: (a.b or b).c - (a - b)',
      'a: if (if a then a else a) then 1 else 2',
      `
  (
    # the only one
    1
  ) + 1
      `,
    ],
  },

  needs: ({ operands }) => (operands ? [] : [needlessPlaces]),

  visit: {
    parenthesized_expression(node, { file, options, report }) {
      const found = parenthesesToDrop(node, options.operands ? 'counted' : 'left');
      if (!found) return;
      report(found.outermost, {
        message: '`( )` change nothing here',
        fixes: fixOf(file, { title: 'remove them', safety: 'safe' }, found.edits),
      });
    },
  },
});
