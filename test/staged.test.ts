import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { environment, inRepository, secretFleet } from './support/repository.ts';
import { runIn } from './support/run-cli.ts';

const test = suite('what is staged');
const broken = '{ a = ; }\n';
const ports = ['--select', 'order/firewall-ports'];
const sorted = '{ networking.firewall.allowedTCPPorts = [ 80 443 ]; }\n';
const unsorted = '{ networking.firewall.allowedTCPPorts = [ 443 80 ]; }\n';

test('the index is read and not the working tree, either way round', async () => {
  await inRepository('-- a.nix --\n{ }\n', async ({ check, git, write }) => {
    write('a.nix', '{ a = 1; }\n');
    git('add', 'a.nix');
    write('a.nix', broken);
    assert.is((await check(['--staged'])).code, 0);
    git('add', 'a.nix');
    write('a.nix', '{ }\n');
    const { code, output } = await check(['--staged']);
    assert.is(code, 1);
    assert.match(output, /a\.nix:1:\d+\n1 \| \{ a = ; \}/);
    assert.is((await check(['--changed'])).code, 0);
  });
});

test('files that only the working tree has or lacks change nothing', async () => {
  await inRepository(secretFleet, async ({ check, git, write, path }) => {
    const staged = ['--staged', '--select', 'secrets/undeclared-reference'];
    write('parts/wiki.nix', '{ sops.secrets."wiki/env" = { }; users.users.wiki = { }; }\n');
    git('add', 'parts/wiki.nix');
    rmSync(join(path, 'parts/secrets.nix'));
    write('parts/more.nix', '{ sops.secrets."more/env" = { }; }\n');
    assert.is((await check(staged)).code, 0);
    write(
      'parts/reader.nix',
      '{ systemd.services.a.serviceConfig.EnvironmentFile = "/run/secrets/more/env"; }\n',
    );
    git('add', 'parts/reader.nix');
    assert.match((await check(staged)).output, /`\/run\/secrets\/more\/env`, but oak declares/);
    git('add', 'parts/more.nix');
    assert.is((await check(staged)).code, 0);
  });
});

test('a configuration counts as it is staged', async () => {
  await inRepository(`-- a.nix --\n{ }\n-- flakewise.toml --\n`, async ({ check, git, write }) => {
    write('a.nix', unsorted);
    git('add', '--all');
    write('flakewise.toml', 'extends = ["proxied-fleet"]\n');
    assert.is((await check(['--staged'])).code, 0);
    git('add', '--all');
    assert.is((await check(['--staged'])).code, 1);
    write('flakewise.toml', 'wrong = 1\n');
    assert.is((await check(['--staged'])).code, 1);
  });
});

test('fixes go to the working tree where it holds what is staged, and have to be staged', async () => {
  await inRepository(
    '-- a.nix --\n{ }\n-- b.nix --\n{ }\n',
    async ({ check, git, read, write, path }) => {
      write('a.nix', unsorted);
      chmodSync(join(path, 'a.nix'), 0o755);
      git('add', 'a.nix');
      const { code, output } = await check(['fix', '--staged', ...ports]);
      assert.is(code, 1);
      assert.match(
        output,
        /^applied 1 fix in 1 file\nthe fixes are in the working tree; look at them, and stage them\n/,
      );
      assert.is(read('a.nix'), sorted);
      assert.is(git('show', ':a.nix'), unsorted);
      git('add', 'a.nix');
      assert.is((await check(['fix', '--staged', ...ports])).code, 0);
    },
  );
});

test('fixes leave alone what is not staged', async () => {
  await inRepository(
    '-- a.nix --\n{ }\n-- b.nix --\n{ }\n',
    async ({ check, git, read, write }) => {
      write('a.nix', unsorted);
      write('b.nix', unsorted);
      git('add', '--all');
      const work = unsorted.replace('{ ', '{ services.nginx.enable = true; ');
      write('a.nix', work);
      const { code, output, error } = await check(['fix', '--staged', ...ports]);
      assert.is(code, 1);
      assert.is(error, 'flakewise: `a.nix` holds work that is not staged, so it was not mended\n');
      assert.match(output, /--> a\.nix:1:\d+/);
      assert.is(read('a.nix'), work);
      assert.is(read('b.nix'), sorted);
      assert.is(git('show', ':a.nix'), unsorted);
    },
  );
});

