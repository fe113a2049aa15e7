import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import { type HclFacts, type HclInput, hclFacts } from '#analyzer/hcl/facts.ts';
import { parse } from '#parser/parse.ts';

const test = suite('hcl expressions');

function factsOf(sources: { readonly [file: string]: string }): HclFacts {
  const inputs = Object.entries(sources).map(([name, text]): HclInput => {
    const file = name as FilePath;
    if (name.endsWith('.json')) return { kind: 'json', file, text };
    return { kind: 'hcl', file, tree: parse(text, 'hcl') };
  });
  return hclFacts(inputs);
}

/** The name of a record whose `name` is the expression, beside a few locals. */
function folded(expression: string): string {
  const text = `locals {
    map = { a = "x", b = "y" }
    list = ["p", "q"]
    text = "Some Text"
  }
  resource "google_dns_record_set" "r" {
    name = ${expression}
  }`;
  const name = factsOf({ 'main.tf': text })['dns-record'].rows[0]?.name;
  return isUndecided(name) ? `?(${name.undecided})` : String(name);
}

test('expressions are folded', () => {
  const interpolation = (inner: string): string => `$\{${inner}}`;
  const cases: readonly (readonly [string, string])[] = [
    ['"plain\\tescaped \\u0041"', 'plain\tescaped a'],
    [`" ${interpolation('local.map["a"]')}-${interpolation('local.list[1]')} "`, ' x-q '],
    [`"$${interpolation('a')}"`, interpolation('a')],
    ['<<-EOT\n      one\n        two\n      EOT\n', 'one\n  two\n'],
    ['<<EOT\n  kept\nEOT\n', '  kept\n'],
    [`<<-EOT\n    at ${interpolation('local.map.a')}\n    EOT\n`, 'at x\n'],
    ['local.map.b', 'y'],
    ['lookup(local.map, "c", "d")', 'd'],
    ['join("-", concat(local.list, keys(local.map)))', 'p-q-a-b'],
    ['join(",", [for k, v in local.map : upper(v) if k != "a"])', 'y'],
    ['{ for k, v in local.map : v => k }["y"]', 'b'],
    ['merge(local.map, { b = "z" }).b', 'z'],
    ['join("", local.list[*])', 'pq'],
    ['replace(local.text, " ", "_")', 'some_text'],
    ['format("%s-%d%%", "n", 3)', 'n-3%'],
    ['(1 + 2 * 3) >= 7 && !false ? "yes" : "no"', 'yes'],
    ['true || local.missing ? "yes" : "no"', 'yes'],
    ['element(split("/", "a/b"), 3)', 'b'],
    ['coalesce("", "second")', 'second'],
    ['flatten([["a"], [["b"]]])[1]', 'b'],
    ['contains(local.list, "q") ? length(local.list) : 0', '2'],
    ['file("x")', '?(`x` cannot be read)'],
    ['local.list[9]', '?(there is no `9` in it)'],
    ['terraform.workspace', '?(`terraform.workspace` is not known here)'],
    [`"a-${interpolation('aws_eip.x.id')}"`, '?(`aws_eip.x.id` is known only once it exists)'],
    ['"%{ if true }a%{ endif }"', 'a'],
  ];
  for (const [expression, expected] of cases) assert.is(folded(expression), expected, expression);
});

test('any text gives facts, and deep or broken ones do so in time', () => {
  const pieces = fc.constantFrom(
    'resource ',
    '"aws_route53_record" ',
    '"a" ',
    '{',
    '}',
    '\n',
    'name = ',
    '[',
    ']',
    '(',
    ')',
    '"',
    '${',
    'each.key',
    'for_each = ',
    'module ',
    'source = "./" ',
    'locals ',
    'x',
    '=',
    '.',
    '*',
    '<<EOT\n',
    'var.x',
    '%{',
    '?',
    ':',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (chosen) => {
      const text = chosen.join('');
      factsOf({ 'a.tf': text, 'terraform.tfvars': text, 'b.auto.tfvars.json': text });
    }),
    { numRuns: 300 },
  );
  for (const [open, inner, close] of [
    ['(', '1', ')'],
    ['[', '', ']'],
    ['!', 'true', ''],
    ['-', '1', ''],
    ['{ a = ', '1', '}'],
  ]) {
    const deep = `${(open ?? '').repeat(20_000)}${inner}${(close ?? '').repeat(20_000)}`;
    factsOf({ 'a.tf': `resource "aws_route53_record" "a" {\n  name = ${deep}\n}` });
  }
  const itself = 'module "a" { source = "./" }\nmodule "b" { source = "./" }\n';
  const wide = (next: string): string =>
    'abcdef'.replace(/./g, (name) => `module ${name} { source = "../${next}" }\n`);
  const long = `locals {\n${Array.from({ length: 300 }, (_, n) => `l${n} = local.l${n + 1}\n`).join('')}l300 = "end"\n}`;
  factsOf({ 'a.tf': itself });
  const chain = Array.from({ length: 12 }, (_, n): [string, string] => [
    `m${n}/a.tf`,
    wide(`m${n + 1}`),
  ]);
  factsOf(Object.fromEntries(chain));
  factsOf({ 'a.tf': `${long}\nresource "aws_route53_record" "a" { name = local.l0 }` });
  factsOf({ 'x.auto.tfvars.json': '['.repeat(100_000), 'a.tf': '' });
});

test.run();
