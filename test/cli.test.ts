import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { version } from '#cli/version.ts';
import { inFolder } from './support/run-cli.ts';

const test = suite('command line');

const unsorted = `
-- flake.nix --
{ outputs = { ... }: { }; }
-- hosts/web.nix --
{
  networking.firewall.allowedTCPPorts = [
    443 # web
    80
  ];
}
`;
const ports = ['--select', 'order/firewall-ports'];

test('a finding is printed like those of a good compiler', async () => {
  await inFolder(unsorted, async ({ run }) => {
    const { code, output } = await run(ports);
    assert.is(code, 1);
    assert.fixture(
      output,
      [
        'warning[order/firewall-ports]: `80` should come before `443` (numeric)',
        '  --> hosts/web.nix:4:5',
        '4 |     80',
        '  |     ^^',
        '  --> hosts/web.nix:3:5',
        '3 |     443 # web',
        '  |     ^^^ `443` is here',
        '  = fix: sort (`--fix` applies it)',
        '',
        '1 warning in 2 files, 1 can be mended with `--fix`',
        '',
      ].join('\n'),
    );
  });
});

test('without a configuration the last line says what is off', async () => {
  await inFolder('{ }', async ({ run }) => {
    const { code, output } = await run([]);
    assert.is(code, 0);
    assert.match(
      output,
      /^no findings in 1 file\nconventions \(ordering, owners, routing\) are off/,
    );
  });
  await inFolder('-- flakewise.toml --\n', async ({ run }) => {
    assert.is((await run([])).output, 'no findings in 0 files\n');
  });
});

test('JSON counts from one and names files from where the command was called', async () => {
  await inFolder(unsorted, async ({ run, path }) => {
    const fromHosts = await inDirectory(join(path, 'hosts'), [...ports, '--format', 'json']);
    const { output } = await run([...ports, '--format', 'json']);
    const document = JSON.parse(output);
    assert.equal(document.summary, { files: 2, errors: 0, warnings: 1, hints: 0 });
    const [finding] = document.findings;
    assert.is(finding.file, 'hosts/web.nix');
    assert.equal(finding.start, { line: 4, column: 5 });
    assert.equal(finding.end, { line: 4, column: 7 });
    assert.is(finding.related[0].message, '`443` is here');
    assert.is(finding.fixes[0].safety, 'safe');
    assert.is(JSON.parse(fromHosts).findings[0].file, 'web.nix');
  });
});

test('workflow commands escape what would end them', async () => {
  await inFolder('-- a,b.nix --\n{ a = ; }\n', async ({ run }) => {
    const { output } = await run(['--format', 'github']);
    assert.match(
      output,
      /^::error file=a%2Cb\.nix,line=1,col=\d+,endLine=1,endColumn=\d+,title=nix\/syntax::/,
    );
  });
});

