import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Folder, inFolder, runIn } from './support/run-cli.ts';

const test = suite('baseline');

const file = 'flakewise-baseline.toml';
const fleet = `
-- flakewise.toml --
[rules]
"order/firewall-ports" = "warning"
-- web.nix --
{
  networking.firewall.allowedTCPPorts = [
    443 # web
    80
  ];
}
-- mail.nix --
{
  networking.firewall.allowedTCPPorts = [
    587
    25
  ];
}
`;

/** A folder whose findings are all known. */
async function withBaseline(test: (folder: Folder) => Promise<void>): Promise<void> {
  await inFolder(fleet, async (folder) => {
    const { code, output } = await folder.run(['--write-baseline']);
    assert.is(code, 0);
    assert.is(output, `wrote 2 known findings to \`${file}\`\nno findings in 2 files\n`);
    await test(folder);
  });
}

function edit({ path, read }: Folder, name: string, change: (text: string) => string): void {
  writeFileSync(join(path, name), change(read(name)));
}

test('it is sorted, and says nothing of what the lines hold', async () => {
  await withBaseline(async ({ read, run }) => {
    const text = read(file);
    const blocks = text.split('\n\n');
    assert.match(blocks[0] ?? '', /^# Findings that are known/);
    assert.match(
      blocks[1] ?? '',
      /^\[\[known\]\]\nfile = "mail\.nix"\nrule = "order\/firewall-ports"\nmessage = "`25` should come before `587` \(numeric\)"\nline = "[0-9a-f]{12}"$/,
    );
    assert.match(blocks[2] ?? '', /^\[\[known\]\]\nfile = "web\.nix"/);
    await run(['--write-baseline', '--baseline', file]);
    assert.is(read(file), text);
  });
});

test('what it knows fails nothing and is counted, also when lines move', async () => {
  await withBaseline(async (folder) => {
    assert.is((await folder.run([])).code, 1);
    edit(folder, 'web.nix', (text) => `# moved\n\n${text.replace('    80', '      80')}`);
    const { code, output } = await folder.run(['--baseline', file]);
    assert.is(output, 'no findings in 2 files, 2 known to the baseline\n');
    assert.is(code, 0);
    const { summary } = JSON.parse(
      (await folder.run(['--baseline', file, '--format', 'json'])).output,
    );
    assert.equal(summary, { files: 2, errors: 0, warnings: 0, hints: 0, known: 2 });
  });
});

test('what it does not know is reported alone', async () => {
  await withBaseline(async (folder) => {
    writeFileSync(join(folder.path, 'new.nix'), folder.read('web.nix'));
    const { code, output } = await folder.run(['--baseline', file, '--format', 'concise']);
    assert.is(code, 1);
    assert.match(output, /^new\.nix:4:5: warning: `80` should come before `443`/);
    assert.match(output, /\n1 warning in 3 files, .*, 2 known to the baseline\n$/);
  });
});

test('of findings that are alike as many are known as it says', async () => {
  await inFolder('-- flake.nix --\n{ outputs = { ... }: { }; }\n', async (folder) => {
    const block = '{ networking.firewall.allowedTCPPorts = [\n443\n80\n]; }';
    const options = ['--select', 'order/firewall-ports', '--baseline', file];
    const write = (count: number): void => {
      const items = Array.from({ length: count }, () => block).join('\n');
      writeFileSync(join(folder.path, 'web.nix'), `[\n${items}\n]\n`);
    };
    write(2);
    await folder.run([...options, '--write-baseline']);
    assert.match(folder.read(file), /\ncount = 2\n/);
    assert.is((await folder.run(options)).code, 0);
    write(3);
    assert.match((await folder.run(options)).output, /--> web\.nix:12:1\n/);
    write(1);
    const { code, output } = await folder.run(options);
    assert.is(code, 0);
    assert.match(output, /finds 1 fewer of these in `web\.nix`, so `count` can be 1/);
  });
});

test('an entry whose finding is gone is a hint at its place, until it is dropped', async () => {
  await withBaseline(async (folder) => {
    await folder.run(['fix', 'web.nix']);
    const { code, output } = await folder.run(['--baseline', file, '--format', 'concise']);
    assert.is(code, 0);
    assert.match(
      output,
      /^flakewise-baseline\.toml:14:11: hint: `order\/firewall-ports` does not find this in `web\.nix` any more, so the entry can be dropped \[baseline\/stale\]\n1 hint /,
    );
    assert.is((await folder.run(['--baseline', file, '--fail-on', 'hint'])).code, 1);
    appendFileSync(join(folder.path, 'flakewise.toml'), '"baseline/stale" = "error"\n');
    assert.is((await folder.run(['--baseline', file])).code, 1);
    await folder.run(['--baseline', file, '--write-baseline']);
    assert.not.match(folder.read(file), /web\.nix/);
    assert.is((await folder.run(['--baseline', file])).code, 0);
  });
});

test('an entry of a file that is gone is stale', async () => {
  await withBaseline(async (folder) => {
    rmSync(join(folder.path, 'web.nix'));
    const { output } = await folder.run(['--baseline', file]);
    assert.match(output, /does not find this in `web\.nix` any more/);
  });
});

test('entries about files and rules that were not looked at are left alone', async () => {
  await withBaseline(async (folder) => {
    await folder.run(['fix', 'web.nix']);
    for (const limit of [['mail.nix'], ['--select', 'order/imports']]) {
      const options = [...limit, '--baseline', file];
      const { code, output } = await folder.run([...options, '--fail-on', 'hint']);
      assert.is(code, 0, output);
      await folder.run([...options, '--write-baseline']);
      assert.match(folder.read(file), /^file = "web\.nix"$/m);
      assert.match(folder.read(file), /^file = "mail\.nix"$/m);
    }
  });
});

test('fixes leave alone what is known', async () => {
  await withBaseline(async (folder) => {
    const before = folder.read('web.nix');
    await folder.run(['fix', '--baseline', file]);
    assert.is(folder.read('web.nix'), before);
  });
});

test('what could not be looked at is never known', async () => {
  await withBaseline(async (folder) => {
    writeFileSync(join(folder.path, 'broken.nix'), Buffer.from([0xff, 0xfe]));
    const { code, output } = await folder.run(['--write-baseline']);
    assert.is(code, 1);
    assert.match(output, /error\[file\/unreadable\]/);
    assert.not.match(folder.read(file), /broken\.nix/);
    assert.is((await folder.run(['--baseline', file])).code, 1);
  });
});

test('branches that add and drop findings merge', async () => {
  await withBaseline(async (folder) => {
    const base = folder.read(file);
    edit(folder, 'mail.nix', (text) => text.replace('587\n    25', '25\n    587'));
    await folder.run(['--write-baseline']);
    const ours = folder.read(file);
    edit(folder, 'mail.nix', (text) => text.replace('25\n    587', '587\n    25'));
    edit(folder, 'web.nix', (text) => text.replace('443', '8080\n    443'));
    await folder.run(['--write-baseline']);
    const theirs = folder.read(file);
    for (const [name, text] of Object.entries({ base, ours, theirs })) {
      writeFileSync(join(folder.path, name), text);
    }
    execFileSync('git', ['merge-file', 'ours', 'base', 'theirs'], { cwd: folder.path });
    writeFileSync(join(folder.path, file), folder.read('ours'));
    edit(folder, 'mail.nix', (text) => text.replace('587\n    25', '25\n    587'));
    assert.is((await folder.run(['--baseline', file, '--fail-on', 'hint'])).code, 0);
  });
});

test('wrong use says what is wrong', async () => {
  await inFolder(fleet, async (folder) => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [
        ['--baseline', 'missing.toml'],
        /`missing\.toml` does not exist; `--write-baseline` writes it/,
      ],
      [['--baseline', '../out.toml'], /`\.\.\/out\.toml` is outside the workspace/],
      [['--baseline', 'conflict.toml'], /`conflict\.toml` is no baseline: line 2 is not TOML/],
      [['--baseline', 'other.toml'], /line 1 has an entry without `rule`, `file` and `message`/],
      [['--write-baseline', '--fix'], /without `--fix`, `--diff`, `--changed`, `--staged` and `-`/],
      [['fix', '--write-baseline'], /without `--fix`/],
      [['--write-baseline', '--staged'], /without `--fix`/],
    ];
    writeFileSync(join(folder.path, 'conflict.toml'), '\n<<<<<<< ours\n');
    writeFileSync(join(folder.path, 'other.toml'), '[[known]]\nrule = "a/b"\n');
    for (const [argv, message] of cases) {
      const { code, error } = await folder.run(argv);
      assert.is(code, 2, argv.join(' '));
      assert.match(error, message);
    }
    assert.not.ok(existsSync(join(folder.path, file)));
  });
});

