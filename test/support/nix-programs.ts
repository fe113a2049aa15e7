import {
  attributeNames,
  indentedPieces,
  type Kind,
  kinds,
  literals,
  pieces,
} from './nix-literals.ts';

/**
 * Small pure programs of Nix. A program is built from a list of choices:
 * fewer and smaller ones make simpler programs, so that a list which shrinks
 * makes its program shrink.
 */
export function programFrom(choices: readonly number[]): string {
  const source: Source = { choices, at: 0, names: 0 };
  return expression(source, { kind: pick(source, kinds), depth: 4, scope: [] });
}

/** The text of a program whose value can be told as JSON: functions and paths have a name in it, numbers all digits. */
export function showing(program: string): string {
  return `
    let
      show = value:
        if builtins.isFunction value then "function"
        else if builtins.isList value then map show value
        else if builtins.isAttrs value then map (name: [ name (show value.\${name}) ]) (builtins.attrNames value)
        else [ (builtins.typeOf value) (toString value) ];
    in show (${program}
    )`;
}

interface Source {
  readonly choices: readonly number[];
  at: number;
  names: number;
}

type Wish = Kind | 'any';

interface Name {
  readonly name: string;
  readonly kind: Kind;
}

interface Wanted {
  readonly kind: Kind;
  readonly depth: number;
  readonly scope: readonly Name[];
}

/** Makes an expression out of others; `of` makes one of a kind, one level deeper. */
type Maker = (parts: Parts) => string;

interface Parts {
  readonly source: Source;
  readonly wanted: Wanted;
  readonly of: (kind: Wish) => string;
  /** One of the kind that is wanted. */
  readonly same: () => string;
  readonly one: (items: readonly string[]) => string;
}

function pick<Item>(source: Source, items: readonly [Item, ...Item[]] | readonly Item[]): Item {
  const choice = source.choices[source.at++] ?? 0;
  const item = items[choice % items.length];
  if (item === undefined) throw new Error('there is nothing to choose from');
  return item;
}

function expression(source: Source, wished: Omit<Wanted, 'kind'> & { kind: Wish }): string {
  const wish = wished.kind === 'any' ? pick(source, kinds) : wished.kind;
  // Now and then a value of another kind, which both sides have to refuse alike.
  const isWrong = (source.choices[source.at++] ?? 0) % 60 === 59;
  const wanted: Wanted = { ...wished, kind: isWrong ? pick(source, kinds) : wish };
  const makers = wanted.depth > 0 ? [leaf, ...makersOf[wanted.kind], ...anywhere] : [leaf];
  return pick(source, makers)(partsOf(source, wanted));
}

function partsOf(source: Source, wanted: Wanted): Parts {
  const of = (kind: Wish): string =>
    `(${expression(source, { ...wanted, kind, depth: wanted.depth - 1 })})`;
  return {
    source,
    wanted,
    of,
    same: () => of(wanted.kind),
    one: (items) => pick(source, items),
  };
}

function leaf({ source, wanted }: Parts): string {
  const fitting = wanted.scope.filter(({ kind }) => kind === wanted.kind);
  const isName = (source.choices[source.at++] ?? 0) % 2 === 0 && fitting.length > 0;
  return isName ? pick(source, fitting).name : pick(source, literals[wanted.kind]);
}

