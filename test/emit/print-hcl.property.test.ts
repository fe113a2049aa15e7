import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rootScopes } from '#analyzer/hcl/roots.ts';
import { textOf, type Value } from '#analyzer/hcl/values/value.ts';
import { hclAttributes, hclBlock } from '#emit/print/hcl.ts';
import type { Plain } from '#emit/values.ts';
import { parse } from '#parser/parse.ts';
import { memoryFiles } from '../support/fleet.ts';
import { hclInputs } from '../support/hcl.ts';

const test = suite('what HCL is printed');

/** Signs that mean something in a text of HCL, and some that are rare. */
const signs = fc.constantFrom(
  ...['$', '%', '{', '}', '"', '\\', '~', '#', '/', '\n', '\r', '\t', '\0', '\u2028', '\ufeff'],
  ...['${a}', '%{ if a }', '$${', 'é', 'e\u0301', '\u{1f980}', '<<EOT\n', 'EOT', ' ', 'a', '1'],
);

const text = fc.oneof(
  fc.array(signs, { maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

const name = fc.oneof(
  text,
  fc.constantFrom('true', 'null', 'for', 'in', 'if', 'a', 'a-b', '-a', '1', '1a', '', '__proto__'),
);

const { data } = fc.letrec<{ data: Plain }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter(isPlain),
    text,
    fc.array(tie('data'), { maxLength: 5 }),
    fc.dictionary(name, tie('data'), { maxKeys: 5 }),
  ),
}));

test('any data comes back from what is printed', () => {
  fc.assert(
    fc.property(data, (value) => {
      const source = hclBlock({ type: 'locals', labels: [], groups: [{ found: value }] });
      assert.is(parse(source, 'hcl').errors.length, 0, source);
      assert.equal(read(source), expected(value), source);
    }),
    { numRuns: 400 },
  );
});

test('any labels and comments make a block', () => {
  fc.assert(
    fc.property(text, text, (label, comment) => {
      const block = { type: 'output', labels: [label], groups: [], comments: [comment] };
      assert.is(parse(hclBlock(block), 'hcl').errors.length, 0, hclBlock(block));
    }),
    { numRuns: 200 },
  );
});

test('equals signs stand below each other where lines follow each other', () => {
  const printed = hclAttributes({
    a: 1,
    long_name: 'x',
    set: { one: 1, 'two.three': 2 },
    b: true,
    source: './modules/backup',
    none: {},
    list: [],
  });
  assert.is(
    printed,
    [
      'a         = 1',
      'long_name = "x"',
      'set = {',
      '  one         = 1',
      '  "two.three" = 2',
      '}',
      'b      = true',
      'source = "./modules/backup"',
      'none   = {}',
      'list   = []',
      '',
    ].join('\n'),
  );
});

/** What a local comes to. */
function read(source: string): unknown {
  const sources = { 'main.tf': source };
  const [scope] = rootScopes(hclInputs(sources), memoryFiles(new Map(Object.entries(sources))));
  const value = scope?.resolve('local', [{ kind: 'name', name: 'found' }]).value;
  return value && plain(value);
}

function plain(value: Value): unknown {
  switch (value.kind) {
    case 'null':
      return null;
    case 'string':
      return value.text;
    case 'bool':
      return value.truth;
    case 'number':
      return number(textOf(value) ?? '');
    case 'tuple':
    case 'list':
    case 'set':
      return value.items.map(plain);
    case 'object':
    case 'map':
      return Object.fromEntries([...value.entries].map(([key, item]) => [key, plain(item)]));
    case 'unknown':
    case 'failure':
      return value;
  }
}

/** HCL brings texts into one normal form, and does not tell integers from other numbers. */
function expected(value: Plain): unknown {
  if (typeof value === 'string') return whole(value);
  if (typeof value === 'bigint' || typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(expected);
  const entries = Object.entries(value).map(([key, item]) => [whole(key), expected(item)]);
  return Object.fromEntries(entries);
}

function number(written: string): string {
  return /^-?\d+$/.test(written) ? BigInt(written).toString() : String(Number(written));
}

/** JavaScript writes larger and smaller numbers with fewer digits than they have. */
function isPlain(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size > 1e-6 && size < Number.MAX_SAFE_INTEGER);
}

function whole(written: string): string {
  return written.replace(/\p{Cs}/gu, '\ufffd').normalize('NFC');
}

test.run();
