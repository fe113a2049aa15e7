import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { bundleFolder } from './support/bundle.ts';
import { codeBlocks } from './support/documents.ts';
import {
  environment,
  gitOf,
  inRepository,
  type Repository,
  secretFleet,
} from './support/repository.ts';
import { runIn } from './support/run-cli.ts';

const test = suite('commits with a hook');

/** Puts the hook of the documentation in place, as a person would. */
function layHook({ path }: Repository): void {
  const [hook = ''] = codeBlocks('docs/hooks.md', 'sh').filter((text) =>
    text.startsWith('#!/bin/sh'),
  );
  const file = join(path, '.git/hooks/pre-commit');
  mkdirSync(join(path, '.git/hooks'), { recursive: true });
  writeFileSync(file, hook);
  chmodSync(file, 0o755);
}

/** Commits with the built program on the PATH. */
function commit(repository: Repository, ...args: string[]): Committed {
  return commitBelow(repository, '.', ...args);
}

interface Committed {
  readonly code: number;
  readonly said: string;
}

function commitBelow({ path }: Repository, folder: string, ...args: string[]): Committed {
  const bin = join(path, '.git/bin');
  mkdirSync(bin, { recursive: true });
  const program = `#!/bin/sh\nexec '${process.execPath}' '${join(bundleFolder(), 'flakewise.cjs')}' "$@"\n`;
  writeFileSync(join(bin, 'flakewise'), program);
  chmodSync(join(bin, 'flakewise'), 0o755);
  const person = ['-c', 'user.name=Ivy', '-c', 'user.email=ivy@example.org'];
  const { status, stdout, stderr } = spawnSync('git', [...person, 'commit', '-m', 'x', ...args], {
    cwd: join(path, folder),
    encoding: 'utf8',
    env: { ...environment, PATH: [bin, environment.PATH].join(delimiter) },
  });
  return { code: status ?? -1, said: stdout + stderr };
}

test('what is staged decides about a commit, not what lies in the working tree', async () => {
  await inRepository('-- a.nix --\n{ }\n', async (repository) => {
    layHook(repository);
    const { git, read, write } = repository;
    write('a.nix', '{ a = ; }\n');
    git('add', 'a.nix');
    write('a.nix', '{ a = 1; }\n');
    const refused = commit(repository);
    assert.is(refused.code, 1);
    assert.match(refused.said, /error\[nix\/syntax\].*\n.*a\.nix:1/);
    git('add', 'a.nix');
    write('a.nix', '{ a = ; }\n');
    assert.is(commit(repository).code, 0);
    assert.is(git('show', 'HEAD:a.nix'), '{ a = 1; }\n');
    assert.is(read('a.nix'), '{ a = ; }\n');
  });
});

test('a commit hears of the convention that it breaks in a file it leaves alone, and of nothing older', async () => {
  await inRepository(secretFleet, async (repository) => {
    layHook(repository);
    const { git, write } = repository;
    write(
      'parts/wiki.nix',
      '{ sops.secrets."wiki/env" = { }; users.users.wiki.isNormalUser = true; }\n',
    );
    git('add', '--all');
    assert.is(commit(repository).code, 0, 'the finding in parts/old.nix is older');
    write('parts/secrets.nix', '{ sops.secrets."bog/env" = { }; }\n');
    git('add', '--all');
    const refused = commit(repository);
    assert.is(refused.code, 1);
    assert.match(refused.said, /parts\/blog\.nix:1/);
    assert.not.match(refused.said, /parts\/old\.nix/);
    git('rm', '--quiet', '--force', 'parts/secrets.nix');
    assert.match(commit(repository).said, /parts\/blog\.nix:1/);
    git('rm', '--quiet', 'parts/blog.nix');
    assert.is(commit(repository).code, 0);
  });
});

test('a commit of single files or of everything has the index that git makes for it', async () => {
  await inRepository('-- a.nix --\n{ }\n-- b.nix --\n{ }\n', async (repository) => {
    layHook(repository);
    const { git, write } = repository;
    write('a.nix', '{ a = ; }\n');
    git('add', 'a.nix');
    write('b.nix', '{ b = 1; }\n');
    assert.is(commit(repository, 'b.nix').code, 0, 'only b.nix is committed');
    assert.is(git('show', 'HEAD:a.nix'), '{ }\n');
    git('reset', '--quiet');
    assert.is(commit(repository, '--all').code, 1, 'a.nix is part of it');
    write('a.nix', '{ a = 1; }\n');
    assert.is(commit(repository, '--all').code, 0);
  });
});

test('a commit in a linked working tree is checked there', async () => {
  await inRepository('-- a.nix --\n{ }\n', async (repository) => {
    layHook(repository);
    repository.git('worktree', 'add', '--quiet', 'tree', '-b', 'topic');
    repository.write('tree/a.nix', '{ a = ; }\n');
    gitOf(join(repository.path, 'tree'), ['add', 'a.nix']);
    const { code, said } = commitBelow(repository, 'tree');
    assert.is(code, 1);
    assert.match(said, /a\.nix:1/);
  });
});

test('the hooks of the pre-commit framework call what there is', async () => {
  const hooks = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8'));
  const { bin } = JSON.parse(readFileSync('package.json', 'utf8'));
  assert.equal(
    hooks.map(({ id }: { id: string }) => id),
    ['flakewise', 'flakewise-system'],
  );
  for (const hook of hooks) {
    const [program, ...argv] = hook.entry.split(' ');
    assert.ok(program in bin);
    assert.is(hook.pass_filenames, false);
    assert.is(hook.always_run, true);
    await inRepository('{ }', async ({ path }) => {
      assert.is((await runIn(path, argv, '', environment)).code, 0);
    });
  }
});

test.run();
