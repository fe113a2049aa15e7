import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { languageOf } from '#analyzer/language.ts';
import type { Rule } from '#linter/rule.ts';
import { parse } from '#parser/parse.ts';
import { root } from '#parser/tree.ts';
import firewallPorts from '#rules/order/firewall-ports.ts';
import imports from '#rules/order/imports.ts';
import securityGroupRules from '#rules/order/security-group-rules.ts';
import { fixWith, lintWith } from './support/lint-example.ts';
import { attachments, type Kind, kinds } from './support/order-kinds.ts';

interface Item {
  readonly key: string;
  readonly above: number;
  readonly trailing: boolean;
  readonly continued: boolean;
  readonly blank: boolean;
  readonly stray: boolean;
}

interface Written {
  readonly kind: Kind;
  readonly items: readonly Item[];
}

const item = (keys: readonly string[]): fc.Arbitrary<Item> =>
  fc.record({
    key: fc.constantFrom(...keys),
    above: fc.nat(2),
    trailing: fc.boolean(),
    continued: fc.boolean(),
    blank: fc.boolean(),
    stray: fc.integer({ min: 0, max: 7 }).map((number) => number === 0),
  });

const written = fc.constantFrom(...kinds).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    items: fc.uniqueArray(item(kind.keys), { selector: ({ key }) => key, minLength: 2 }),
    ending: fc.constantFrom('\n', '\r\n'),
  }),
);

/** Whether every comment above an item is its own, for one of the ways in which that can be seen. */
function areSpaced(items: readonly Item[], { rule }: Kind): boolean {
  const isApart = ({ blank, stray }: Item): boolean => blank || stray;
  const others = items.slice(1);
  if (rule === securityGroupRules || others.every(isApart)) return true;
  return items.every(({ above }) => above > 0) && !others.some(isApart);
}

/** One item per line, with comments that say whose they are. */
function linesOf(item: Item, index: number, { items, kind }: Written): string[] {
  const { key, above, trailing, continued, blank, stray } = item;
  const isTop = (index === 0 || blank || stray) && !areSpaced(items, kind);
  const place = isTop ? 'heading with' : 'above';
  const own = Array.from({ length: above }, (_, line) => `    # ${place} ${key} ${line}`);
  const lines = `    ${kind.item(key)}${trailing ? ` # after ${key}` : ''}`.split('\n');
  const column = (lines.at(-1) ?? '').indexOf(' # after') + 1;
  const more = trailing && continued ? [`${' '.repeat(column)}# more of ${key}`] : [];
  return [
    ...(blank ? [''] : []),
    ...(stray ? [`    # stray before ${key}`, ''] : []),
    ...own,
    ...lines,
    ...more,
  ];
}

function tokens(text: string, file: FilePath): string[] {
  const nodes = [...root(parse(text, languageOf(file) ?? 'nix')).descendants()];
  const leaves = nodes.filter((node) => [...node.children()].length === 0);
  return leaves.map(({ kind, text }) => `${kind} ${text}`).sort();
}

const test = suite('sorting');

test('items move with their comments, and nothing else changes', () => {
  fc.assert(
    fc.property(written, ({ kind, items, ending }) => {
      const { rule, file, open, close } = kind;
      const body = items.flatMap((each, index) => linesOf(each, index, { items, kind }));
      const text = [open, ...body, close, ''].join('\n').replaceAll('\n', ending);
      const fixed = fixWith(rule, new Map([[file, text]])).get(file) ?? '';
      assert.equal(parse(fixed, languageOf(file) ?? 'nix').errors, []);
      assert.equal(tokens(fixed, file), tokens(text, file));
      assert.equal(attachments(fixed).sort(), attachments(text).sort());
      const { diagnostics } = lintWith(rule, new Map([[file, fixed]]));
      const isClear = areSpaced(items, kind) || items.every(({ above }) => above === 0);
      if (isClear) assert.equal(diagnostics, []);
      assert.ok(diagnostics.every(({ fixes }) => fixes.length === 0));
      assert.is(fixWith(rule, new Map([[file, fixed]])).get(file), fixed);
      assert.equal(fixed.replaceAll(ending, '').match(/[\r\n]/g) ?? [], []);
      assert.is(fixed.split(ending).length, text.split(ending).length);
    }),
    { numRuns: 400 },
  );
});

const anyLayout = fc.record({
  kind: fc.constantFrom(...kinds.slice(0, 4)),
  picks: fc.array(fc.nat(4), { minLength: 2, maxLength: 8 }),
  gaps: fc.array(
    fc.constantFrom(' ', '\n', '\n\n', ' # c\n', '\n# c\n', ' /* c */ ', ' /* c\n */\n'),
    {
      minLength: 9,
      maxLength: 9,
    },
  ),
});

