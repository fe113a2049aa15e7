import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { benchParse } from './parse.ts';
import { type Timing, timeCommand } from './time.ts';

/**
 * Prints how fast flakewise is on the folders given as arguments, or on the
 * bundled fleet, with statix and deadnix on the same files in the same run
 * where they are installed. Build first: `npm run build`.
 */
const bundle = resolve('dist/flakewise.cjs');
const folders = process.argv.slice(2);
const runs = 5;

if (!existsSync(bundle)) {
  process.stderr.write('dist/flakewise.cjs is not there: run `npm run build` first\n');
  process.exit(2);
}
const node = process.execPath;
print('start of the command line (`--version`)', timeCommand([node, bundle, '--version'], runs));
print('one small file', timeCommand([node, bundle, 'check', smallFile()], runs));
for (const folder of folders.length > 0 ? folders : ['fixtures/fleets/proxied/healthy']) {
  const files = nixFiles(folder);
  const bytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0);
  process.stdout.write(`\n${folder}: ${files.length} Nix files, ${(bytes / 1e6).toFixed(1)} MB\n`);
  benchParse([folder]);
  const own = timeCommand(
    [node, bundle, 'check', folder, '--select', 'recommended,proxied-fleet', '--format', 'json'],
    runs,
  );
  print('  flakewise check, cold, all presets', own);
  comparePeer('statix', ['statix', 'check', folder], own);
  comparePeer('deadnix', ['deadnix', folder], own);
}

function print(label: string, timing: Timing): void {
  const { fastest, middle, slowest } = timing;
  process.stdout.write(
    `${label.padEnd(44)} ${middle} ms (${fastest} to ${slowest} in ${runs} runs)\n`,
  );
}

function comparePeer(name: string, command: readonly string[], own: Timing): void {
  if (!isInstalled(name)) {
    process.stdout.write(
      `  ${name} is not installed, or another program of that name is: not compared\n`,
    );
    return;
  }
  const timing = timeCommand(command, runs);
  print(`  ${name}`, timing);
  process.stdout.write(
    `    flakewise takes ${(own.middle / timing.middle).toFixed(2)} times as long as ${name}\n`,
  );
}

/** The registry has another program called statix, which knows no `list`. */
function isInstalled(name: string): boolean {
  const probe = name === 'statix' ? ['list'] : ['--version'];
  const result = spawnSync(name, probe, { encoding: 'utf8' });
  return result.status === 0;
}

function smallFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flakewise-bench-'));
  const file = join(folder, 'default.nix');
  writeFileSync(file, '{ config, lib, ... }:\n{\n  services.nginx.enable = true;\n}\n');
  return file;
}

function nixFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.nix'))
    .map((name) => join(folder, name));
}
