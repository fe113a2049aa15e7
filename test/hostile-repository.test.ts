import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { environment, gitOf, inRepository } from './support/repository.ts';
import { inFolder, runIn } from './support/run-cli.ts';

const test = suite('hostile repositories');
const calls = [
  ['--changed'],
  ['--changed', 'HEAD~1'],
  ['--staged'],
  ['fix', '--staged'],
  ['fix', '--changed'],
];

/** Everything that a configuration of git can name as a command, each of which leaves a mark. */
function traps(mark: string): readonly (readonly [string, string])[] {
  const command = `touch ${mark}; cat #`;
  return [
    ['core.fsmonitor', command],
    ['core.hooksPath', 'hooks'],
    ['core.pager', command],
    ['core.editor', command],
    ['core.sshCommand', command],
    ['core.gitProxy', command],
    ['core.askPass', command],
    ['core.alternateRefsCommand', command],
    ['credential.helper', `!${command}`],
    ['diff.external', command],
    ['diff.evil.command', command],
    ['diff.evil.textconv', command],
    ['diff.evil.cachetextconv', 'true'],
    ['filter.evil.clean', command],
    ['filter.evil.smudge', command],
    ['filter.evil.process', command],
    ['filter.evil.required', 'true'],
    ['merge.evil.driver', command],
    ['gpg.program', command],
    ['pager.diff-index', command],
    ['interactive.diffFilter', command],
    ...['rev-parse', 'ls-files', 'ls-tree', 'diff-index', 'cat-file', 'merge-base'].map(
      (name): [string, string] => [`alias.${name}`, `!${command}`],
    ),
  ];
}

test('nothing that a repository names is run', async () => {
  await inRepository(
    '-- a.nix --\n{ }\n-- .gitattributes --\n* filter=evil diff=evil merge=evil\n',
    async ({ commit, git, path, write }) => {
      commit();
      const mark = join(path, 'mark');
      const set = (): void => {
        for (const [name, value] of traps(mark)) git('config', name, value);
      };
      for (const folder of ['hooks', '.git/hooks']) layHooks(join(path, folder), mark);
      write('a.nix', '{ a = 1; }\n');
      git('add', 'a.nix');
      write('a.nix', '{ a = 2; }\n');
      set();
      rmSync(mark, { force: true });
      // An index as new as the files in it makes git read these again.
      utimesSync(join(path, '.git/index'), 1, 1);
      for (const argv of calls) {
        const { code, error } = await runIn(path, argv, '', environment);
        assert.equal([code, error], [0, ''], argv.join(' '));
        assert.not.ok(existsSync(mark), argv.join(' '));
      }
      try {
        git('status');
      } catch {
        // What git says does not matter, only that the traps work.
      }
      assert.ok(existsSync(mark));
    },
  );
});

test('a clone that lacks objects fetches none, by whatever way its configuration names', async () => {
  await inRepository('-- a.nix --\n{ }\n', async ({ path, git, write }) => {
    const mark = join(path, 'mark');
    write('a.nix', '{ a = 1; }\n');
    const object = git('rev-parse', 'HEAD:a.nix').trim();
    rmSync(join(path, '.git/objects', object.slice(0, 2), object.slice(2)));
    git('config', 'core.repositoryFormatVersion', '1');
    git('config', 'extensions.partialClone', 'evil');
    git('config', 'remote.evil.promisor', 'true');
    git('config', 'core.sshCommand', `touch ${mark};`);
    git('config', 'remote.evil.uploadpack', `touch ${mark};`);
    for (const url of [`ext::touch ${mark}`, 'ssh://evil.example/a', path, 'evil::a']) {
      git('config', 'remote.evil.url', url);
      const { code, error } = await runIn(path, ['--changed'], '', environment);
      assert.is(code, 2, url);
      assert.match(error, /^flakewise: /);
      assert.not.ok(existsSync(mark), url);
    }
  });
});

test('a program called git in the repository is not git', async () => {
  await inRepository('-- a.nix --\n{ }\n', async ({ path }) => {
    const mark = join(path, 'mark');
    layScript(join(path, 'git'), mark);
    mkdirSync(join(path, 'bin'));
    layScript(join(path, 'bin/git'), mark);
    const PATH = ['', '.', 'bin', environment.PATH].join(delimiter);
    assert.is((await runIn(path, ['--changed'], '', { ...environment, PATH })).code, 0);
    assert.not.ok(existsSync(mark));
    const { code, error } = await runIn(path, ['--changed'], '', { ...environment, PATH: 'bin' });
    assert.is(code, 2);
    assert.match(error, /git cannot be found/);
  });
});

test('a repository in the shape of a bare one brings no configuration', async () => {
  await inFolder('-- sub/flake.nix --\n{ }\n', async ({ path }) => {
    const mark = join(path, 'mark');
    const sub = join(path, 'sub');
    gitOf(sub, ['init', '--quiet', '--bare', '.']);
    gitOf(sub, ['--git-dir=.', 'config', 'core.bare', 'false']);
    gitOf(sub, ['--git-dir=.', 'config', 'core.worktree', sub]);
    gitOf(sub, ['--git-dir=.', 'config', 'core.fsmonitor', `touch ${mark};`]);
    for (const option of ['--changed', '--staged']) {
      assert.is((await runIn(sub, [option], '', environment)).code, 2);
      assert.not.ok(existsSync(mark));
    }
  });
});

test('variables that name commands or files to write do not reach git', async () => {
  await inRepository('-- a.nix --\n{ }\n', async ({ path, write }) => {
    const mark = join(path, 'mark');
    const command = `touch ${mark};`;
    write('a.nix', '{ a = 1; }\n');
    const names = [
      'GIT_EXTERNAL_DIFF',
      'GIT_SSH_COMMAND',
      'GIT_PAGER',
      'GIT_EDITOR',
      'GIT_ASKPASS',
      'GIT_EXEC_PATH',
    ];
    const commands = Object.fromEntries(names.map((name) => [name, command]));
    const hostile = { ...commands, GIT_TRACE: mark };
    for (const argv of calls.filter(([, name]) => name !== 'HEAD~1')) {
      const { code } = await runIn(path, argv, '', { ...environment, ...hostile });
      assert.is(code, 0, argv.join(' '));
    }
    assert.not.ok(existsSync(mark));
  });
});

test('without an option that needs it git is not called', async () => {
  await inRepository('-- a.nix --\n{ }\n', async ({ path }) => {
    assert.is((await runIn(path, [], '', { PATH: '' })).code, 0);
    assert.is((await runIn(path, ['--staged'], '', { PATH: '' })).code, 2);
  });
});

test.run();

function layHooks(folder: string, mark: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of ['post-index-change', 'fsmonitor-watchman', 'pre-commit', 'post-checkout']) {
    layScript(join(folder, name), mark);
  }
  assert.ok(readdirSync(folder).length > 0);
}

function layScript(path: string, mark: string): void {
  writeFileSync(path, `#!/bin/sh\ntouch ${mark}\n`);
  chmodSync(path, 0o755);
}
