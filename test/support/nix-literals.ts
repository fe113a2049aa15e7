/** What small programs of Nix are made of at their leaves. */
export const kinds = ['int', 'string', 'bool', 'list', 'set', 'float'] as const;
export type Kind = (typeof kinds)[number];
export const literals: { readonly [Each in Kind]: readonly string[] } = {
  int: ['0', '1', '2', '3', '7', '10', '-1', '-3', '100', '9007199254740993'],
  float: ['0.5', '1.0', '2.25', '-1.5', '.5', '1.e3', '0.0078125', '1.0e20', '3.14159', '0.0'],
  bool: ['true', 'false'],
  string: [
    ...['""', '"a"', '"abc"', '"a b"', '"é"', '"a.b.c"', '"\\n"', '"\\${x}"', '"$"', '"$$"'],
    ...['"a\\"b"', '"x\\ty"', "''''", "''a''", '"1.2.3"', '"foo-bar"', '"A"', '"10"', '"\\\\"'],
    ...['"/a/b"', '"[1,2]"', '"{\\"a\\":1}"', '"a\r\nb"'],
  ],
  list: [
    ...['[ ]', '[ 1 ]', '[ 1 2 3 ]', '[ "a" "b" ]', '[ [ ] ]', '[ 3 1 2 ]', '[ null ]'],
    ...['[ true 1.5 "x" ]', '[ { a = 1; } ]', '[ (throw "no") ]'],
  ],
  set: [
    ...['{ }', '{ a = 1; }', '{ a = 1; b = 2; }', '{ b = "x"; a.c = [ ]; }'],
    ...['rec { a = 1; b = a + 1; }', '{ "x-y" = 1; c = null; }', '{ a = throw "no"; b = 1; }'],
  ],
};

export const attributeNames = ['a', 'b', 'c', 'x-y', "z'"];

export const pieces = [
  ...['', 'a', ' ', '$', '\\n', '\\"', "'", "''", '\\\\', 'é', '#', '$ {', '\\$', '{', '}'],
  ...['\n', '\r\n', '\t', "\\'", '\r'],
];

export const indentedPieces = [
  ...['a', ' ', '  ', '\n', '\n  ', '\n    ', '\n\n', '\n \n', '$', "''$", "'''", "''\\n"],
  ...["''\\t", "''\\\\", "'", '\\n', '"', '\t', '\n\t', '\r\n', '\r\n  ', 'é', "''\\'"],
  ...['${"x"}', '${"\n  y"}', '${"  "}', '$${', "''\\\n", '#', "''\\ ", "''\\\r\n", '\r'],
];
