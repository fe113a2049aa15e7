/**
 * Builds the program when the package is installed from its repository, as
 * `npm install --global git+URL` and the pre-commit framework do. npm then
 * calls this before it has installed what the build needs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (!existsSync('node_modules/tsx')) run('npm', ['ci']);
run(process.execPath, ['--import', 'tsx', 'scripts/build.ts']);

/** A global installation leaves its settings in the environment, and they are not meant for this folder. */
function run(command, args) {
  const settings = /^npm_config_(global|location|prefix|local_prefix|include|omit)$/i;
  const kept = Object.entries(process.env).filter(([name]) => !settings.test(name));
  const { status } = spawnSync(command, args, {
    env: Object.fromEntries(kept),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
}
