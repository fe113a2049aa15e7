import { Ajv } from 'ajv';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { gitlabSchema, rdjsonSchema } from './support/report-schemas.ts';
import { inFolder, runIn } from './support/run-cli.ts';
import { readXml } from './support/xml.ts';

const test = suite('formats of reports');

const broken = 'fixtures/fleets/proxied/broken';
const ports = ['--select', 'order/firewall-ports'];
const unsorted = `
-- flake.nix --
{ outputs = { ... }: { }; }
-- hosts/web.nix --
{
  networking.firewall.allowedTCPPorts = [
    /* ünï 𐐀 */ 443 # web
    80
  ];
}
`;

/** A name of a file, and a message that repeats it, with everything that ends something somewhere. */
const hostile = `-- a]]>&"'<b\u001b[31m\uffff.nix --\n{ a = ; }\n`;

test('concise prints one line for each finding, related places included', async () => {
  await inFolder(unsorted, async ({ run }) => {
    const { code, output } = await run([...ports, '--format', 'concise']);
    assert.is(code, 1);
    assert.fixture(
      output,
      [
        'hosts/web.nix:4:5: warning: `80` should come before `443` (numeric) (hosts/web.nix:3:18: `443` is here) [order/firewall-ports]',
        '1 warning in 2 files, 1 can be mended with `--fix`',
        '',
      ].join('\n'),
    );
    const quiet = await run([...ports, '--format', 'concise', '--quiet']);
    assert.is(quiet.output.split('\n').length, 2);
  });
});

test('jsonl prints the findings of json, one on each line', async () => {
  const lines = await runIn(broken, ['--format', 'jsonl']);
  const document = await runIn(broken, ['--format', 'json']);
  const findings = lines.output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.ok(findings.length > 1);
  assert.equal(findings, JSON.parse(document.output).findings);
});

test('a Code Quality report has what GitLab reads, and every fingerprint once', async () => {
  const { output } = await runIn(broken, ['--format', 'gitlab']);
  const issues = JSON.parse(output);
  assert.is(problems(gitlabSchema, issues), '');
  assert.ok(issues.length > 1);
  const fingerprints = issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
  assert.is(new Set(fingerprints).size, issues.length);
  const apart = issues.filter(({ location, other_locations }: Issue) =>
    other_locations.some(({ path }) => path !== location.path),
  );
  assert.ok(apart.length > 0, 'places in other files are named');
  for (const { description, other_locations } of apart) {
    for (const { path, lines } of other_locations) {
      assert.ok(description.includes(`${path}:${lines.begin}:`), description);
    }
  }
});

interface Issue {
  readonly description: string;
  readonly fingerprint: string;
  readonly location: { readonly path: string };
  readonly other_locations: readonly { readonly path: string; readonly lines: { begin: number } }[];
}

test('fingerprints stay when lines move, and differ between equal lines', async () => {
  const twice = '{ networking.firewall.allowedTCPPorts = [\n 443\n 80\n 443\n 80\n ]; }\n';
  const fingerprints = async (text: string): Promise<readonly string[]> => {
    let found: readonly string[] = [];
    await inFolder(`-- web.nix --\n${text}`, async ({ run }) => {
      const { output } = await run(['--select', 'order', '--format', 'gitlab']);
      found = JSON.parse(output).map(({ fingerprint }: Issue) => fingerprint);
    });
    return found;
  };
  const before = await fingerprints(twice);
  assert.ok(before.length > 0);
  assert.is(new Set(before).size, before.length);
  assert.equal(await fingerprints(`# moved\n\n${twice.replace('\n 80', '\n      80')}`), before);
  assert.not.equal(await fingerprints(twice.replaceAll('80', '81')), before);
});

test('rdjson is a result of reviewdog, its columns count bytes', async () => {
  const { output } = await runIn(broken, ['--format', 'rdjson']);
  const { diagnostics } = JSON.parse(output);
  assert.is(problems(rdjsonSchema, JSON.parse(output)), '');
  assert.ok(diagnostics.some(({ related_locations = [] }) => related_locations.length > 0));
  await inFolder(unsorted, async ({ run }) => {
    const [diagnostic] = JSON.parse(
      (await run([...ports, '--format', 'rdjson'])).output,
    ).diagnostics;
    const [related] = diagnostic.related_locations;
    // Two letters of two bytes and one of four stand before it.
    assert.equal(related.location.range.start, { line: 3, column: 22 });
  });
});

test('a suggestion of rdjson is the whole fix', async () => {
  await inFolder(unsorted, async ({ run, read }) => {
    const before = Buffer.from(read('hosts/web.nix'));
    const { output } = await run([...ports, '--format', 'rdjson']);
    const [{ suggestions }] = JSON.parse(output).diagnostics;
    assert.is(suggestions.length, 1);
    const [{ range, text }] = suggestions;
    const after = [
      before.subarray(0, byteOffset(before, range.start)),
      Buffer.from(text),
      before.subarray(byteOffset(before, range.end)),
    ];
    await run(['fix', ...ports]);
    assert.is(Buffer.concat(after).toString(), read('hosts/web.nix'));
  });
});

test('a fix that reaches into other files is no suggestion', async () => {
  const options = ['--format', 'json'];
  const findings: readonly Finding[] = JSON.parse((await runIn(broken, options)).output).findings;
  const results = JSON.parse((await runIn(broken, ['--format', 'rdjson'])).output).diagnostics;
  const within = findings.map(
    ({ file, fixes }) =>
      fixes.filter(({ edits }) => edits.every((edit) => edit.file === file)).length,
  );
  assert.equal(
    results.map(({ suggestions = [] }) => suggestions.length),
    within,
  );
  assert.ok(findings.some(({ fixes }, index) => fixes.length > (within[index] ?? 0)));
});

