import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { languageOf } from '#analyzer/language.ts';
import type { Rule } from '#linter/rule.ts';
import { parse } from '#parser/parse.ts';
import { root } from '#parser/tree.ts';
import certificates from '#rules/order/certificates.ts';
import firewallPorts from '#rules/order/firewall-ports.ts';
import imports from '#rules/order/imports.ts';
import securityGroupRules from '#rules/order/security-group-rules.ts';
import { fixWith, lintWith } from './support/lint-example.ts';

/** One kind of container, with how its items are written. */
interface Kind {
  readonly rule: Rule;
  readonly file: FilePath;
  readonly open: string;
  readonly close: string;
  readonly keys: readonly string[];
  /** An item; those of several lines are indented like the container. */
  readonly item: (key: string) => string;
}

const kinds: readonly Kind[] = [
  {
    rule: firewallPorts,
    file: 'ports.nix' as FilePath,
    open: '{ networking.firewall.allowedTCPPorts = [',
    close: ']; }',
    keys: ['22', '80', '443', '3000', '23231'],
    item: (key) => key,
  },
  {
    rule: imports,
    file: 'imports.nix' as FilePath,
    open: '{ imports = [',
    close: ']; }',
    keys: ['../../x', './a', './a.nix', './a/b', './b'],
    item: (key) => key,
  },
  {
    rule: certificates,
    file: 'certificates.nix' as FilePath,
    open: '{ security.acme.certs = {',
    close: '}; }',
    keys: ['a.example', 'b.example', 'c.b.example', 'd', 'e'],
    item: (key) => `"${key}" = {\n      # inside ${key}\n      group = "x"; # in ${key}\n    };`,
  },
  {
    rule: certificates,
    file: 'spread.nix' as FilePath,
    open: '{ x = 1;',
    close: 'y = 1; }',
    keys: ['a', 'b', 'c', 'd', 'e'],
    item: (key) => `security.acme.certs.${key}.extraDomainNames = [ ];`,
  },
  {
    rule: securityGroupRules,
    file: 'rules.tf' as FilePath,
    open: '',
    close: 'output "address" {\n  value = 1\n}',
    keys: ['git', 'http', 'https', 'ssh', 'wireguard'],
    item: (key) =>
      `resource "aws_vpc_security_group_ingress_rule" "${key}" {\n  # inside ${key}\n  ip_protocol = "tcp"\n}`,
  },
];

interface Item {
  readonly key: string;
  readonly above: number;
  readonly trailing: boolean;
  readonly continued: boolean;
  readonly blank: boolean;
  readonly stray: boolean;
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

/** One item per line, with comments that say whose they are. */
function linesOf({ key, above, trailing, continued, blank, stray }: Item, kind: Kind): string[] {
  const own = Array.from({ length: above }, (_, index) => `    # above ${key} ${index}`);
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

/** What stands directly above or below each comment, whatever the order. */
function attachments(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, index) => {
    const owner = /# (above|after|more of|inside|in) (\S+)/.exec(line);
    if (!owner) return [];
    const [comment = '', place, key = ''] = owner;
    const step = place === 'above' ? 1 : place === 'more of' || place === 'inside' ? -1 : 0;
    let beside = index + step;
    while (step !== 0 && /^\s*#/.test(lines[beside] ?? '')) beside += step;
    const isThere = place === 'in' || place === 'after' || (lines[beside] ?? '').includes(key);
    return [`${comment}: ${isThere}`];
  });
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
      const body = items.flatMap((each) => linesOf(each, kind));
      const text = [open, ...body, close, ''].join('\n').replaceAll('\n', ending);
      const fixed = fixWith(rule, new Map([[file, text]])).get(file) ?? '';
      assert.equal(parse(fixed, languageOf(file) ?? 'nix').errors, []);
      assert.equal(tokens(fixed, file), tokens(text, file));
      assert.equal(attachments(fixed).sort(), attachments(text).sort());
      assert.equal(lintWith(rule, new Map([[file, fixed]])).diagnostics, []);
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

test('a heading over several attributes begins a section', () => {
  const text =
    '{\n  security.acme.certs = {\n    z = 1;\n\n    # ours\n    a = 1;\n    b = 1;\n  };\n}\n';
  check(certificates, [text, text]);
});

test('an attribute with a comment of its own is no section', () => {
  check(certificates, [
    '{\n  security.acme.certs = {\n    z = 1;\n\n    # ours\n    a = 1;\n\n    b = 1;\n  };\n}\n',
    '{\n  security.acme.certs = {\n    # ours\n    a = 1;\n\n    b = 1;\n\n    z = 1;\n  };\n}\n',
  ]);
});

test('blank lines between all elements of a list are layout', () => {
  check(imports, [
    '{ imports = [\n\n./b\n\n./a\n\n]; }\n',
    '{ imports = [\n\n./a\n\n./b\n\n]; }\n',
  ]);
});

test('every group of a list is sorted by one fix', () => {
  check(imports, [
    '{ imports = [\n./d\n./c\n\n./b\n./a\n]; }\n',
    '{ imports = [\n./c\n./d\n\n./a\n./b\n]; }\n',
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
