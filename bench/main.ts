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

/** Everything that looks at Nix as a language, as statix and deadnix do. */
const languageRules = [
  'statix',
  'deadnix',
  'simplify',
  'deprecated',
  'names',
  'nix',
  'style',
  'unused',
];

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
  const checkWith = (...options: readonly string[]): Timing =>
    timeCommand([node, bundle, 'check', folder, '--format', 'json', ...options], runs);
  print('  flakewise check, cold, all presets', checkWith('--select', 'recommended,proxied-fleet'));
  compareWithPeers(folder, checkWith);
}

/** Language rules alone, on one thread and on as many as help, against both peers one after the other. */
function compareWithPeers(
  folder: string,
  checkWith: (...options: readonly string[]) => Timing,
): void {
  const language = ['--select', languageRules.join(',')];
  const one = checkWith(...language, '--threads', '1');
  print('  flakewise check, language rules, one thread', one);
  const several = checkWith(...language);
  print('  flakewise check, language rules', several);
  const statix = timePeer('statix', ['statix', 'check', folder]);
  const deadnix = timePeer('deadnix', ['deadnix', folder]);
  if (!statix || !deadnix) return;
  const sum = statix.middle + deadnix.middle;
  process.stdout.write(
    `    of both peers’ time together: ${(one.middle / sum).toFixed(2)} on one thread, ${(several.middle / sum).toFixed(2)} on as many as help\n`,
  );
}

function print(label: string, timing: Timing): void {
  const { fastest, middle, slowest } = timing;
  process.stdout.write(
    `${label.padEnd(44)} ${middle} ms (${fastest} to ${slowest} in ${runs} runs)\n`,
  );
}

function timePeer(name: string, command: readonly string[]): Timing | undefined {
  if (!isInstalled(name)) {
    process.stdout.write(
      `  ${name} is not installed, or another program of that name is: not compared\n`,
    );
    return undefined;
  }
  const timing = timeCommand(command, runs);
  print(`  ${name}`, timing);
  return timing;
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
