import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether Caddy is installed; says so in the output of the test where it is not. */
export function hasCaddy(): boolean {
  const isThere = spawnSync('caddy', ['version']).error === undefined;
  if (!isThere) process.stdout.write('skipped: no caddy\n');
  return isThere;
}

/** The text as `caddy fmt` lays it out. */
export function formattedByCaddy(input: string): string {
  return spawnSync('caddy', ['fmt', '-'], { input, encoding: 'utf8' }).stdout;
}

/** What Caddy makes of a Caddyfile, as JSON; what it complains about where it takes it not. */
export function adaptedByCaddy(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'flakewise-caddy-'));
  const file = join(folder, 'Caddyfile');
  writeFileSync(file, text);
  const options = ['adapt', '--config', file, '--adapter', 'caddyfile'];
  const { status, stdout, stderr } = spawnSync('caddy', options, { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return status === 0 ? stdout : stderr;
}