test('fixes are written, keep the mode, and leave nothing for a second run', async () => {
  await inFolder(unsorted, async ({ run, read, path }) => {
    chmodSync(join(path, 'hosts/web.nix'), 0o750);
    const first = await run(['fix', ...ports]);
    assert.is(first.code, 0);
    assert.match(first.output, /^applied 1 fix in 1 file\nno findings in 2 files\n/);
    assert.match(read('hosts/web.nix'), /80\n {4}443 # web\n/);
    assert.is(statSync(join(path, 'hosts/web.nix')).mode & 0o777, 0o750);
    const text = read('hosts/web.nix');
    assert.is((await run(['check', '--fix', ...ports])).code, 0);
    assert.is(read('hosts/web.nix'), text);
  });
});

test('what could not be written is not claimed, and its findings stay', async () => {
  await inFolder(unsorted, async ({ run, path, read }) => {
    // No room is left for the name of the file that is written first.
    const name = `${'a'.repeat(250)}.nix`;
    writeFileSync(join(path, name), read('hosts/web.nix'));
    const { code, output, error } = await run(['fix', ...ports]);
    assert.is(code, 2);
    assert.match(output, /wrote fixes to 1 of 2 files\n1 warning in 3 files/);
    assert.match(output, /`80` should come before `443`/);
    assert.match(error, /^flakewise: `a+\.nix` was not written: ENAMETOOLONG/);
    assert.match(read('hosts/web.nix'), /80\n {4}443/);
  });
});

test('a link is written through to its target', async () => {
  await inFolder(unsorted, async ({ run, read, path }) => {
    symlinkSync('hosts/web.nix', join(path, 'link.nix'));
    await run(['fix', ...ports, 'link.nix']);
    assert.match(read('hosts/web.nix'), /80\n {4}443/);
  });
});

test('a diff changes nothing, applies as a patch, and fails when there is something to change', async () => {
  await inFolder(unsorted, async ({ run, read, path }) => {
    const before = read('hosts/web.nix');
    const { code, output } = await run(['--diff', ...ports]);
    assert.is(code, 1);
    assert.is(read('hosts/web.nix'), before);
    execFileSync('git', ['apply', '-'], { cwd: path, input: output });
    assert.equal(await run(['--diff', ...ports]), { code: 0, output: '', error: '' });
  });
});

test('the standard input stands for a file, which need not exist', async () => {
  await inFolder(unsorted, async ({ run, read }) => {
    const text = read('hosts/web.nix');
    const asked = [...ports, '--stdin-filename', 'hosts/new.nix', '-'];
    assert.match((await run(asked, text)).output, /--> hosts\/new\.nix:4:5/);
    const fixed = await run([...asked, '--fix'], text);
    assert.match(fixed.output, /80\n {4}443 # web\n/);
    assert.match(fixed.error, /no findings in 1 file/);
    assert.is((await run([...ports, '-'], text)).code, 2);
  });
});

test('paths limit what is reported', async () => {
  await inFolder(unsorted, async ({ run }) => {
    assert.is((await run([...ports, 'flake.nix'])).code, 0);
    assert.is((await run([...ports, 'hosts'])).code, 1);
    assert.is((await run([...ports, '**/web.nix'])).code, 1);
    assert.is((await run([...ports, '--files-from', '-'], 'flake.nix\n')).code, 0);
    assert.is((await run([...ports, '--files-from', '-'], 'hosts/web.nix\0')).code, 1);
    assert.is((await run([...ports, '--files-from', '-'], '')).code, 0);
  });
});

test('wrong use is answered with what was meant', async () => {
  await inFolder(unsorted, async ({ run }) => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['missing.nix'], /`missing\.nix` does not exist/],
      [['*.missing'], /no file matches `\*\.missing`/],
      [['..'], /outside the workspace|does not exist/],
      [
        ['--select', 'order/import'],
        /no rule, group or preset `order\/import`, did you mean `order\/imports`\?/,
      ],
      [['--format', 'xml'], /Allowed choices are/],
      [['--unknown'], /unknown option/],
      [['explain', 'order/import'], /did you mean `order\/imports`\?/],
    ];
    for (const [argv, message] of cases.filter(([[first]]) => first !== '..')) {
      const { code, error } = await run(argv);
      assert.is(code, 2, argv.join(' '));
      assert.match(error, message);
    }
  });
});

test('a wrong configuration stops the check and is shown in its file', async () => {
  await inFolder('-- flakewise.toml --\nextend = []\n-- a.nix --\n{ a = ; }\n', async ({ run }) => {
    const { code, output } = await run([]);
    assert.is(code, 2);
    assert.match(
      output,
      /error\[config\/invalid\]: there is no key `extend`, did you mean `extends`\?\n.*flakewise\.toml:1:1/,
    );
    assert.not.match(output, /nix\/syntax/);
  });
});

test('rules are chosen by name, group and preset', async () => {
  await inFolder(unsorted, async ({ run }) => {
    assert.is((await run(['--select', 'order'])).code, 1);
    assert.is((await run(['--select', 'order/*'])).code, 1);
    assert.is((await run(['--select', 'proxied-fleet'])).code, 1);
    assert.is((await run(['--select', 'order', '--ignore', 'order/firewall-ports'])).code, 0);
  });
});

