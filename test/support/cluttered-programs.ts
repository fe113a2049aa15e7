/**
 * Programs of Nix that say things in more words than they need: parentheses, empty
 * `let`s, comparisons with booleans. Few names are used for much, spaces are left
 * out wherever tokens allow it, and comments stand in odd places. Built from a list
 * of choices, like those of `nix-programs.ts`.
 */
export function clutteredProgram(choices: readonly number[]): string {
  const source: Source = { choices, at: 0, comments: 0 };
  const text = make({ source, depth: 5, scope: new Map() }, pick(source, kinds));
  return laidOut(source, text);
}

type Kind = 'bool' | 'int' | 'list' | 'set' | 'function';

const kinds: readonly Kind[] = ['int', 'bool', 'list', 'set'];

interface Source {
  readonly choices: readonly number[];
  at: number;
  comments: number;
}

interface Place {
  readonly source: Source;
  readonly depth: number;
  readonly scope: ReadonlyMap<string, Kind>;
}

function pick<Item>(source: Source, items: readonly Item[]): Item {
  const item = items[(source.choices[source.at++] ?? 0) % items.length];
  if (item === undefined) throw new Error('there is nothing to choose from');
  return item;
}

/** In templates, a middle dot is a space that may be left out, and `¤` a place for a comment. */
function laidOut(source: Source, template: string): string {
  return template.replace(/[·¤~]/g, (mark) => {
    if (mark === '·') return pick(source, ['', ' ']);
    if (mark === '~') return pick(source, [' ', '\n']);
    source.comments++;
    const comment = pick(source, ['', '', '', '', '', ' /* c */ ', ' # c\n']);
    return comment.replace('c', `c${source.comments}`);
  });
}

/** Always in parentheses, which may be doubled, or stand where they are not needed. */
function make(place: Place, kind: Kind): string {
  const { source } = place;
  const text = bare(place, kind);
  return pick(source, [`·(·${text}·)·`, `·(${text})·`, `·((¤${text}))·`, `·(¤${text}~)·`]);
}

function bare(place: Place, kind: Kind): string {
  const { source, depth, scope } = place;
  const names = [...scope].filter(([, of]) => of === kind).map(([name]) => name);
  const isLeaf = depth <= 0 || (names.length > 0 && pick(source, [0, 1, 2]) === 0);
  if (isLeaf) return pick(source, names.length > 0 ? names : leaves[kind]);
  const inner: Place = { ...place, depth: depth - 1 };
  const of = (wanted: Kind): string => make(inner, wanted);
  const maker = pick(source, [...makers[kind], ...anywhere]);
  return maker({ place: inner, kind, of, name: () => pick(source, ['a', 'b', 'c', 'f', 's']) });
}

const leaves: Readonly<Record<Kind, readonly string[]>> = {
  bool: ['true', 'false'],
  int: ['0', '1', '23'],
  list: ['[ ]', '[ 1 2 ]', '[]'],
  set: ['{ a = 1; b = 2; }', '{ b = 3; a.c = 1; }'],
  function: ['toString', '(x: [ x ])', '({ a, ... }: a)'],
};

interface Parts {
  readonly place: Place;
  readonly kind: Kind;
  readonly of: (kind: Kind) => string;
  readonly name: () => string;
}

type Maker = (parts: Parts) => string;

function within({ place, kind }: Parts, names: readonly (readonly [string, Kind])[]): string {
  const make = pick(place.source, [bare, inParentheses]);
  return make({ ...place, scope: new Map([...place.scope, ...names]) }, kind);
}

function inParentheses(place: Place, kind: Kind): string {
  return make(place, kind);
}

