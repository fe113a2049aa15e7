import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  gitOf,
  inRepository,
  type Repository,
  repositoryIn,
  secretFleet,
} from './support/repository.ts';
import { inFolder } from './support/run-cli.ts';

const test = suite('what has changed');
const broken = '{ a = ; }\n';

/** The places and rules that a check reports. */
async function found(
  repository: Repository,
  argv: readonly string[],
  folder?: string,
): Promise<string[]> {
  const { output, error } = await repository.check([...argv, '--format', 'json'], folder);
  assert.is(error, '');
  const { findings } = JSON.parse(output) as { findings: { file: string; rule: string }[] };
  return findings.map(({ file, rule }) => `${file} ${rule}`);
}

test('only what has changed is reported: edited, new, renamed, staged or not', async () => {
  const files = '-- a.nix --\n{ a = ; }\n-- b.nix --\n{ }\n-- c.nix --\n{ c = ; }\n';
  await inRepository(files, async (repository) => {
    assert.equal(await found(repository, ['--changed']), []);
    repository.write('b.nix', broken);
    repository.write('new.nix', broken);
    renameSync(join(repository.path, 'c.nix'), join(repository.path, 'moved.nix'));
    const all = ['b.nix nix/syntax', 'moved.nix nix/syntax', 'new.nix nix/syntax'];
    assert.equal(await found(repository, ['--changed']), all);
    repository.git('add', '--all');
    assert.equal(await found(repository, ['--changed']), all);
    assert.equal(await found(repository, ['b.nix', '--changed']), ['b.nix nix/syntax']);
    const { output, code } = await repository.check(['--changed']);
    assert.is(code, 1);
    assert.match(output, /3 errors in 3 files/);
  });
});

test('a change that breaks a file which did not change is found there, and nothing older', async () => {
  await inRepository(secretFleet, async (repository) => {
    const older = 'parts/old.nix secrets/undeclared-reference';
    const brought = 'parts/blog.nix secrets/undeclared-reference';
    assert.equal(await found(repository, []), [older]);
    repository.write('parts/secrets.nix', '{ sops.secrets."bog/env" = { }; }\n');
    assert.equal(await found(repository, ['--changed']), [brought]);
    assert.equal(await found(repository, []), [brought, older]);
    repository.git('checkout', '--quiet', '--', '.');
    rmSync(join(repository.path, 'parts/secrets.nix'));
    assert.equal(await found(repository, ['--changed']), [brought], 'a deleted file');
    repository.git('rm', '--quiet', 'parts/secrets.nix');
    assert.equal(await found(repository, ['--staged']), [brought], 'a staged deletion');
  });
});

test('a branch is compared with where it left the other one', async () => {
  await inRepository('-- a.nix --\n{ }\n-- b.nix --\n{ }\n', async (repository) => {
    repository.git('checkout', '--quiet', '-b', 'topic');
    repository.write('a.nix', broken);
    repository.commit();
    repository.git('checkout', '--quiet', 'main');
    repository.write('b.nix', broken);
    repository.commit();
    repository.git('checkout', '--quiet', 'topic');
    repository.git('merge', '--quiet', 'main~1');
    assert.equal(await found(repository, ['--changed']), []);
    assert.equal(await found(repository, ['--changed', 'main']), ['a.nix nix/syntax']);
    assert.equal(await found(repository, ['--changed=main']), ['a.nix nix/syntax']);
  });
});

test('what is no commit is wrong use', async () => {
  await inRepository('{ }', async (repository) => {
    for (const name of ['gone', '--output=x', '-p', ':/', 'HEAD:example.nix', '']) {
      const { code, error } = await repository.check([`--changed=${name}`]);
      assert.is(code, 2, name);
      assert.match(error, /names no commit of this repository/);
    }
    assert.is((await repository.check(['--changed', '--staged'])).code, 2);
    assert.is((await repository.check(['--staged', '--stdin-filename', 'a.nix', '-'])).code, 2);
  });
});

test('without a repository, or in a bare one, there is nothing to compare with', async () => {
  await inFolder('{ }', async (folder) => {
    const { check, git, path } = repositoryIn(folder);
    for (const option of ['--changed', '--staged']) {
      const { code, error } = await check([option]);
      assert.is(code, 2);
      assert.match(error, /not a git repository/);
    }
    git('init', '--quiet', '--bare', 'bare');
    mkdirSync(join(path, 'bare/sub'));
    assert.match((await check(['--changed'], 'bare/sub')).error, /flakewise: .*(bare|work tree)/);
  });
});

test('before the first commit everything is new', async () => {
  await inFolder(`-- a.nix --\n${broken}-- b.nix --\n${broken}`, async (folder) => {
    const repository = repositoryIn(folder);
    repository.git('init', '--quiet');
    repository.git('add', 'a.nix');
    assert.equal(await found(repository, ['--changed']), ['a.nix nix/syntax', 'b.nix nix/syntax']);
    assert.equal(await found(repository, ['--staged']), ['a.nix nix/syntax']);
  });
});

