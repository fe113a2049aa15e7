import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { networkFactsOf, resourceFactsOf, type Sources, shown } from './support/hcl.ts';

const test = suite('hcl properties');

/** Both groups of tables; that nothing is thrown is what matters. */
function read(sources: Sources): void {
  networkFactsOf(sources);
  resourceFactsOf(sources);
}

const pieces = fc.constantFrom(
  ...['resource ', '"aws_route53_record" ', '"a" ', '{', '}', '\n', 'name = ', '[', ']', '(', ')'],
  ...['"', '${', '%{ if ', '%{ for x in ', '%{ endif }', '%{ endfor ~}', '~}', 'each.key'],
  ...['for_each = ', 'count = ', 'dynamic "a" ', 'content ', 'module ', 'source = "./" '],
  ...['locals ', 'variable ', 'default = ', 'output ', 'value = ', 'x', '=', '.', '*', '[*]'],
  ...['<<EOT\n', '<<-EOT\n', '\nEOT\n', 'var.x', 'local.x', '?', ':', '=>', 'for ', ' in ', '...'],
  ...[
    'try(',
    'merge(',
    'format("%',
    'regex("(',
    'jsondecode("',
    'templatestring("',
    '\ufeff',
    '\r\n',
  ],
);

test('any text gives tables', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (chosen) => {
      const text = chosen.join('');
      read({
        'a.tf': text,
        'terraform.tfvars': text,
        'b.auto.tfvars.json': text,
        'c.tf.json': text,
      });
    }),
    { numRuns: 300 },
  );
});

test('any JSON gives tables', () => {
  const block = fc.constantFrom(
    'resource',
    'locals',
    'module',
    'variable',
    'output',
    'dynamic',
    'a',
  );
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom('${var.x}', '${local.a.b}', '%{ if', '', 'list(string)', '${each.key}'),
      fc.double(),
      fc.constant(null),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(block, tie('node'), { maxKeys: 4 }),
    ),
  })).node;
  fc.assert(
    fc.property(value, (node) => read({ 'a.tf.json': JSON.stringify(node) })),
    { numRuns: 200 },
  );
});

test('deep texts and long chains end', () => {
  for (const [open, inner, close] of [
    ['(', '1', ')'],
    ['[', '', ']'],
    ['!', 'true', ''],
    ['-', '1', ''],
    ['{ a = ', '1', '}'],
    ['"${', '1', '}"'],
    ['true ? 1 : ', '2', ''],
    ['"%{ if true }', 'x', '%{ endif }"'],
    ['upper(', '"a"', ')'],
    ['1 + ', '1', ''],
    ['x', '', '.a'],
    ['x', '', '[*].a'],
  ]) {
    const deep = `${(open ?? '').repeat(5_000)}${inner}${(close ?? '').repeat(5_000)}`;
    read({ 'a.tf': `resource "aws_route53_record" "a" {\n  name = ${deep}\n}` });
  }
  const chain = Array.from({ length: 3_000 }, (_, n) => `l${n} = [local.l${n + 1}]\n`).join('');
  read({ 'a.tf': `locals {\n${chain}l3000 = "end"\n}\noutput "a" { value = local.l0 }` });
  read({
    'x.auto.tfvars.json': '['.repeat(100_000),
    'a.tf': '',
    'b.tf.json': '{"a":'.repeat(50_000),
  });
});

test('values that would grow without end are unknown', () => {
  const doubled = Array.from({ length: 60 }, (_, n) => `l${n + 1} = [local.l${n}, local.l${n}]\n`);
  const texts = Array.from(
    { length: 60 },
    (_, n) => `t${n + 1} = "\${local.t${n}}\${local.t${n}}"\n`,
  );
  const squares = Array.from({ length: 60 }, (_, n) => `s${n + 1} = local.s${n} * local.s${n}\n`);
  const text = `
    locals {
      l0 = [1]
      t0 = "ab"
      s0 = 12345678901234567890
      ${doubled.join('')}${texts.join('')}${squares.join('')}
      loop = [for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]
      product = setproduct(range(1000), range(1000))
    }
    output "l" { value = local.l60 }
    output "t" { value = local.t60 }
    output "s" { value = local.s60 }
    output "product" { value = local.product }
    output "loop" { value = local.loop[999] }`;
  const { rows } = resourceFactsOf({ 'a.tf': text })['cloud-output'];
  assert.equal(
    [...new Set(rows.map(({ name, value }) => `${name} ${shown(value)}`))],
    [
      'l ?(the value is too large)',
      't ?(the text is too long)',
      's ?(the number is too large)',
      'product ?(there are too many combinations)',
      'loop ?(too much to evaluate)',
    ],
  );
});

test('modules that call each other end', () => {
  read({ 'a.tf': 'module "a" { source = "./" }\nmodule "b" { source = "./" }\n' });
  const wide = (next: string): string =>
    'abcdef'.replace(/./g, (name) => `module ${name} { source = "../${next}" }\n`);
  const chain = Array.from({ length: 12 }, (_, n): [string, string] => [
    `m${n}/a.tf`,
    wide(`m${n + 1}`),
  ]);
  read(Object.fromEntries(chain));
});

test.run();
