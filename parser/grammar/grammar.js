/**
 * Nix as real Nix reads it: the published grammar, with what it lacks or reads otherwise.
 *
 * Names of nodes and fields are those of tree-sitter-nix. What a context-free
 * grammar cannot say is in ../checks.ts, what needs a look ahead in scanner.c.
 */
import base from 'tree-sitter-nix/grammar.js';

const keywords = ['if', 'then', 'else', 'let', 'inherit', 'in', 'rec', 'with', 'assert', 'or'];

// These are external here: to find their ends, or that they are one, needs more than one token of look ahead.
const { keyword, comment, spath_expression, uri_expression, _hpath_start, ...rules } =
  base.grammar.rules;

export default grammar(
  { grammar: { ...base.grammar, rules } },
  {
    name: 'nix',

    // Nix knows no other white space. The comment is external, so the scanner is asked in every state,
    // and a path is a path even where none may stand.
    extras: ($) => [/[ \t\r\n]/, $.comment],

    // The order is that of `enum Token` in scanner.c.
    externals: ($) => [
      $.string_fragment,
      $._indented_string_fragment,
      $._path_start,
      $.path_fragment,
      $.dollar_escape,
      $._indented_dollar_escape,
      $._hpath_start,
      $.spath_expression,
      $.uri_expression,
      $.comment,
    ],

    word: ($) => $.identifier,

    reserved: { global: () => keywords },

    rules: {
      formals: ($) =>
        choice(
          seq('{', '}'),
          seq('{', list($), optional(','), '}'),
          seq('{', list($), ',', field('ellipses', $.ellipses), '}'),
          seq('{', field('ellipses', $.ellipses), '}'),
        ),

      // Both pipes bind weaker than all else and cannot be mixed.
      _expr_if: ($) =>
        choice(
          $.if_expression,
          alias($._pipe_into, $.binary_expression),
          alias($._pipe_from, $.binary_expression),
          $._expr_op,
        ),

      _pipe_into: ($) =>
        seq(
          field('left', choice(alias($._pipe_into, $.binary_expression), $._expr_op)),
          field('operator', '|>'),
          field('right', $._expr_op),
        ),

      _pipe_from: ($) =>
        seq(
          field('left', $._expr_op),
          field('operator', '<|'),
          field('right', choice(alias($._pipe_from, $.binary_expression), $._expr_op)),
        ),

      // `or` was a function of nixpkgs before it was a keyword: `f or` applies `f` to it.
      _expr_select_expression: ($) =>
        choice($.select_expression, alias($._or_application, $.apply_expression), $._expr_simple),

      _or_application: ($) =>
        seq(
          field('function', $._expr_simple),
          field('argument', alias($._or_variable, $.variable_expression)),
        ),

      _or_variable: ($) => field('name', alias('or', $.identifier)),

      inherit: ($) => seq('inherit', optional(field('attrs', $.inherited_attrs)), ';'),

      inherit_from: ($) =>
        seq(
          'inherit',
          '(',
          field('expression', $._expression),
          ')',
          optional(field('attrs', $.inherited_attrs)),
          ';',
        ),

      attrpath: ($) => seq(attribute($), repeat(seq('.', attribute($)))),

      inherited_attrs: ($) => repeat1(attribute($)),

      // Any character may be escaped, a line end included.
      escape_sequence: () => token.immediate(/\\[^$]/),

      _indented_escape_sequence: () => token.immediate(/'''|''\\[^$]/),
    },
  },
);

function attribute($) {
  return field(
    'attr',
    choice($.identifier, alias('or', $.identifier), $.string_expression, $.interpolation),
  );
}

function list($) {
  return seq(field('formal', $.formal), repeat(seq(',', field('formal', $.formal))));
}
