import { readFileSync } from 'node:fs';
import { type Cell, isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import { openSnapshot } from '#analyzer/workspace.ts';
import { openDisk } from '#cli/files.ts';

/**
 * Compares the facts of a repository with those that real Nix gave.
 *
 *     node --import tsx scripts/fact-disagreements.ts REPOSITORY ORACLE.json
 *
 * ORACLE.json is what an evaluation oracle wrote: hosts by `class/name`, each
 * with its status and facts. Prints every fact that is known and different,
 * and counts what is unknown here and known to Nix.
 */
interface OracleHost {
  readonly status: string;
  readonly facts: {
    readonly firewall?: {
      readonly tcp: unknown;
      readonly udp: unknown;
    };
    readonly sopsSecrets?: OracleSecrets;
    readonly ageSecrets?: OracleSecrets;
    readonly users?: { readonly [name: string]: { readonly group?: string } };
    readonly groups?: { readonly [name: string]: unknown };
    readonly systemd?: {
      readonly [name: string]: { readonly User?: string; readonly Group?: string };
    };
    readonly nginx?: { readonly [name: string]: unknown };
    readonly acmeCerts?: unknown;
  };
}

type OracleSecrets = {
  readonly [name: string]: { readonly owner?: string; readonly group?: string };
};

const [, , repository, oracleFile] = process.argv;
if (repository === undefined || oracleFile === undefined) {
  process.stderr.write('usage: fact-disagreements REPOSITORY ORACLE.json\n');
  process.exit(2);
}
const oracle: { readonly hosts: { readonly [key: string]: OracleHost } } = JSON.parse(
  readFileSync(oracleFile, 'utf8'),
);
const disk = openDisk(repository);
const facts = openSnapshot(disk, disk.paths).facts();
const totals = { agree: 0, wrong: 0, unknown: 0 };
const reasons = new Map<string, number>();

for (const [key, host] of Object.entries(oracle.hosts)) {
  const name = key.slice(key.indexOf('/') + 1);
  const known = facts.table('host').rows.some((row) => row.name === name);
  if (host.status === 'blocked') continue;
  if (!known) {
    process.stdout.write(`${key}: no such host here\n`);
    continue;
  }
  compareHost(name, host);
}
process.stdout.write(
  `agree ${totals.agree}, wrong ${totals.wrong}, unknown here ${totals.unknown}\n`,
);
for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 12)) {
  process.stdout.write(`  ${count} ${reason}\n`);
}

function compareHost(host: string, { facts: theirs }: OracleHost): void {
  for (const protocol of ['tcp', 'udp'] as const) {
    const ours = facts
      .table('open-port')
      .rows.filter(
        (row) =>
          row.host === host &&
          row.protocol === protocol &&
          row.interface === undefined &&
          /^networking\.firewall\.allowed\w+Ports$/.test(row.source),
      );
    const ports = portsOf(theirs.firewall?.[protocol]);
    compareSets(
      { host, table: 'open-port', what: `${protocol} port` },
      ours.map((row) => String(row.port)),
      ports,
    );
  }
  compareSecrets(host, 'sops', theirs.sopsSecrets);
  compareSecrets(host, 'agenix', theirs.ageSecrets);
  compareAccounts(host, theirs);
  compareUnits(host, theirs);
  const certificates = facts
    .table('certificate')
    .rows.filter((row) => row.host === host && row.source === 'declared');
  compareSets(
    { host, table: 'certificate', what: 'certificate' },
    certificates.map((row) => row.domain),
    namesIn(namesIn(theirs.acmeCerts)),
  );
}

function compareAccounts(host: string, theirs: OracleHost['facts']): void {
  const users = facts.table('user').rows.filter((row) => row.host === host);
  compareSets(
    { host, table: 'user', what: 'user' },
    users.map((row) => row.key),
    theirs.users && Object.keys(theirs.users),
  );
  for (const row of users)
    compareCell(`${host} user ${row.key} group`, row.group, theirs.users?.[row.key]?.group);
  const groups = facts.table('group').rows.filter((row) => row.host === host);
  compareSets(
    { host, table: 'group', what: 'group' },
    groups.map((row) => row.name),
    theirs.groups && Object.keys(theirs.groups),
  );
}

function compareUnits(host: string, theirs: OracleHost['facts']): void {
  const units = facts
    .table('service')
    .rows.filter((row) => row.host === host && row.scope === 'system' && row.manager === 'systemd');
  compareSets(
    { host, table: 'service', what: 'unit' },
    units.map((row) => row.name),
    theirs.systemd && Object.keys(theirs.systemd),
  );
  for (const row of units) {
    compareCell(`${host} unit ${row.name} User`, row.user, theirs.systemd?.[row.name]?.User);
    compareCell(`${host} unit ${row.name} Group`, row.group, theirs.systemd?.[row.name]?.Group);
  }
}

/** What the oracle could not evaluate is no list. */
function portsOf(entries: unknown): string[] | undefined {
  return Array.isArray(entries)
    ? entries.map((entry: { port: unknown }) => String(entry.port))
    : undefined;
}

function namesIn(names: unknown): string[] | undefined {
  return Array.isArray(names) ? names.map(String) : undefined;
}

function compareSecrets(
  host: string,
  manager: 'sops' | 'agenix',
  theirs: OracleSecrets | undefined,
): void {
  const ours = facts
    .table('secret')
    .rows.filter((row) => row.host === host && row.scope === 'system' && row.manager === manager);
  compareSets(
    { host, table: 'secret', what: `${manager} secret` },
    ours.map((row) => row.name),
    theirs && Object.keys(theirs),
  );
  for (const row of ours) {
    compareCell(`${host} secret ${row.name} owner`, row.owner, theirs?.[row.name]?.owner);
    compareCell(`${host} secret ${row.name} group`, row.group, theirs?.[row.name]?.group);
  }
}

interface Question {
  readonly host: string;
  readonly table: TableName;
  readonly what: string;
}

function compareSets(
  { host, table, what }: Question,
  ours: readonly string[],
  theirs: readonly string[] | undefined,
): void {
  if (theirs === undefined) return;
  const [own, other] = [new Set(ours), new Set(theirs)];
  for (const name of own) {
    if (other.has(name)) totals.agree++;
    else wrong(`${host}: ${what} ${name} is here and not there`);
  }
  for (const name of other) {
    if (own.has(name)) continue;
    const gap = gapOf(facts, table, host);
    if (gap === undefined)
      wrong(`${host}: ${what} ${name} is there and not here, and no gap says so`);
    else missed(gap);
  }
}

function gapOf(all: Facts, table: TableName, host: string): string | undefined {
  return all.table(table).gaps.find((gap) => !('host' in gap.known) || gap.known.host === host)
    ?.reason;
}

function compareCell(what: string, ours: Cell<string>, theirs: string | undefined): void {
  if (theirs === undefined) return;
  if (ours === theirs) totals.agree++;
  else if (isUndecided(ours)) missed(ours.undecided);
  else wrong(`${what}: ${ours ?? 'unset'} here, ${theirs} there`);
}

function wrong(text: string): void {
  totals.wrong++;
  process.stdout.write(`WRONG ${text}\n`);
}

function missed(reason: string): void {
  totals.unknown++;
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
}