interface Finding {
  readonly file: string;
  readonly fixes: readonly { readonly edits: readonly { readonly file: string }[] }[];
}

test('JUnit has a test for each finding, and fails where the command does', async () => {
  const options = ['--format', 'junit', '--fail-on', 'error'];
  const { output } = await runIn(broken, options);
  const { findings } = JSON.parse((await runIn(broken, ['--format', 'json'])).output);
  const root = readXml(output);
  assert.is(root.name, 'testsuites');
  assert.is(root.attributes.tests, String(findings.length));
  const tests = root.children.flatMap(({ children, attributes }) => {
    assert.is(attributes.tests, String(children.length));
    return children;
  });
  const failed = tests.filter(({ children }) => children[0]?.name === 'failure');
  const errors = findings.filter(({ severity }: { severity: string }) => severity === 'error');
  assert.is(failed.length, errors.length);
  assert.is(root.attributes.failures, String(errors.length));
  assert.ok(errors.length > 0 && errors.length < findings.length);
  for (const { related } of findings) {
    for (const { file, start, message } of related) {
      const line = `${file}:${start.line}:${start.column}: ${message}`;
      assert.ok(
        tests.some(({ children }) => children[0]?.text.includes(line)),
        line,
      );
    }
  }
});

test('a clean run is a JUnit report with one test that passed, and an empty list elsewhere', async () => {
  await inFolder('{ }', async ({ run }) => {
    const root = readXml((await run(['--format', 'junit'])).output);
    assert.is(root.children[0]?.children[0]?.attributes.name, 'no findings');
    assert.is(root.attributes.failures, '0');
    assert.equal(readXml((await run(['--format', 'checkstyle'])).output).children, []);
    assert.equal(JSON.parse((await run(['--format', 'gitlab'])).output), []);
    assert.equal(JSON.parse((await run(['--format', 'rdjson'])).output).diagnostics, []);
    assert.is((await run(['--format', 'jsonl'])).output, '');
  });
});

test('Checkstyle names file, line, column, severity, rule and related places', async () => {
  await inFolder(unsorted, async ({ run }) => {
    const root = readXml((await run([...ports, '--format', 'checkstyle'])).output);
    assert.is(root.name, 'checkstyle');
    assert.equal(
      root.children.map(({ name, attributes, children }) => ({
        name,
        attributes,
        children: children.map((child) => child.attributes),
      })),
      [
        {
          name: 'file',
          attributes: { name: 'hosts/web.nix' },
          children: [
            {
              line: '4',
              column: '5',
              severity: 'warning',
              message:
                '`80` should come before `443` (numeric) (hosts/web.nix:3:18: `443` is here)',
              source: 'order/firewall-ports',
            },
          ],
        },
      ],
    );
  });
});

test('nothing in a name or a message ends what holds it', async () => {
  await inFolder(hostile, async ({ run }) => {
    const shown = `a]]>&"'<b\\x1b[31m\ufffd.nix`;
    const checkstyle = readXml((await run(['--format', 'checkstyle'])).output);
    assert.is(checkstyle.children[0]?.attributes.name, shown);
    const junit = readXml((await run(['--format', 'junit'])).output);
    assert.is(junit.children[0]?.attributes.name, shown);
    for (const format of ['concise', 'gitlab', 'rdjson', 'jsonl']) {
      const { output } = await run(['--format', format]);
      assert.not.ok(output.includes('\u001b'), format);
    }
  });
});

test('statistics count by rule, with what could be mended', async () => {
  const { findings } = JSON.parse((await runIn(broken, ['--format', 'json'])).output);
  const { output } = await runIn(broken, ['--statistics', '--format', 'json']);
  const { statistics } = JSON.parse(output);
  const total = statistics.reduce(
    (sum: number, one: { findings: number }) => sum + one.findings,
    0,
  );
  assert.is(total, findings.length);
  for (const { rule, findings: count, fixable } of statistics) {
    const ofRule = findings.filter((finding: { rule: string }) => finding.rule === rule);
    const fixed = ofRule.filter(({ fixes }: Finding) => fixes.length > 0);
    assert.is(count, ofRule.length);
    assert.is(fixable.safe + fixable.unsafe, fixed.length, rule);
  }
  const lines = (await runIn(broken, ['--statistics', '--format', 'jsonl'])).output;
  assert.equal(
    lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
    statistics,
  );
  await inFolder(unsorted, async ({ run }) => {
    const table = await run([...ports, '--statistics', '--format', 'concise', '--quiet']);
    assert.is(table.output, '1  order/firewall-ports  1 with --fix\n');
    const refused = await run(['--statistics', '--format', 'junit']);
    assert.is(refused.code, 2);
    assert.match(refused.error, /`--statistics` cannot be printed as `junit`/);
  });
});

function problems(schema: object, value: unknown): string {
  const ajv = new Ajv({ allErrors: true });
  return ajv.validate(schema, value) ? '' : ajv.errorsText(ajv.errors);
}

function byteOffset(text: Buffer, { line, column }: { line: number; column: number }): number {
  const lines = text
    .toString('latin1')
    .split('\n')
    .slice(0, line - 1);
  return lines.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
}

test.run();
