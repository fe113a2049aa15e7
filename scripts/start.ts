/**
 * `npm start` shows what flakewise says about the bundled fleet; with `-- PATH`
 * it checks the reader's own flake, with the options and the exit code of `flakewise`.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';

const bundle = 'dist/flakewise.cjs';
const demonstration = 'fixtures/fleets/proxied/broken';
const own = process.argv.slice(2);

if (isStale()) {
  const built = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], {
    stdio: 'inherit',
  });
  if (built.status !== 0) process.exit(built.status ?? 1);
}
if (own.length === 0) {
  console.log(
    `The bundled fleet ${demonstration} has faults on purpose. Your own flake: npm start -- PATH\n`,
  );
}
const { status } = spawnSync(
  process.execPath,
  [bundle, ...(own.length === 0 ? [demonstration] : own)],
  {
    stdio: 'inherit',
  },
);
const isDemonstration = own.length === 0 && status === 1;
process.exitCode = isDemonstration ? 0 : (status ?? 1);

/** Whether any source is newer than the bundle. */
function isStale(): boolean {
  const built = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs;
  if (built === undefined) return true;
  const folders = ['parser', 'analyzer', 'linter', 'rules', 'cli'];
  const sources = folders.flatMap((folder) => {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith('.ts')).map((name) => `${folder}/${name}`);
  });
  return [...sources, 'package.json', 'scripts/build.ts'].some(
    (file) => statSync(file).mtimeMs > built,
  );
}
