import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { openDisk } from '#cli/files.ts';
import { inFolder } from './support/run-cli.ts';

const test = suite('files of the command line');

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

test('what cannot be read is an error that no level lowers', async () => {
  await inFolder('{ }', async ({ run, path }) => {
    writeFileSync(join(path, 'latin.nix'), Buffer.from([0x7b, 0xe9, 0x7d]));
    symlinkSync('nowhere.nix', join(path, 'broken.nix'));
    symlinkSync('/etc/hostname', join(path, 'outside.nix'));
    symlinkSync('circle.nix', join(path, 'circle.nix'));
    const { code, output } = await run(['--fail-on', 'error']);
    assert.is(code, 1);
    assert.match(output, /error\[file\/unreadable\]: the file is not UTF-8 text\n.*latin\.nix/);
    assert.match(output, /the file is a link to nothing\n.*broken\.nix/);
    assert.match(output, /the file is a link that leads out of the workspace\n.*outside\.nix/);
    assert.match(output, /the file is a link that leads in circles\n.*circle\.nix/);
  });
});

test('a path that the file system refuses is answered, however it refuses', async () => {
  await inFolder('{ }', async ({ run, path }) => {
    symlinkSync('self.nix', join(path, 'self.nix'));
    symlinkSync('nowhere.nix', join(path, 'broken.nix'));
    const circle = await run(['self.nix']);
    assert.is(circle.code, 1);
    assert.match(circle.output, /the file is a link that leads in circles\n.*self\.nix/);
    assert.match((await run(['broken.nix'])).output, /the file is a link to nothing/);
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['self.nix/a.nix', /is behind a link that leads in circles/],
      [`${'a'.repeat(300)}.nix`, /is longer than a path may be/],
      ['no/such/folder/a.nix', /does not exist/],
      ['/no-such-folder/a.nix', /does not exist/],
      ['example.nix/a.nix', /does not exist/],
    ];
    for (const [target, message] of wrong) {
      const { code, error } = await run([target]);
      assert.is(code, 2, target);
      assert.match(error, message);
    }
  });
});

test('of a file of age the head alone is kept, however large the file is', async () => {
  await inFolder('{ }', async ({ path }) => {
    const small = readFileSync(new URL('../fixtures/secret-files/shared.age', import.meta.url));
    const large = Buffer.concat([small, Buffer.alloc(5 * 1024 * 1024, 0xff)]);
    writeFileSync(join(path, 'small.age'), small);
    writeFileSync(join(path, 'large.age'), large);
    writeFileSync(join(path, 'open.age'), Buffer.from('age-encryption.org/v1\n-> X25519 \xff'));
    const disk = openDisk(path);
    const head = (name: string): string => {
      const content = disk.read(name as FilePath);
      return content.kind === 'encrypted' ? (content.head ?? '') : '';
    };
    assert.match(head('small.age'), /^age-encryption\.org\/v1\n[\x20-\x7e\n]*\n--- \S{43}\n$/);
    assert.is(head('large.age'), head('small.age'));
    assert.match(head('open.age'), /X25519/);
  });
});

test('encrypted files are a hint, count as read, and are not changed', async () => {
  await inFolder('{ }', async ({ run, path }) => {
    writeFileSync(join(path, 'secret.nix'), Buffer.from('\0GITCRYPT\0\xff\xfe', 'latin1'));
    const { code, output } = await run([]);
    assert.is(code, 0);
    assert.match(output, /hint\[file\/encrypted\]: the file is encrypted with git-crypt/);
    assert.match(output, /1 hint in 2 files/);
    assert.match((await run(['--ignore', 'file/encrypted'])).output, /^no findings/);
    const refused = await run(['--ignore', 'file/unreadable']);
    assert.is(refused.code, 2);
    assert.match(refused.error, /`file\/unreadable` is always on/);
    const levels = { '"file/encrypted" = "off"': 0, '"file/encrypted" = "error"': 1 };
    for (const [level, expected] of Object.entries(levels)) {
      writeFileSync(join(path, 'flakewise.toml'), `[rules]\n${level}\n`);
      assert.is((await run([])).code, expected, level);
    }
  });
});

test('what git ignores is left out, at every level, unless it is named', async () => {
  const fleet = `
-- .gitignore --
/vendor
-- sub/.gitignore --
*.nix
!kept.nix
-- vendor/a.nix --
{ a = ; }
-- sub/b.nix --
{ b = ; }
-- sub/kept.nix --
{ c = ; }
`;
  await inFolder(fleet, async ({ run, path }) => {
    mkdirSync(join(path, '.git'));
    const { output } = await run([]);
    assert.match(output, /sub\/kept\.nix/);
    assert.not.match(output, /vendor|sub\/b\.nix/);
    assert.match((await run(['sub/b.nix'])).output, /sub\/b\.nix/);
  });
});

