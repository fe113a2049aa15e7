import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Rule } from '#linter/rule.ts';
import certificates from '#rules/order/certificates.ts';
import firewallPorts from '#rules/order/firewall-ports.ts';
import imports from '#rules/order/imports.ts';
import { fixWith, lintWith } from './support/lint-example.ts';
import { attachments, type Kind, kinds } from './support/order-kinds.ts';

const test = suite('groups');

interface GroupedItem {
  readonly pick: number;
  readonly above: boolean;
  readonly trailing: boolean;
}

const groupedItem = fc.record({ pick: fc.nat(4), above: fc.boolean(), trailing: fc.boolean() });

const grouped = fc.record({
  kind: fc.constantFrom(...kinds.slice(0, 4)),
  groups: fc.array(
    fc.record({
      heading: fc.nat(2),
      stray: fc.boolean(),
      items: fc.array(groupedItem, { minLength: 1, maxLength: 5 }),
    }),
    { minLength: 2, maxLength: 4 },
  ),
  commentsWithin: fc.boolean(),
});

function groupedLines(
  items: readonly GroupedItem[],
  { keys, item }: Kind,
  commentsWithin: boolean,
): string[] {
  return items.flatMap(({ pick, above, trailing }, index) => {
    const key = keys[pick] ?? '';
    const own = above && commentsWithin && index > 0 ? [`    # above ${key}`] : [];
    return [...own, `    ${item(key)}${trailing ? ' # after' : ''}`];
  });
}

/** The headings and the keys of each part between blank lines. */
function membership(text: string, { keys, item, rule }: Kind): string[] {
  return text.split('\n\n').map((part) => {
    const lines = part.split('\n').map((line) => line.replace(/ # after$/, '').trim());
    const found = lines.flatMap(
      (line) => keys.find((key) => item(key).split('\n')[0] === line) ?? [],
    );
    const members = rule === firewallPorts ? [...new Set(found)] : found;
    const headings = lines.slice(
      0,
      lines.findIndex((line) => line !== '' && !line.startsWith('#')),
    );
    const own = headings.filter((line) => !line.startsWith('# above'));
    return [...own, ...members.toSorted()].join(' | ');
  });
}

test('groups keep their headings and their members', () => {
  fc.assert(
    fc.property(grouped, ({ kind, groups, commentsWithin }) => {
      fc.pre(groups.some(({ items }) => items.length > 1));
      const { rule, file, open, close } = kind;
      const parts = groups.map(({ heading, stray, items }, number) => {
        const lines = Array.from({ length: heading }, (_, line) => `    # heads ${number} ${line}`);
        const own = groupedLines(items, kind, commentsWithin);
        return [...(stray ? [`    # section ${number}`, ''] : []), ...lines, ...own].join('\n');
      });
      const text = [open, '', parts.join('\n\n'), '', close, ''].join('\n');
      const fixed = fixWith(rule, new Map([[file, text]])).get(file) ?? '';
      assert.equal(membership(fixed, kind), membership(text, kind));
      assert.equal(attachments(fixed).sort(), attachments(text).sort());
      assert.is(fixWith(rule, new Map([[file, fixed]])).get(file), fixed);
      if (commentsWithin || rule === firewallPorts) return;
      assert.equal(lintWith(rule, new Map([[file, fixed]])).diagnostics, []);
    }),
    { numRuns: 400 },
  );
});

function check(rule: Rule, [text, expected]: readonly [string, string]): void {
  const file = 'x.nix' as FilePath;
  assert.fixture(fixWith(rule, new Map([[file, text]])).get(file) ?? '', expected);
}

test('a heading stays at the top of its group', () => {
  const set = (...lines: readonly string[]) =>
    `{\n  security.acme.certs = {\n${lines.map((line) => (line ? `    ${line}\n` : '\n')).join('')}  };\n}\n`;
  check(certificates, [
    set('# ours', '# of old', 'z = 1;', 'b = 1;', '', '# theirs', 'd = 1; # lent', 'c = 1;'),
    set('# ours', '# of old', 'b = 1;', 'z = 1;', '', '# theirs', 'c = 1;', 'd = 1; # lent'),
  ]);
});

test('a heading stays above ports that share a line', () => {
  check(firewallPorts, [
    '{ networking.firewall.allowedTCPPorts = [\n  # the web\n  443 80\n  22\n]; }\n',
    '{ networking.firewall.allowedTCPPorts = [\n  # the web\n  22 80\n  443\n]; }\n',
  ]);
});

test('items that have a comment each keep them', () => {
  check(firewallPorts, [
    '{ networking.firewall.allowedTCPPorts = [\n  # TLS\n  443\n  # plain\n  80\n]; }\n',
    '{ networking.firewall.allowedTCPPorts = [\n  # plain\n  80\n  # TLS\n  443\n]; }\n',
  ]);
});

for (const [title, body] of [
  ['may head the group or not', '# why b?\n./b\n./c\n# why a\n./a'],
  ['would come to head the group', './b\n# why a\n./a\n./c'],
  ['may head one of several groups', '# b\n./b\n# a\n./a\n\n./d\n./c'],
]) {
  test(`where a comment ${title} there is a finding without a fix`, () => {
    const texts = new Map([['x.nix' as FilePath, `{ imports = [\n${body}\n]; }\n`]]);
    const { diagnostics } = lintWith(imports, texts);
    assert.equal(
      diagnostics.map(({ fixes }) => fixes.length),
      [0],
    );
  });
}

test('removing a port joins no groups', () => {
  const text = '{ networking.firewall.allowedTCPPorts = [\n443\n443\n\n80\n]; }\n';
  check(firewallPorts, [text, text]);
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

test.run();