test('a file that is gone from the working tree stays gone', async () => {
  await inRepository('-- a.nix --\n{ }\n', async ({ check, git, write, path }) => {
    write('a.nix', unsorted);
    git('add', '--all');
    rmSync(join(path, 'a.nix'));
    assert.is((await check(['fix', '--staged', ...ports])).code, 1);
    assert.throws(() => git('ls-files', '--error-unmatch', 'gone'));
    assert.match(git('status', '--short'), /^MD a\.nix\n$/);
  });
});

test('a fix that needs a file with unstaged work is left out as a whole', async () => {
  const select = ['--unsafe-fixes', '--select', 'secrets/undeclared-reference'];
  await inRepository(secretFleet, async ({ check, git, read, write }) => {
    write('parts/secrets.nix', '{ sops.secrets."bog/env" = { }; }\n');
    git('add', '--all');
    const reader = `# not staged\n${read('parts/blog.nix')}`;
    write('parts/blog.nix', reader);
    const { error } = await check(['fix', '--staged', ...select]);
    assert.match(error, /`parts\/blog\.nix` holds work that is not staged/);
    assert.is(read('parts/blog.nix'), reader);
  });
});

test('links lead to what is staged', async () => {
  await inRepository('-- real/a.nix --\n{ }\n', async ({ check, git, write, path }) => {
    const staged = ['--staged', '--format', 'github'];
    symlinkSync('real/a.nix', join(path, 'link.nix'));
    symlinkSync('real', join(path, 'folder'));
    symlinkSync('../outside.nix', join(path, 'outside.nix'));
    symlinkSync('gone.nix', join(path, 'broken.nix'));
    symlinkSync('circle.nix', join(path, 'circle.nix'));
    write('user.nix', '{ imports = [ ./link.nix ./folder/a.nix ]; }\n');
    git('add', '--all');
    write('real/a.nix', broken);
    const { output } = await check(staged);
    assert.match(output, /file=outside\.nix.*leads out of the workspace/);
    assert.match(output, /file=broken\.nix.*is a link to nothing/);
    assert.match(output, /file=circle\.nix.*leads in circles/);
    assert.is(output.split('\n').length, 4);
    rmSync(join(path, 'link.nix'));
    symlinkSync('elsewhere.nix', join(path, 'link.nix'));
    assert.is((await check(staged)).output, output);
  });
});

test('what is announced only, ignored or in conflict', async () => {
  await inRepository(
    '-- a.nix --\n{ }\n-- .gitignore --\nignored.nix\n',
    async ({ check, git, write }) => {
      write('later.nix', broken);
      git('add', '--intent-to-add', 'later.nix');
      assert.match((await check(['--staged'])).output, /no findings in 0 files/);
      write('ignored.nix', broken);
      git('add', '--force', 'ignored.nix');
      assert.is((await check(['--staged'])).code, 0);
      git('rm', '--quiet', '--cached', 'ignored.nix', 'later.nix');
      git('checkout', '--quiet', '-b', 'topic');
      write('a.nix', '{ a = 1; }\n');
      git('commit', '--quiet', '--all', '--message=one');
      git('checkout', '--quiet', 'main');
      write('a.nix', '{ a = 2; }\n');
      git('commit', '--quiet', '--all', '--message=two');
      assert.throws(() => git('merge', '--quiet', 'topic'));
      const { code, error } = await check(['--staged']);
      assert.is(code, 2);
      assert.match(error, /`a\.nix` is in conflict/);
    },
  );
});

test('the index that a hook is given counts, of this repository alone', async () => {
  await inRepository(
    '-- a.nix --\n{ }\n-- b.nix --\n{ }\n-- sub/c.nix --\n{ }\n',
    async ({ check, git, write, path }) => {
      write('a.nix', broken);
      git('add', 'a.nix');
      const index = { ...environment, GIT_INDEX_FILE: '.git/other' };
      git('read-tree', '--index-output=.git/other', 'HEAD');
      assert.is((await runIn(path, ['--staged'], '', index)).code, 0);
      assert.is((await runIn(join(path, 'sub'), ['--staged'], '', index)).code, 0);
      git('reset', '--quiet');
      git('add', 'a.nix');
      assert.is((await check(['--staged'])).code, 1);
      const elsewhere = join(path, 'elsewhere');
      mkdirSync(elsewhere);
      git('init', '--quiet', 'elsewhere');
      writeFileSync(join(elsewhere, 'a.nix'), '{ }\n');
      const foreign = { ...environment, GIT_DIR: join(path, '.git'), GIT_INDEX_FILE: '.git/none' };
      const { code, output } = await runIn(path, ['elsewhere/a.nix', '--staged'], '', foreign);
      assert.is(code, 0);
      assert.match(output, /in 0 files/);
    },
  );
});

test.run();
