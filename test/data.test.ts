import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Data, DataNode, DataScalar } from '#analyzer/data/node.ts';
import { contentPlaces } from '#analyzer/data/place.ts';
import { type DataFormat, readData } from '#analyzer/data/read.ts';

const test = suite('data');

/** What was read, one scalar a line: path, kind, value, and what is written at its place. */
function shown(text: string, format: DataFormat): string {
  const { documents, problems } = readData(text, format);
  const lines = documents.flatMap((document) => linesOf(document, text, ''));
  return [...lines, ...problems.map(({ message }) => `! ${message.split('\n')[0]}`)].join('\n');
}

function linesOf(node: DataNode, text: string, path: string): string[] {
  switch (node.kind) {
    case 'map':
      return node.entries.flatMap(({ key, keySpan, value }) => {
        const written = text.slice(keySpan.start, keySpan.end);
        return linesOf(value, text, `${path}.${written === key ? key : `${key}(${written})`}`);
      });
    case 'list':
      return node.items.flatMap((item, index) => linesOf(item, text, `${path}[${index}]`));
    case 'scalar':
      return [scalarLine(node, text, path)];
  }
}

function scalarLine({ value, span, doubt }: DataScalar, text: string, path: string): string {
  const kind = value === null ? 'null' : typeof value;
  const printed = kind === 'string' ? JSON.stringify(value) : String(value);
  const written = JSON.stringify(text.slice(span.start, span.end)).slice(1, -1);
  return `${path} ${kind} ${printed} <${written}>${doubt === undefined ? '' : ` (${doubt})`}`;
}

test('YAML: scalars keep their kind and their place', () => {
  const text = `on: push
port: 8_080
version: 1.10
file: "a\\tb"
note: 'it''s'
empty:
list: [1, true, ~]
script: |
  one
    two
`;
  assert.fixture(
    shown(text, 'yaml'),
    `.on string "push" <push>
.port string "8_080" <8_080> (versions of YAML read differently)
.version number 1.1 <1.10>
.file string "a\\tb" <\\"a\\\\tb\\">
.note string "it's" <'it''s'>
.empty null null <>
.list[0] bigint 1 <1>
.list[1] boolean true <true>
.list[2] null null <~>
.script string "one\\n  two\\n" <|\\n  one\\n    two\\n>`,
  );
});