/** What can stand for an expression of any kind. */
const anywhere: readonly Maker[] = [
  ({ of, same }) => `if ${of('bool')} then ${same()} else ${same()}`,
  ({ of, same }) => `assert ${of('bool')}; ${same()}`,
  ({ of, same }) => `with ${of('set')}; ${same()}`,
  ({ of, same, one }) =>
    `{ ${one(attributeNames)} = ${same()}; }.${one(attributeNames)} or ${of('any')}`,
  ({ of, same }) => `{ a.b = ${same()}; }.a.\${${of('string')}} or ${same()}`,
  ({ of, same }) => `builtins.elemAt [ ${of('any')} ${same()} ] 1`,
  ({ of, same }) => `builtins.seq ${of('any')} ${same()}`,
  ({ of, same }) => `builtins.deepSeq ${of('any')} ${same()}`,
  ({ same }) => `let r = builtins.tryEval ${same()}; in if r.success then r.value else ${same()}`,
  ({ of, same }) =>
    `if (builtins.tryEval (throw ${of('string')})).success then ${of('any')} else ${same()}`,
  ({ of, same }) => `{ __functor = self: x: ${same()}; } ${of('any')}`,
  ({ same }) => `({ a = throw "no"; b = throw "no"; } // { a = ${same()}; }).a`,
  ({ same }) => `(rec { a = ${same()}; b = a; c = throw "no"; }).b`,
  ({ same }) => `let f = n: if n == 0 then ${same()} else f (n - 1); in f 3`,
  ({ same }) => `let fix = f: let x = f x; in x; in (fix (s: { a = s.b; b = ${same()}; })).a`,
  bound,
  applied,
];

function fresh(parts: Parts): Name {
  parts.source.names++;
  const name = parts.one(['x', 'y', 'v', 'n']) + String(parts.source.names % 4);
  return { name, kind: pick(parts.source, kinds) };
}

function inScope({ source, wanted }: Parts, names: readonly Name[]): string {
  const taken = new Set(names.map(({ name }) => name));
  const scope = [...wanted.scope.filter(({ name }) => !taken.has(name)), ...names];
  return expression(source, { ...wanted, depth: wanted.depth - 1, scope });
}

function bound(parts: Parts): string {
  const first = fresh(parts);
  const second = fresh(parts);
  if (first.name === second.name) return parts.same();
  const bindings = [
    `${first.name} = ${parts.of(first.kind)};`,
    `${second.name} = ${parts.of(second.kind)};`,
  ];
  const order = parts.one(['forwards', 'backwards']) === 'forwards' ? bindings : bindings.reverse();
  return `let ${order.join(' ')} in ${inScope(parts, [first, second])}`;
}

function applied(parts: Parts): string {
  const { name, kind } = fresh(parts);
  const argument = parts.of(kind);
  const body = inScope(parts, [{ name, kind }]);
  return parts.one([
    `(${name}: ${body}) ${argument}`,
    `({ ${name}, ... }: ${body}) { ${name} = ${argument}; a = 1; }`,
    `({ ${name} ? ${argument} }: ${body}) { }`,
    `({ b ? ${name}, ${name} ? ${argument} }@all: if all ? b then 1 else ${body}) { }`,
    `(args@{ ${name} ? null, ... }: let inherit (args) ${name}; in ${body}) { ${name} = ${argument}; }`,
    `(let ${name} = ${argument}; s = { inherit ${name}; }; in with s; ${body})`,
    `(rec { ${name} = ${argument}; r = ${body}; }).r`,
    `(let { ${name} = ${argument}; body = ${body}; })`,
    `(${name}: other: ${body}) ${argument} (throw "no")`,
  ]);
}

/** A builtin with arguments of these kinds. */
function builtin(name: string, ...kinds: Wish[]): Maker {
  return ({ of }) => `builtins.${name} ${kinds.map(of).join(' ')}`;
}

function operator(text: string, left: Wish, right: Wish): Maker {
  return ({ of }) => `${of(left)} ${text} ${of(right)}`;
}

function listOf(kind: Wish, { of }: Parts): string {
  return `[ ${of(kind)} ${of(kind)} ${of(kind)} ]`;
}

function pattern({ one }: Parts): string {
  return one([
    ...['"a"', '"(a)(b)?"', '"[a-z]*"', '"(.*)\\\\.(.*)"', '"([0-9]+)"', '"[[:space:]]+"'],
    ...['"(a|b)*"', '"^a"', '"b$"', '"()"', '".*"', '"[^.]+"', '"a{1,2}"', '"([^-]*)-?(.*)"'],
  ]);
}

