import { readFileSync, writeFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { lint } from '#linter/lint.ts';
import { defaultSettings, type Settings } from '#linter/settings.ts';
import { LineIndex } from '#parser/lines.ts';
import { rules } from '#rules/index.ts';
import { completeSnapshot, configIn } from './support/emission.ts';
import { textsBelow } from './support/fleet.ts';

const test = suite('fleets');
const fleets = 'fixtures/fleets';
const ofFleet: ReadonlySet<string> = new Set(['recommended', 'proxied-fleet']);

/** What is written down of a finding: where it begins, and what it says or begins with. */
interface ExpectedFinding {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

test('the healthy fleet has no finding', () => {
  assert.equal(findings('proxied/healthy'), []);
});

test('the broken fleet has the findings that are written beside it', () => {
  const expectedFile = `${fleets}/proxied/broken.expected.json`;
  const found = findings('proxied/broken');
  if (process.env.UPDATE === '1') writeFileSync(expectedFile, printed(found));
  const expected: readonly ExpectedFinding[] = JSON.parse(readFileSync(expectedFile, 'utf8'));
  const begun = found.map((finding, index) => shortened(finding, expected[index]?.message ?? ''));
  assert.equal(begun.map(line), expected.map(line));
});

test('every rule of the preset that can see the broken fleet has a finding there', () => {
  const all = [...findings('proxied/broken'), ...findings('proxied/broken', torn)];
  const found = new Set(all.map(({ rule }) => rule));
  const silent = rules
    .filter(
      ({ meta }) =>
        meta.presets.some((preset) => ofFleet.has(preset)) && !meta.name.startsWith('hcl/'),
    )
    .map(({ meta }) => meta.name)
    .filter((name) => !found.has(name));
  assert.equal(silent, []);
});

test('a fleet whose parts are all behind options that nobody turns on has no finding', () => {
  assert.equal(findings('dormant'), []);
});

test('once such parts are turned on, it is found what they lack elsewhere', () => {
  const found = findings('dormant', turnedOn).filter(({ rule }) => rule === 'network/dns-record');
  assert.equal(
    found.map(({ message }) => message),
    [
      '`next.shop.example` is served here but has no A record',
      '`shop.example` is served here but has no A record',
    ],
  );
});

test('the facts are what Nix evaluates', () => {
  assert.is(factsOf('proxied/healthy'), told('proxied/healthy.facts.txt'));
  assert.is(factsOf('dormant'), told('dormant.off.facts.txt'));
  assert.is(factsOf('dormant', turnedOn), told('dormant.on.facts.txt'));
});

function told(file: string): string {
  return readFileSync(`${fleets}/${file}`, 'utf8');
}

/** Lets a machine import what is not there, so that little is known of the fleet any more. */
function torn(file: string, text: string): string {
  const isMachine = file === 'machines/maple/configuration.nix';
  return isMachine ? text.replace('./programs/darwin', '$&\n    ./programs/printer') : text;
}

/** Opens the shop, on the machine that runs it and on its proxy. */
function turnedOn(file: string, text: string): string {
  const service = file.startsWith('cloud/') ? 'shop-proxy' : 'shop';
  const lines = ['production', 'staging'].map(
    (name) => `services.${service}.${name}.enable = true;`,
  );
  return text.replace('system.stateVersion', `${lines.join('\n  ')}\n  system.stateVersion`);
}

function factsOf(tree: string, edited?: Edited): string {
  return factLines(opened(tree, edited).facts).join('');
}

/** One line for each fact that real Nix was asked about, and for where routes end. */
function factLines(facts: Facts): string[] {
  const lines = [...machineLines(facts), ...portLines(facts), ...accountLines(facts)];
  return [...new Set(lines)].sort().map((line) => `${line}\n`);
}

function machineLines(facts: Facts): string[] {
  const hosts = facts.table('host').rows.flatMap((host) => {
    const system = known(host.system);
    const is = `${host.name} is ${known(host['host-name'])}${system === undefined ? '' : ` on ${system}`}`;
    return [is, ...host.addresses.map((address) => `${host.name} has ${address}`)];
  });
  const certificates = facts
    .table('certificate')
    .rows.map(({ host, domain }) => `${host} certificate ${domain}`);
  return [...hosts, ...certificates];
}

function portLines(facts: Facts): string[] {
  const ports = facts.table('open-port').rows.map((row) => {
    const on = row.interface === undefined ? '' : ` on ${row.interface}`;
    return `${row.host} opens ${row.protocol} ${row.port}${on}`;
  });
  const routes = facts.table('route').rows.map((row) => {
    const domain = row.domain === undefined ? '' : ` for ${row.domain}`;
    const end = `${known(row['upstream-host'])}:${known(row['upstream-port'])}`;
    return `${row.host} passes ${row.protocol} ${row['listen-port']}${domain} to ${end}`;
  });
  return [...ports, ...routes];
}

function accountLines(facts: Facts): string[] {
  const secrets = facts.table('secret').rows.map((row) => {
    const owner = `${known(row.owner)}:${known(row.group)}`;
    return `${row.host} secret ${row.name} of ${owner} at ${known(row.path)}`;
  });
  const users = facts
    .table('user')
    .rows.map(({ host, key, name }) => `${host} user ${key} is ${known(name)}`);
  const groups = facts.table('group').rows.map(({ host, name }) => `${host} group ${name}`);
  const units = facts.table('service').rows.flatMap(({ host, name, user, group }) => {
    const runs = known(user);
    return runs === undefined
      ? []
      : [`${host} unit ${name} runs as ${runs}:${known(group) ?? '-'}`];
  });
  return [...secrets, ...users, ...groups, ...units];
}

interface OpenedFleet {
  readonly texts: ReadonlyMap<FilePath, string>;
  readonly snapshot: Snapshot;
  readonly facts: Facts;
}

/** What becomes of a file of a fleet. */
type Edited = (file: string, text: string) => string;

function opened(tree: string, edited: Edited = (_, text) => text): OpenedFleet {
  const written = [...textsBelow(`${fleets}/${tree}`)];
  const texts = new Map(written.map(([file, text]) => [file, edited(file, text)]));
  const snapshot = completeSnapshot(texts);
  return { texts, snapshot, facts: snapshot.facts() };
}

function findings(tree: string, edited?: Edited): ExpectedFinding[] {
  const { texts, snapshot } = opened(tree, edited);
  const { diagnostics } = lint(snapshot, rules, settingsOf(texts));
  return diagnostics.map((diagnostic) => expectedOf(diagnostic, texts));
}

function settingsOf(texts: ReadonlyMap<FilePath, string>): Settings {
  return { ...defaultSettings, config: configIn(texts) };
}

function expectedOf(
  { rule, file, span, message }: Diagnostic,
  texts: ReadonlyMap<FilePath, string>,
): ExpectedFinding {
  const position = new LineIndex(texts.get(file) ?? '').position(span.start);
  return { rule, file, line: position.line + 1, message };
}

/** The finding with no more of its message than is expected of it. */
function shortened(finding: ExpectedFinding, start: string): ExpectedFinding {
  return finding.message.startsWith(start) ? { ...finding, message: start } : finding;
}

function line({ rule, file, line, message }: ExpectedFinding): string {
  return `${file}:${line} ${rule} ${message}`;
}

function printed(found: readonly ExpectedFinding[]): string {
  return `[\n${found.map((finding) => `  ${JSON.stringify(finding)}`).join(',\n')}\n]\n`;
}

test.run();