test('YAML: what versions and programs read differently is in doubt', () => {
  const doubtful = ['yes', 'off', 'Y', '010', '0o17', '0b11', '1:30', '1_000', '2024-01-02', '1.0'];
  for (const text of [...doubtful, '0x1F', '1e3', '!secret x', '.inf'])
    assert.match(shown(`a: ${text}\n`, 'yaml'), /\((versions|`!secret`)/, text);
  for (const text of ['"yes"', 'true', '0', '10', '-3', '1.5', 'x', '1.2.3.4', 'null', '!!str 1'])
    assert.not.match(shown(`a: ${text}\n`, 'yaml'), /\(/, text);
});

test('YAML: anchors stand for what they name, and merge keys add what is missing', () => {
  const text = `base: &base
  image: a
  when: push
job:
  <<: *base
  image: b
steps: [*base]
`;
  assert.fixture(
    shown(text, 'yaml'),
    `.base.image string "a" <a>
.base.when string "push" <push>
.job.when string "push" <push>
.job.image string "b" <b>
.steps[0].image string "a" <a>
.steps[0].when string "push" <push>`,
  );
});

test('YAML: several documents, and what is broken', () => {
  assert.fixture(shown('a: 1\n---\nb: 2\n', 'yaml'), '.a bigint 1 <1>\n.b bigint 2 <2>');
  assert.match(shown('a: [1, 2\nb: 3\n', 'yaml'), /^! /m);
  assert.match(shown('a: 1\na: 2\n', 'yaml'), /! Map keys must be unique/);
  assert.match(shown('a: &x [*x]\n', 'yaml'), /! `x` stands for itself/);
  assert.match(shown('? [a]\n: 1\n', 'yaml'), /! a key that is no scalar is not read/);
});

test('an alias to a large part costs nothing, however often it is used', () => {
  const levels = Array.from({ length: 40 }, (_, level) => {
    return `a${level + 1}: &a${level + 1} [*a${level}, *a${level}, *a${level}]`;
  });
  const { documents, problems } = readData(`a0: &a0 x\n${levels.join('\n')}\n`, 'yaml');
  assert.is(documents.length, 1);
  assert.equal(problems, []);
});

test('JSON: integers keep their digits, and comments are allowed', () => {
  const text = `{
  // where it listens
  "port": 9007199254740993, "ratio": -1.5,
  "names": ["a\\u0062", null, true,],
}`;
  assert.fixture(
    shown(text, 'json'),
    `.port("port") bigint 9007199254740993 <9007199254740993>
.ratio("ratio") number -1.5 <-1.5>
.names("names")[0] string "ab" <\\"a\\\\u0062\\">
.names("names")[1] null null <null>
.names("names")[2] boolean true <true>`,
  );
});

test('JSON: programs are no data', () => {
  for (const text of [
    '',
    '{',
    '{} {}',
    '{"a": b}',
    '[f()]',
    '{...a}',
    '{a() {}}',
    '`a`',
    '+1',
    '{[a]: 1}',
    '/a/',
  ])
    assert.is(shown(text, 'json'), '! is not JSON', text);
});

test('TOML: tables of all headers are put together', () => {
  const text = `title = 'x'
a.b = 1

[host.web]
ports = [80, 443]
since = 2024-01-02

[[user]]
name = "ada"

[[user]]
name = "bob"
[user.key]
bits = 0x10
`;
  assert.fixture(
    shown(text, 'toml'),
    `.title string "x" <'x'>
.a.b bigint 1 <1>
.host.web.ports[0] bigint 80 <80>
.host.web.ports[1] bigint 443 <443>
.host.web.since string "2024-01-02" <2024-01-02> (is a date)
.user[0].name string "ada" <\\"ada\\">
.user[1].name string "bob" <\\"bob\\">
.user[1].key.bits bigint 16 <0x10>`,
  );
  assert.is(shown('a = = 1', 'toml'), '! is not TOML');
});

/** The source of a part of the first value, found by the words of its text. */
function written(source: string, words: string, format: DataFormat = 'yaml'): string {
  const [document] = readData(source, format).documents;
  const scalar = document?.kind === 'map' ? document.entries[0]?.value : undefined;
  if (scalar?.kind !== 'scalar') return 'no scalar';
  const start = scalar.text.indexOf(words);
  const { start: from, end } = contentPlaces(source, scalar)({ start, end: start + words.length });
  return source.slice(from, end);
}

test('parts of a text are found in blocks, over lines, and between escapes', () => {
  assert.is(written('run: |\n  nix flake check\n  nix build\n', 'nix build'), 'nix build');
  assert.is(written('run: |2-\n    a\n\n   b c\n', 'b c'), 'b c');
  assert.is(written('run: >-\n  nix\n  build\n', 'nix build'), 'nix\n  build');
  assert.is(written('run: nix\n  build x\n', 'build'), 'build');
  assert.is(written("run: 'echo ''a'' b'\n", "'a' b"), "''a'' b");
  assert.is(written('{"run": "echo \\"a\\"\\n\\u0062 c"}', 'b c', 'json'), '\\u0062 c');
  assert.is(written('run: "a \\\n  b"\n', 'b'), 'b');
});

test('a part that is not found is the whole text', () => {
  assert.is(written('run: "\\U0001F600 b"\n', 'b'), '"\\U0001F600 b"');
});

const samples: readonly (readonly [DataFormat, string])[] = [
  ['yaml', 'a: &x {b: [1, "c"]}\nd:\n  - *x\n  - <<: *x\n    e: |\n      f\n'],
  ['json', '{"a": [1, {"b": "c\\n"}, -2.5e3, null], "d": {}}'],
  ['toml', 'a = [1, { b = "c" }]\n[d.e]\nf = """g"""\n[[h]]\ni = 2024-01-01\n'],
];

function isInside(node: DataNode, length: number): boolean {
  const { start, end } = node.span;
  if (start < 0 || end < start || end > length) return false;
  if (node.kind === 'list') return node.items.every((item) => isInside(item, length));
  if (node.kind === 'map') return node.entries.every(({ value }) => isInside(value, length));
  return true;
}

function checkRead({ documents }: Data, text: string): void {
  for (const document of documents) assert.ok(isInside(document, text.length));
}

test('damaged texts are read as far as they go, and every place is inside', () => {
  const damage = fc.tuple(
    fc.constantFrom(...samples),
    fc.nat(80),
    fc.nat(10),
    fc.constantFrom(
      '',
      '{',
      '[',
      '"',
      "'",
      ':',
      '- ',
      '? ',
      '*x',
      '&y ',
      '\n',
      '\t',
      '|',
      '!',
      '\0',
      '\ud800',
    ),
  );
  fc.assert(
    fc.property(damage, ([[format, sample], at, length, noise]) => {
      const text = sample.slice(0, at) + noise + sample.slice(at + length);
      checkRead(readData(text, format), text);
    }),
    { numRuns: 600 },
  );
});

test('texts that nest without end are refused', () => {
  for (const [format, part] of [
    ['yaml', '['],
    ['yaml', '{a: '],
    ['yaml', '- '],
    ['yaml', '? '],
    ['yaml', '?\n'],
    ['yaml', 'a:\n '],
    ['json', '['],
    ['json', '{"a":'],
    ['toml', 'a=['],
    ['toml', 'a={b='],
  ] as const)
    checkRead(readData(part.repeat(20_000), format), part.repeat(20_000));
  const stairs = Array.from({ length: 3000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n');
  assert.is(readData(stairs, 'yaml').problems.length, 1);
});

test.run();
