/**
 * Programs of Nix that bind few names in every way there is, and use them everywhere:
 * what they do is of no interest. Built from a list of choices, like those of
 * `nix-programs.ts`.
 */
export function scopedProgram(choices: readonly number[]): string {
  return expression({ choices, at: 0 }, 5);
}

interface Source {
  readonly choices: readonly number[];
  at: number;
}

function pick<Item>(source: Source, items: readonly Item[]): Item {
  const item = items[(source.choices[source.at++] ?? 0) % items.length];
  if (item === undefined) throw new Error('there is nothing to choose from');
  return item;
}

const names = ['a', 'b', 'c', 'd', 'map', '__add'];

function name(source: Source): string {
  return pick(source, names);
}

function expression(source: Source, depth: number): string {
  if (depth === 0 || source.at >= source.choices.length) return name(source);
  const of = (): string => expression(source, depth - 1);
  return pick(source, makers)({ source, of, name: () => name(source) });
}

interface Parts {
  readonly source: Source;
  readonly of: () => string;
  readonly name: () => string;
}

type Maker = (parts: Parts) => string;

const makers: readonly Maker[] = [
  ({ of }) => `[ (${of()}) (${of()}) ]`,
  ({ of, name }) => `with ${name()}; ${of()}`,
  ({ of, name }) => `(with ${name()}.${name()}; ${of()})`,
  ({ of }) => `with (${of()}); (${of()})`,
  ({ of, source }) => `let ${bindings(source, of, 'let')} in ${of()}`,
  ({ of, source }) => `(let ${bindings(source, of, 'let')} in ${of()})`,
  ({ of, source }) => `let { ${bindings(source, of, 'let')} body = ${of()}; }`,
  ({ of, source }) => `rec { ${bindings(source, of, 'set')} }`,
  ({ of, source }) => `{ ${bindings(source, of, 'set')} }`,
  inParts,
  ({ of, name }) => `${name()}: ${of()}`,
  ({ of, source }) => `(${pattern(source, of)}: ${of()})`,
  ({ of, name }) => `(${of()}) ? ${name()}.\${${of()}}`,
  ({ of, name }) => `(${of()}).${name()} or (${of()})`,
  ({ of }) => `"a \${${of()}} b"`,
  ({ of }) => `''a \${${of()}} b''`,
  ({ of }) => `./x/\${${of()}}/y`,
  ({ of }) => `assert ${of()}; ${of()}`,
  ({ of }) => `if ${of()} then ${of()} else ${of()}`,
];

function bindings(source: Source, of: () => string, owner: 'let' | 'set'): string {
  const count = pick(source, [0, 1, 2, 2, 3, 4]);
  let text = '';
  for (let index = 0; index < count; index++) {
    const [first, second] = [name(source), name(source)];
    const plain: readonly (() => string)[] = [
      () => `${first} = ${of()};`,
      () => `"${first}" = ${of()};`,
      () => `\${("${first}")}.x = ${of()};`,
      () => `${first}.${second} = ${of()};`,
      () => `${first}.${second}.x = ${of()};`,
      () => `${first} = { ${second} = ${of()}; };`,
      () => `${first} = rec { ${second} = ${of()}; };`,
      () => `${first} = (rec { x = ${of()}; "y".${second} = ${of()}; });`,
      () => `inherit ${first} "${second}";`,
      () => `inherit (${of()}) ${first} ${second};`,
      () => 'inherit;',
    ];
    const computed = [() => `\${${of()}} = ${of()};`, () => `${first}."\${${of()}}" = ${of()};`];
    text += `${pick(source, owner === 'set' ? [...plain, ...computed] : plain)()} `;
  }
  return text;
}

/** One set in three parts, which begins as what its first one is. */
function inParts({ source, of }: Parts): string {
  const isDeep = pick(source, [true, false]);
  const rec = (): string => pick(source, ['', 'rec ']);
  const [first, second, third] = pick(source, [
    ['a', 'b', 'c'],
    ['c', 'd', 'a'],
    ['b', 'map', 'd'],
  ] as const);
  const parts = [
    `x = ${rec()}{ ${first} = ${of()}; };`,
    `x.${second} = ${of()};`,
    `x = (${rec()}{ ${third} = ${of()}; });`,
  ].map((part) => (isDeep ? `w = { ${part} };` : part));
  const turn = pick(source, [0, 1, 2]);
  return `${rec()}{ ${[...parts.slice(turn), ...parts.slice(0, turn)].join(' ')} }`;
}

function pattern(source: Source, of: () => string): string {
  const [first, second, third] = [name(source), name(source), name(source)];
  return pick(source, [
    `{ ${first}, x }`,
    `{ ${first}, x ? ${of()}, ... }@${second}`,
    `${third}@{ ${first} ? ${of()}, x ? ${of()} }`,
    '{ ... }',
  ]);
}