test('whatever the layout, no code is swallowed and no comment lost', () => {
  fc.assert(
    fc.property(anyLayout, ({ kind, picks, gaps }) => {
      const { rule, file, open, close, keys } = kind;
      const chosen = rule === firewallPorts || rule === imports ? picks : [...new Set(picks)];
      const items = chosen.map((pick, index) => `${gaps[index]}${kind.item(keys[pick] ?? '')}`);
      const text = `${open}${items.join('')}${gaps.at(-1)}${close}\n`;
      const { diagnostics } = lintWith(rule, new Map([[file, text]]));
      assert.ok(diagnostics.length <= 1);
      const fixed = fixWith(rule, new Map([[file, text]])).get(file) ?? '';
      assert.equal(parse(fixed, 'nix').errors, []);
      assert.equal([...new Set(tokens(fixed, file))], [...new Set(tokens(text, file))]);
      if (rule !== firewallPorts) assert.equal(tokens(fixed, file), tokens(text, file));
      assert.equal(fixed.match(/c\b/g), text.match(/c\b/g));
      const remaining = lintWith(rule, new Map([[file, fixed]])).diagnostics;
      assert.equal(
        remaining.flatMap(({ fixes }) => fixes),
        [],
      );
    }),
    { numRuns: 400 },
  );
});

function check(rule: Rule, [text, expected]: readonly [string, string]): void {
  const file = (rule.scope === 'file' && rule.language === 'hcl' ? 'x.tf' : 'x.nix') as FilePath;
  assert.fixture(fixWith(rule, new Map([[file, text]])).get(file) ?? '', expected);
}

test('a list on one line stays on one line', () => {
  check(imports, ['{ imports = [ ./b ./a ]; } # why\n', '{ imports = [ ./a ./b ]; } # why\n']);
});

test('where a moved comment would swallow code there is a finding without a fix', () => {
  const text = '{ imports = [ ./b # why\n  ./a ]; }\n';
  const { diagnostics } = lintWith(imports, new Map([['x.nix' as FilePath, text]]));
  assert.equal(
    diagnostics.map(({ fixes }) => fixes.length),
    [0],
  );
});

test('the first element may stand beside the bracket', () => {
  check(imports, ['{ imports = [ ./b\n  ./a\n  ]; }\n', '{ imports = [ ./a\n  ./b\n  ]; }\n']);
});

test('a comment beside the bracket speaks of the whole list', () => {
  check(imports, [
    '{ imports = [ # ours\n./b\n./a\n]; }\n',
    '{ imports = [ # ours\n./a\n./b\n]; }\n',
  ]);
});

test('marks of other tools stay where they are', () => {
  check(imports, [
    '{\n  imports = [\n    # keep-sorted start\n    ./b\n    ./a\n    # keep-sorted end\n  ];\n}\n',
    '{\n  imports = [\n    # keep-sorted start\n    ./a\n    ./b\n    # keep-sorted end\n  ];\n}\n',
  ]);
});

test('a container that did not parse is left alone', () => {
  const text = '{ imports = [ ./b ./a ) ]; }\n';
  assert.equal(lintWith(imports, new Map([['x.nix' as FilePath, text]])).diagnostics, []);
});

test('two ports with a comment each are left to people', () => {
  const text = '{ networking.firewall.allowedTCPPorts = [\n80 # a\n80 # b\n]; }\n';
  const { diagnostics } = lintWith(firewallPorts, new Map([['x.nix' as FilePath, text]]));
  assert.equal(
    diagnostics.map(({ message }) => message),
    ['`80` is listed twice'],
  );
  check(firewallPorts, [text, text]);
});

test('a port that stands three times is listed once in the end', () => {
  check(firewallPorts, [
    '{ networking.firewall.allowedTCPPorts = [ 443 80 80 443 80 ]; }\n',
    '{ networking.firewall.allowedTCPPorts = [ 80 443 ]; }\n',
  ]);
});

test('blocks move across what is not compared', () => {
  const rule = 'resource "aws_vpc_security_group_ingress_rule"';
  check(securityGroupRules, [
    `# of b\n${rule} "b" {\n}\n# of x\noutput "x" {\n}\n${rule} "a" {\n}\n`,
    `${rule} "a" {\n}\n# of x\noutput "x" {\n}\n# of b\n${rule} "b" {\n}\n`,
  ]);
});

test.run();