test('everything of a fleet with faults can be known', async () => {
  const { findings } = JSON.parse(
    (await runIn('fixtures/fleets/proxied/broken', ['--format', 'json'])).output,
  );
  await inFolder('-- flake.nix --\n{ }\n', async ({ path, run, read }) => {
    execFileSync('cp', ['-r', 'fixtures/fleets/proxied/broken/.', path]);
    await run(['--write-baseline']);
    const { output } = await run(['--baseline', file, '--fail-on', 'hint', '--format', 'json']);
    assert.is(JSON.parse(output).summary.known, findings.length);
    assert.equal(JSON.parse(output).findings, []);
    const entries = read(file).split('[[known]]').slice(1);
    const counts = entries.map((entry) => Number(/^count = (\d+)$/m.exec(entry)?.[1] ?? 1));
    assert.is(
      counts.reduce((sum, count) => sum + count),
      findings.length,
    );
  });
});

test('the configuration may name it, and the command line another', async () => {
  const named = fleet.replace(
    '-- flakewise.toml --',
    '-- flakewise.toml --\nbaseline = "known/all.toml"',
  );
  await inFolder(`${named}\n-- known/readme.md --\nOld findings.`, async ({ read, run }) => {
    const before = await run(['check']);
    assert.is(before.code, 2);
    assert.match(before.error, /`known\/all\.toml` does not exist; `--write-baseline` writes it/);
    await run(['--write-baseline']);
    assert.match(read('known/all.toml'), /order\/firewall-ports/);
    assert.is((await run(['check'])).code, 0);
    assert.is((await run(['check', '--baseline', 'other.toml'])).code, 2);
  });
});

test.run();