const makersOf: { readonly [Each in Kind]: readonly Maker[] } = {
  int: [
    ...['+', '-', '*', '/'].map((each) => operator(each, 'int', 'int')),
    ({ of }) => `-${of('int')}`,
    builtin('length', 'list'),
    builtin('stringLength', 'string'),
    builtin('floor', 'float'),
    builtin('ceil', 'float'),
    ...['bitAnd', 'bitOr', 'bitXor', 'sub', 'mul', 'div'].map((name) =>
      builtin(name, 'int', 'int'),
    ),
    builtin('compareVersions', 'string', 'string'),
    (parts) => `builtins.foldl' (a: b: a + b) ${parts.of('int')} ${listOf('int', parts)}`,
  ],
  float: [
    ...['+', '-', '*', '/'].map((each) => operator(each, 'float', 'int')),
    operator('/', 'float', 'float'),
    ({ of }) => `-${of('float')}`,
  ],
  bool: [
    ...['==', '!='].map((each) => operator(each, 'any', 'any')),
    operator('==', 'int', 'float'),
    operator('==', 'set', 'set'),
    operator('==', 'list', 'list'),
    ...['<', '<=', '>', '>='].flatMap((each) => [
      operator(each, 'int', 'float'),
      operator(each, 'string', 'string'),
      operator(each, 'list', 'list'),
    ]),
    ...['&&', '||', '->'].map((each) => operator(each, 'bool', 'bool')),
    ({ of }) => `!${of('bool')}`,
    ({ of, one }) => `${of('set')} ? ${one([...attributeNames, 'a.b'])}`,
    ({ of }) => `${of('any')} ? \${${of('string')}}`,
    builtin('hasAttr', 'string', 'set'),
    builtin('elem', 'any', 'list'),
    ...['isInt', 'isFloat', 'isString', 'isBool', 'isList', 'isAttrs', 'isFunction'].map((name) =>
      builtin(name, 'any'),
    ),
    ({ of }) => `builtins.all (v: v != ${of('any')}) ${of('list')}`,
    ({ of }) => `builtins.any (v: v == ${of('any')}) ${of('list')}`,
  ],
  string: [
    ({ of, one }) => {
      const before = one(pieces);
      return `"${before}${interpolated(before, of('string'))}${one(pieces)}"`;
    },
    indented,
    indented,
    operator('+', 'string', 'string'),
    ...['toString', 'typeOf', 'toJSON'].map((name) => builtin(name, 'any')),
    builtin('concatStringsSep', 'string', 'list'),
    ({ of, one }) =>
      `builtins.substring ${one(['0', '1', '5'])} ${one(['0', '1', '(-1)', '100'])} ${of('string')}`,
    ({ of, one }) =>
      `builtins.replaceStrings [ ${of('string')} ${of('string')} ] [ ${one(literals.string)} "-" ] ${of('string')}`,
    builtin('baseNameOf', 'string'),
    builtin('dirOf', 'string'),
    ({ of }) => `toString { __toString = self: self.a; a = ${of('string')}; }`,
    ({ of }) => `"\${{ outPath = ${of('string')}; }}"`,
    ({ one }) => `toString (/a/b + ${one(['"/c"', '"c"', '"/../d"', '"/."', '""', '"//e/"'])})`,
    ({ one }) => one(['toString /a/./b/../c', 'toString (dirOf /a/b)', 'baseNameOf /a/b']),
    ({ of }) => `builtins.concatStringsSep "|" (map (v: toString v) ${of('list')})`,
    builtin('hashString "sha256"', 'string'),
  ],
  list: [
    ({ of }) => `[ ${of('any')} ${of('any')} ]`,
    operator('++', 'list', 'list'),
    ({ of, one }) =>
      `map (v: ${one(['v', '[ v ]', 'toString v', '{ inherit v; }', 'builtins.typeOf v'])}) ${of('list')}`,
    ({ of }) => `builtins.filter (v: v != ${of('any')}) ${of('list')}`,
    builtin('attrNames', 'set'),
    builtin('attrValues', 'set'),
    builtin('tail', 'list'),
    ({ one }) => `builtins.genList (i: ${one(['i', 'i * i', '[ i ]'])}) ${one(['0', '1', '3'])}`,
    (parts) => `builtins.sort (p: q: p < q) ${listOf(parts.one(['int', 'string']) as Kind, parts)}`,
    (parts) => `builtins.sort builtins.lessThan ${listOf('list', parts)}`,
    ({ of }) => `builtins.concatLists [ ${of('list')} ${of('list')} ]`,
    ({ of }) => `builtins.concatMap (v: [ v ${of('any')} ]) ${of('list')}`,
    (parts) => `builtins.split ${pattern(parts)} ${parts.of('string')}`,
    (parts) => `[ (builtins.match ${pattern(parts)} ${parts.of('string')}) ]`,
    builtin('splitVersion', 'string'),
    ({ of }) => `builtins.catAttrs "a" [ ${of('set')} ${of('set')} ]`,
    ({ of }) => `(builtins.partition (v: v == 1) ${of('list')}).wrong`,
    ({ of }) =>
      `[ (builtins.functionArgs ({ a, b ? 1 }: a)) (builtins.parseDrvName ${of('string')}) ]`,
  ],
  set: [
    attributeSet,
    operator('//', 'set', 'set'),
    ({ of, one }) => `builtins.mapAttrs (n: v: ${one(['n', 'v', '[ n v ]'])}) ${of('set')}`,
    ({ of }) =>
      `builtins.listToAttrs [ { name = ${of('string')}; value = ${of('any')}; } { name = ${of('string')}; value = 2; } ]`,
    ({ of }) => `removeAttrs ${of('set')} [ ${of('string')} "a" ]`,
    builtin('intersectAttrs', 'set', 'set'),
    ({ of }) => `builtins.zipAttrsWith (n: vs: vs) [ ${of('set')} ${of('set')} ]`,
    ({ of }) => `builtins.groupBy (v: builtins.typeOf v) ${of('list')}`,
    builtin('tryEval', 'any'),
    ({ one }) =>
      `builtins.fromJSON ${one([`''{"a":[1,2.5,null,"x"],"b":{"c":true}}''`, `''{"a":-1e2,"z":"\\u00e9\\n"}''`])}`,
    ({ of, one }) => `{ inherit (${of('set')}) ${one(['a', 'b', 'a b'])}; }`,
    ({ of }) => `let s = ${of('set')}; in s // { a = s; }`,
    ({ of }) => `{ \${${of('string')}} = ${of('any')}; "\${${of('string')}}x" = 1; \${null} = 2; }`,
  ],
};

function attributeSet({ of, one }: Parts): string {
  const value = of('any');
  const name = one(attributeNames);
  const first = one([
    `${name} = ${value};`,
    `${name}.d.e = ${value}; ${name}.d.f = 1;`,
    `"${name}" = ${value};`,
    `${name}."k \${"l"}" = ${value};`,
  ]);
  return `${one(['', 'rec '])}{ ${first} q = ${of('any')}; }`;
}

function indented({ source, of, one }: Parts): string {
  const count = (source.choices[source.at++] ?? 0) % 12;
  let body = '';
  for (let index = 0; index < count; index++) {
    const isValue = one(['piece', 'piece', 'piece', 'piece', 'value']) === 'value';
    body += isValue ? interpolated(body, of('string')) : one(indentedPieces);
  }
  return `''${body}${one(['', '\n', '\n  ', ' '])}''`;
}

/** After a dollar, the braces would be plain text. */
function interpolated(before: string, value: string): string {
  return before.endsWith('$') ? `a\${${value}}` : `\${${value}}`;
}