test('a workspace may be a folder of the repository', async () => {
  const files = '-- sub/flake.nix --\n{ }\n-- sub/b/c.nix --\n{ }\n-- other.nix --\n{ }\n';
  await inRepository(files, async (repository) => {
    repository.write('sub/b/c.nix', broken);
    repository.write('other.nix', broken);
    for (const option of ['--changed', '--staged']) {
      assert.equal(await found(repository, [option], 'sub/b'), ['c.nix nix/syntax']);
      repository.git('add', '--all');
    }
  });
});

test('names hold line breaks, quotes, tabulators and letters of every kind', async () => {
  const names = [
    'a\nb.nix',
    'q"u\'o.nix',
    't\ta.nix',
    'é漢.nix',
    ' -x.nix',
    '-p.nix',
    ':(top)z.nix',
  ];
  await inRepository('{ }', async (repository) => {
    for (const name of names) repository.write(name, broken);
    const shown = (await found(repository, ['--changed'])).length;
    assert.is(shown, names.length);
    repository.git('add', '--all');
    assert.is((await found(repository, ['--staged'])).length, names.length);
    repository.commit();
    assert.equal(await found(repository, ['--changed']), []);
    assert.equal(await found(repository, ['--staged']), []);
  });
});

test('line ends of Windows are no change, links are', async () => {
  await inRepository('-- a.nix --\n{ a = 1;\n}\n-- b.nix --\n{ }\n', async (repository) => {
    symlinkSync('b.nix', join(repository.path, 'link.nix'));
    repository.commit();
    repository.write('a.nix', '{ a = 1;\r\n}\r\n');
    assert.match((await repository.check(['--changed'])).output, /no findings in 0 files/);
    rmSync(join(repository.path, 'link.nix'));
    symlinkSync('gone.nix', join(repository.path, 'link.nix'));
    assert.equal(await found(repository, ['--changed']), ['link.nix file/unreadable']);
  });
});

test('a linked working tree and a shallow clone are repositories like any other', async () => {
  await inRepository('-- a.nix --\n{ }\n', async (repository) => {
    repository.commit();
    repository.git('worktree', 'add', '--quiet', 'tree', '-b', 'topic');
    repository.write('tree/a.nix', broken);
    assert.equal(await found(repository, ['--changed'], 'tree'), ['a.nix nix/syntax']);
    repository.git('clone', '--quiet', '--depth=1', `file://${repository.path}`, 'clone');
    repository.write('clone/a.nix', broken);
    assert.equal(await found(repository, ['--changed'], 'clone'), ['a.nix nix/syntax']);
    const { code, error } = await repository.check(['--changed', 'HEAD~1'], 'clone');
    assert.is(code, 2);
    assert.match(error, /the clone is shallow and may lack it/);
  });
});

test('a shallow clone without a common commit is compared with the named one', async () => {
  await inRepository('-- a.nix --\n{ }\n-- b.nix --\n{ }\n', async (repository) => {
    repository.git('checkout', '--quiet', '-b', 'topic');
    repository.write('a.nix', broken);
    repository.commit();
    repository.git('checkout', '--quiet', 'main');
    repository.commit();
    const from = `file://${repository.path}`;
    repository.git(
      'clone',
      '--quiet',
      '--depth=1',
      '--no-single-branch',
      '-b',
      'topic',
      from,
      'clone',
    );
    assert.equal(await found(repository, ['--changed', 'origin/main'], 'clone'), [
      'a.nix nix/syntax',
    ]);
  });
});

test('files of a submodule and of other repositories belong to these', async () => {
  await inRepository('-- a.nix --\n{ }\n', async (repository) => {
    const { path } = repository;
    repository.git('clone', '--quiet', path, 'module');
    repository.git('add', 'module');
    repository.git('commit', '--quiet', '--message=module');
    repository.write('module/a.nix', broken);
    assert.equal(await found(repository, ['--changed']), []);
    assert.equal(await found(repository, ['--staged']), []);
    assert.equal(await found(repository, []), ['module/a.nix nix/syntax']);
    const inside = { ...repository, path: join(path, 'module') };
    assert.equal(await found(inside, ['--changed'], 'module'), ['a.nix nix/syntax']);
    assert.is(gitOf(path, ['status', '--short', '--ignore-submodules']), '');
  });
});

test('what a sparse checkout leaves out is not deleted', async () => {
  await inRepository(secretFleet, async (repository) => {
    repository.git('sparse-checkout', 'set', '--no-cone', '/*', '!/parts/secrets.nix');
    assert.equal(await found(repository, ['--changed']), []);
    assert.equal(await found(repository, ['--staged']), []);
  });
});

test.run();
