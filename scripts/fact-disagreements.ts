import { readFileSync } from 'node:fs';
import { openSnapshot } from '#analyzer/workspace.ts';
import { openDisk } from '#cli/files.ts';
import { compareMachine } from './fact-comparison.ts';
import type { Oracle } from './fact-oracle.ts';
import { Score } from './fact-score.ts';

/**
 * Compares the facts of a repository with those that real Nix gave.
 *
 *     node --import tsx scripts/fact-disagreements.ts REPOSITORY ORACLE.json [--unknown]
 *
 * ORACLE.json is what an evaluation oracle wrote. Prints every fact that is
 * known and different, and for each table how many agree and how many are
 * unknown here and known to Nix; with `--unknown` each of these as well.
 */
const [, , repository, oracleFile, ...flags] = process.argv;
if (repository === undefined || oracleFile === undefined) {
  process.stderr.write('usage: fact-disagreements REPOSITORY ORACLE.json\n');
  process.exit(2);
}
const oracle: Oracle = JSON.parse(readFileSync(oracleFile, 'utf8'));
const disk = openDisk(repository);
const facts = openSnapshot(disk, disk.paths).facts();
const score = new Score(facts);

for (const [key, host] of Object.entries(oracle.hosts)) {
  if (host.status === 'blocked') continue;
  const [wantedClass, name = ''] = [
    key.slice(0, key.indexOf('/')),
    key.slice(key.indexOf('/') + 1),
  ];
  const row = facts
    .table('host')
    .rows.find(
      (each) =>
        each.output.endsWith(`Configurations.${name}`) &&
        (wantedClass === 'colmena' || each.class === wantedClass),
    );
  if (row) compareMachine({ facts, score, host: row }, host.facts);
  else process.stdout.write(`${key}: no such host here\n`);
}
if (flags.includes('--unknown')) score.printMisses();
score.print();
