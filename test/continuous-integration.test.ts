import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse as parseYaml } from 'yaml';
import { parse } from '#parser/parse.ts';
import { bundleFolder } from './support/bundle.ts';
import { codeBlocks } from './support/documents.ts';
import { environment, inRepository, type Repository, secretFleet } from './support/repository.ts';
import { runIn } from './support/run-cli.ts';

const test = suite('continuous integration');

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Action {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly default: string }>
  >;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const actionText = readFileSync('action.yml', 'utf8');
const action: Action = parseYaml(actionText);
const documents = ['docs/ci.md', 'docs/hooks.md', 'docs/changed-and-staged.md'];

/** Runs the step of the action that checks, as GitHub does in a repository. */
function runAction(
  { path }: Repository,
  inputs: Readonly<Record<string, string>>,
): { code: number; output: string; error: string } {
  const step = action.runs.steps.at(-1);
  const given = Object.entries(step?.env ?? {}).map(([name, value]) => {
    const filled = value
      .replace(/\$\{\{ github\.action_path \}\}\/dist/, bundleFolder())
      .replace(/\$\{\{ inputs\.([\w-]+) \}\}/, (_, input: string) => {
        return inputs[input] ?? action.inputs[input]?.default ?? '';
      });
    return [name, filled];
  });
  // What GitHub runs for `shell: bash`.
  const argv = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? ''];
  const env = {
    ...environment,
    PATH: `${dirname(process.execPath)}:${environment.PATH}`,
    ...Object.fromEntries(given),
  };
  const { status, stdout, stderr } = spawnSync('bash', argv, { cwd: path, encoding: 'utf8', env });
  return { code: status ?? -1, output: stdout, error: stderr };
}

test('the action has what GitHub asks of one, and uses every input it declares', () => {
  assert.ok(action.name && action.description);
  assert.is(action.runs.using, 'composite');
  for (const { run, shell } of action.runs.steps) {
    assert.ok(run);
    assert.is(shell, 'bash');
    // An input inside a script would be run.
    assert.not.match(run, /\$\{\{/);
  }
  const used = [...actionText.matchAll(/\$\{\{ inputs\.([\w-]+) \}\}/g)].map(([, name]) => name);
  assert.equal([...new Set(used)].sort(), Object.keys(action.inputs).sort());
  for (const input of Object.values(action.inputs)) assert.ok(input.description);
  const [build] = action.runs.steps;
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const [, name = ''] of (build?.run ?? '').matchAll(/npm run ([\w-]+)/g)) {
    assert.ok(name in scripts, name);
  }
});

test('the action annotates what it finds, writes a report, and fails', async () => {
  await inRepository(secretFleet, async (repository) => {
    const { code, output } = runAction(repository, { 'sarif-file': 'out file.sarif' });
    assert.is(code, 1);
    assert.match(
      output,
      /^::error file=parts\/old\.nix,line=1,.*title=secrets\/undeclared-reference::/,
    );
    const { runs } = JSON.parse(repository.read('out file.sarif'));
    assert.is(runs[0].results.length, 1);
    assert.is(runAction(repository, { paths: 'oak.nix\nparts/blog.nix' }).code, 0);
    assert.is(runAction(repository, { paths: 'parts' }).code, 1);
  });
});

test('the action reports what a branch changed, and says when it was asked wrongly', async () => {
  await inRepository(secretFleet, async (repository) => {
    assert.is(runAction(repository, { changed: 'main' }).code, 0);
    repository.git('checkout', '--quiet', '-b', 'topic');
    repository.write('parts/secrets.nix', '{ sops.secrets."bog/env" = { }; }\n');
    repository.commit();
    const { code, output } = runAction(repository, { changed: 'main', 'sarif-file': 'a.sarif' });
    assert.is(code, 1);
    assert.match(output, /^::error file=parts\/blog\.nix,.*\n$/);
    const missing = runAction(repository, { changed: 'gone', 'sarif-file': 'a.sarif' });
    assert.is(missing.code, 2);
    assert.match(missing.error, /`gone` names no commit/);
    assert.is(runAction(repository, { 'fail-on': 'never' }).code, 2);
    assert.is(runAction(repository, { changed: '$(touch mark)', paths: '`touch mark`' }).code, 2);
    assert.is(repository.git('status', '--short', 'mark'), '');
  });
});

test('snippets of workflows call the action with inputs that it has', () => {
  const steps = codeBlocks('docs/ci.md', 'yaml').flatMap((text) => {
    const { jobs = {} } = parseYaml(text) as { jobs?: Record<string, { steps: Step[] }> };
    return Object.values(jobs).flatMap((job) => job.steps);
  });
  for (const step of steps) assert.is('run' in step, !('uses' in step), JSON.stringify(step));
  const calls = steps.filter(({ uses }) => uses?.startsWith('OWNER/flakewise@'));
  assert.is(calls.length, 2);
  for (const name of calls.flatMap((call) => Object.keys(call.with ?? {}))) {
    assert.ok(name in action.inputs, name);
  }
});

for (const document of documents) {
  test(`every command in ${document} is one`, async () => {
    const commands = commandsIn(document);
    assert.ok(commands.length > 0);
    await inRepository(secretFleet, async ({ path, commit, write }) => {
      write('hosts/a.nix', '{ }\n');
      commit();
      for (const command of commands) {
        const argv = command
          .replace(/\$\w+/g, 'HEAD~1')
          .split(' ')
          .filter((word) => word !== '');
        const { code, error } = await runIn(path, argv, '', environment);
        assert.ok(code < 2, `${command}: ${error}`);
      }
    });
  });
}

test('snippets parse as what they are', () => {
  for (const document of documents) {
    for (const text of codeBlocks(document, 'yaml')) assert.ok(parseYaml(text));
    for (const text of codeBlocks(document, 'nix')) assert.equal(parse(text, 'nix').errors, []);
  }
});

test.run();

/** The arguments of every call of flakewise in the code of a document, without what the shell does with it. */
function commandsIn(document: string): readonly string[] {
  const blocks = ['sh', 'yaml', 'nix'].flatMap((language) => codeBlocks(document, language));
  const inline = [...readFileSync(document, 'utf8').matchAll(/`(flakewise [^`]+)`/g)].map(
    ([, command = '']) => command,
  );
  return [...blocks, ...inline].flatMap((text) => {
    const calls = text.matchAll(
      /(?:^|[ /"])flakewise(?:\.cjs)? ((?:check|fix|facts)\b[^"\n#|>&]*)/gm,
    );
    return [...calls].map(([, argv = '']) => argv.replace('${self}', '.').trim());
  });
}