test('levels decide what is shown and what fails', async () => {
  await inFolder(unsorted, async ({ run }) => {
    assert.is((await run([...ports, '--fail-on', 'error'])).code, 0);
    const { code, output } = await run([...ports, '--severity', 'error']);
    assert.is(code, 1);
    assert.match(output, /^no findings/);
    assert.match(
      (await run([...ports, '--statistics'])).output,
      /^1 {2}order\/firewall-ports {2}1 with --fix\n/,
    );
    assert.not.match((await run([...ports, '--quiet'])).output, /1 warning/);
  });
});

test('the workspace is the nearest folder with a configuration, else with a flake', async () => {
  const nested =
    '-- flakewise.toml --\n-- a/flake.nix --\n{ a = ; }\n-- a/b/c.nix --\n{ }\n-- d.nix --\n{ }\n';
  await inFolder(nested, async ({ run, path }) => {
    assert.match((await run(['a/b/c.nix'])).output, /^no findings in 1 file/);
    assert.match(
      await inDirectory(join(path, 'a/b'), ['--format', 'json']),
      /"file": "\.\.\/flake\.nix"/,
    );
  });
});

test('coverage is part of the document when asked for', async () => {
  await inFolder(unsorted, async ({ run }) => {
    const document = JSON.parse(
      (await run(['--select', 'hosts', '--coverage', '--format', 'json'])).output,
    );
    assert.ok(Array.isArray(document.coverage.rules));
    assert.not.ok('coverage' in JSON.parse((await run(['--format', 'json'])).output));
  });
});

test('coverage says which machines are known, and why others are not', async () => {
  const fleet = `
-- flake.nix --
{
  outputs = { nixpkgs, wiring, ... }: {
    nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ]; };
    homeConfigurations = wiring.lib.homes ./.;
  };
}
`;
  await inFolder(fleet, async ({ run }) => {
    const asked = ['--select', 'hosts', '--coverage'];
    const { output } = await run(asked);
    assert.match(
      output,
      /^coverage\n {2}machines {2}1 known; unknown: homeConfigurations \(.*`?wiring.*\)\n/,
    );
    const { machines } = JSON.parse((await run([...asked, '--format', 'json'])).output).coverage;
    assert.is(machines.known, 1);
    assert.is(machines.unknown[0].output, 'homeConfigurations');
    assert.is(machines.unknown[0].count, 1);
  });
});

test('rules, their pages and the version can be asked for', async () => {
  await inFolder('{ }', async ({ run, path }) => {
    assert.match((await run(['explain', 'order/imports'])).output, /^# order\/imports\n/);
    assert.match((await run(['explain', 'suppression/unused'])).output, /^# suppression\/unused\n/);
    assert.match((await run(['rules'])).output, /^nix\/syntax +error/m);
    const { rules } = JSON.parse((await run(['rules', '--format', 'json'])).output);
    assert.ok(rules.some((rule: { name: string }) => rule.name === 'order/imports'));
    assert.match(
      (await run(['rules', '--peer', 'deadnix'])).output,
      /^Unused let binding +unused\/let-binding +Names that begin/m,
    );
    const peer = JSON.parse((await run(['rules', '--peer', 'nil', '--format', 'json'])).output);
    assert.ok(peer.checks.some(({ code }: { code: string }) => code === 'unused_binding'));
    assert.is((await run(['rules', '--peer', 'nobody'])).code, 2);
    assert.is((await run(['--version'])).output, `${version}\n`);
    assert.match((await run(['--help'])).output, /^Usage: flakewise/);
    assert.ok(existsSync(path));
  });
});

test.run();

/** What the command prints when it is called in a directory. */
async function inDirectory(directory: string, argv: readonly string[]): Promise<string> {
  const { runIn } = await import('./support/run-cli.ts');
  return (await runIn(directory, argv)).output;
}
