import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What git answered. */
export type Answer =
  | { readonly kind: 'output'; readonly bytes: Buffer }
  | { readonly kind: 'failed'; readonly message: string };

/** Runs one command of git, and nothing else. */
export type Git = (args: readonly string[], input?: string) => Answer;

/**
 * What a repository could have git run. Hooks and fsmonitor are commands of the
 * configuration, and a bare repository in a checkout brings a configuration of
 * its own. Filters, textconv and external diffs have no switch that covers all
 * of them: no command that is used here looks at the working tree or shows a text.
 */
const switchedOff = [
  '--no-pager',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'safe.bareRepository=explicit',
];

/** A partial clone would fetch what it lacks, by commands that its configuration names. */
const offline = {
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

/** Variables of git that say where things are and whom the user trusts; none of them is a command. */
const kept =
  /^GIT_(CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|CONFIG_(NOSYSTEM|GLOBAL|SYSTEM|PARAMETERS|COUNT|(KEY|VALUE)_\d+))$/;

/** Variables that say which repository is meant, which a hook is called with. */
const ofRepository =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES)$/;

/** Git as it runs in a folder, with these variables. It reads, stays offline and runs nothing itself. */
export function gitIn(directory: string, environment: Environment): Git {
  return (args, input = '') => {
    const program = findGit(environment.PATH);
    if (program === undefined) return { kind: 'failed', message: 'git cannot be found' };
    const { error, status, stdout, stderr } = spawnSync(program, [...switchedOff, ...args], {
      cwd: directory,
      env: { ...environment, ...offline },
      input,
      maxBuffer: 2 ** 30,
      shell: false,
      windowsHide: true,
    });
    if (error) return { kind: 'failed', message: `git cannot be run (${error.message})` };
    if (status === 0) return { kind: 'output', bytes: stdout };
    return { kind: 'failed', message: firstLine(stderr.toString('utf8')) };
  };
}

/** The variables without those of git that could name a command. */
export function cleanEnvironment(environment: Environment): Environment {
  return only(environment, (name) => {
    return !name.startsWith('GIT_') || kept.test(name) || ofRepository.test(name);
  });
}

/** The variables without those that say which repository is meant. */
export function anyRepository(environment: Environment): Environment {
  return only(environment, (name) => !ofRepository.test(name));
}

function only(environment: Environment, keep: (name: string) => boolean): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => keep(name)));
}

/** The program; a relative folder of programs is left out, because it would be one of the repository. */
function findGit(path = ''): string | undefined {
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder));
  const names = folders.flatMap((folder) => [join(folder, 'git'), join(folder, 'git.exe')]);
  return names.find((name) => existsSync(name) && statSync(name).isFile());
}

function firstLine(text: string): string {
  const [line = ''] = text.split('\n');
  return line.replace(/^fatal: /, '') || 'git failed without a word';
}