const anywhere: readonly Maker[] = [
  ({ of, kind }) => `let~in¤ ${of(kind)}`,
  ({ of, kind }) => `if ${of('bool')} then ${of(kind)} else ${of(kind)}`,
  (parts) => {
    const [first, second] = [parts.name(), parts.name()];
    const inner = within(parts, [
      [first, 'int'],
      [second, 'int'],
    ]);
    return `let¤~${first} = ${parts.of('int')};¤~in~¤let~${second} = ${parts.of('int')};~in~¤${inner}`;
  },
  (parts) => {
    const name = parts.name();
    const inner = within(parts, [[name, 'int']]);
    return `let inherit (${parts.of('set')}) b;~in~let ${name} = b;~in~${inner}`;
  },
  (parts) => `let { body = ${parts.of(parts.kind)}; d = 1;¤ }`,
  (parts) => `with ${parts.of('set')}; ${within(parts, [])}`,
  (parts) => `(${parts.name()}: ${parts.of(parts.kind)})${parts.of('int')}`,
  ({ of, kind, name }) => `{ z =${of(kind)}; ${name()}.y = 1; }.z`,
  ({ of, kind }) => `if { z =${of(kind)}; } ? z then { z =${of(kind)}; }.z else ${of(kind)}`,
  ({ of, kind }) => {
    const set = `{ z =${of(kind)}; }`;
    return `if·(${set} ? z)then ${set}.z else ${of(kind)}`;
  },
  ({ of, kind }) => `if !({ } ? z)then ${of(kind)}else({ }.z)`,
];

const makers: Readonly<Record<Kind, readonly Maker[]>> = {
  bool: [
    ({ of, name }) => `${of('set')}?${name()}`,
    ({ of }) => `${of('bool')}==¤true`,
    ({ of }) => `false != !${of('bool')}`,
    ({ of }) => `!(${of('int')}==${of('int')}) == ${of('bool')}`,
    ({ of }) => `!!(¤${of('int')}<${of('int')})`,
    ({ of }) => `${of('bool')}&&!(${of('int')}!=${of('list')})`,
    ({ of }) => `(${of('int')}==${of('int')})==false`,
    ({ of }) => `!builtins.isNull${of('int')}`,
    ({ of }) => `isNull(${of('int')})->${of('bool')}`,
  ],
  int: [
    ({ of }) => `${of('int')}-${of('int')}`,
    ({ of }) => `${of('int')}*-${of('int')}`,
    ({ of }) => `-${of('int')}`,
    ({ of }) => `${of('int')}/${of('int')}`,
    ({ of }) => `builtins.add${of('int')}${of('int')}`,
    ({ of }) => `${of('set')}.a or${of('int')}`,
    ({ of }) => `builtins.length${of('list')}`,
  ],
  list: [
    ({ of }) => `[]++¤${of('list')}`,
    ({ of }) => `${of('list')}++([ ])`,
    ({ of }) => `${of('list')}++${of('list')}`,
    ({ of }) => `[${of('int')}${of('set')}${of('bool')}]`,
    ({ of }) => `map${of('function')}${of('list')}`,
  ],
  set: [
    ({ place, of }) => {
      const names = [...place.scope.keys()];
      const own = names.map((name) => `${name} = ${name};~`).join('');
      return `{ ${own}z = ${of('int')}; inherit; }`;
    },
    ({ of }) => `{~inherit (${of('set')});¤~a = ${of('int')};~}`,
    ({ of }) => `let f = ${of('set')}; in { a = f.a;~b = (f).b; q =¤${of('int')};~}`,
    ({ of }) => `{ a.x = ${of('int')};~a.y = 2;~a.z.q =${of('set')};~a.z.r = ''~  x~  y''; }`,
    ({ of }) => `rec { a = ${of('int')};~b = a;~c = { a = a; b = b; }; }`,
    ({ of }) => `${of('set')}//${of('set')}`,
  ],
  function: [
    ({ of, name }) => `${name()}:${of('int')}`,
    ({ name }) => {
      const own = name();
      return `${own}: toString ${own}`;
    },
    () => '{ ... }@s: s',
    ({ of }) => `{ a ?${of('int')}, ... }: a`,
  ],
};