test('git itself leaves out the same, whatever the patterns begin and end with', async () => {
  const names = ['result', 'result-1', 'a.nix', 'b.nix', '#c', '!d', 'with_space', 'Mixed.nix'];
  const folders = ['', 'out/', 'sub/', 'sub/out/', 'sub/kept/'];
  const files = folders.flatMap((folder) => names.map((name) => `${folder}${name}`));
  const patterns = [
    ['/result*', '/out'],
    ['out/', '!sub/out/'],
    ['[ab].nix', '!b.nix'],
    ['\\#c', '\\!d', 'with_space\\ ', 'with_s*', '# result'],
    ['sub/**', '!sub/kept/'],
    ['**/kept/**', '?ixed.nix'],
    ['/sub/out/*', '!/sub/out/a.nix'],
    ['\ufeffresult', 'a.nix'],
  ];
  for (const lines of patterns) {
    const texts = files.map((file) => `-- ${file} --\n{ }\n`).join('');
    await inFolder(`${texts}-- .gitignore --\n${lines.join('\n')}\n`, async ({ path }) => {
      execFileSync('git', ['init', '-q'], { cwd: path });
      const seen = execFileSync('git', ['ls-files', '-oz', '--exclude-standard'], { cwd: path });
      assert.equal(
        openDisk(path).paths,
        seen.toString().split('\0').filter(Boolean).sort(),
        `${lines}`,
      );
    });
  }
});

test('generated files have syntax findings only', async () => {
  const generated = '# Do not modify this file!  It was generated by ‘nixos-generate-config’\n';
  await inFolder(unsorted, async ({ run, path, read }) => {
    writeFileSync(join(path, 'hosts/web.nix'), generated + read('hosts/web.nix'));
    assert.is((await run(ports)).code, 0);
    writeFileSync(join(path, 'hosts/web.nix'), `${generated}{ a = ; }`);
    assert.is((await run(ports)).code, 1);
  });
  await inFolder(
    `${unsorted}-- .gitattributes --\nhosts/* linguist-generated\n`,
    async ({ run }) => {
      assert.is((await run(ports)).code, 0);
    },
  );
});

test('control characters never reach the terminal', async () => {
  await inFolder('{ }', async ({ run, path }) => {
    writeFileSync(join(path, 'a\u001b[2J.nix'), '{ a = \u001b[31m; }\u202e\n');
    for (const format of ['pretty', 'json', 'github', 'sarif']) {
      const { output } = await run(['--format', format]);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
      assert.not.match(output, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/, format);
    }
  });
});

test('a name with a line break is a name like any other', async () => {
  await inFolder('{ }', async ({ run, path }) => {
    mkdirSync(join(path, 'a\nb'));
    writeFileSync(join(path, 'a\nb/c\nd.nix'), '{ a = ; }');
    const { code, output } = await run([]);
    assert.is(code, 1);
    assert.match(output, /--> a\\x0ab\/c\\x0ad\.nix:1:\d+\n/);
    assert.match(output, /in 2 files\n/);
    assert.is((await run(['a\nb'])).code, 1);
    assert.is((await run(['--files-from', '-'], 'a\nb/c\nd.nix\0')).code, 1);
  });
});

test('messages about arguments have no control characters either', async () => {
  await inFolder('{ }', async ({ run }) => {
    const name = 'nope\u001b[31m.nix';
    const calls: readonly (readonly [readonly string[], string])[] = [
      [[name], ''],
      [[`*${name}`], ''],
      [['--files-from', '-'], name],
      [['--files-from', name], ''],
      [['--select', name], ''],
      [['--format', name], ''],
      [[`--${name}`], ''],
      [['explain', name], ''],
    ];
    for (const [argv, input] of calls) {
      const { code, error } = await run(argv, input);
      assert.is(code, 2, JSON.stringify(argv));
      assert.match(error, /nope\\x1b\[31m\.nix/);
      assert.not.ok(error.includes('\u001b'));
    }
  });
});

test('tabs, wide and combined characters are underlined where they are', async () => {
  await inFolder('{ a = "漢字e\u0301"; \t] }\n', async ({ run }) => {
    const [line = '', underline = ''] = (await run([])).output.split('\n').slice(2);
    const shown = line.replaceAll(/[漢字]/g, '##').replaceAll('\u0301', '');
    assert.is(shown[underline.indexOf('^')], ']');
  });
});

test('broken syntax shows under every selection', async () => {
  await inFolder('{ a = ; }', async ({ run }) => {
    assert.match((await run(ports)).output, /error\[nix\/syntax\]/);
  });
});

test.run();
