import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { type Asking, emitOne } from '../support/emit-one.ts';
import { textsBelow } from '../support/fleet.ts';

const test = suite('emit: flags');

const fleet = textsBelow('fixtures/fleets/flagged');

/** What is written of the fleet after some of its files have other texts. */
function written(
  name: string,
  asking: Asking = {},
  changed: Readonly<Record<string, string>> = {},
): ReturnType<typeof emitOne> {
  return emitOne(new Map([...fleet, ...Object.entries(changed)]) as typeof fleet, name, asking);
}

const opened = {
  'secrets/keys.nix':
    '{ widgetApiKey = "key-of-widgets"; hosts.widgets = "https://inner.example"; }',
};

test('a working tree that shows files of secrets gives what one gives that does not', () => {
  for (const name of ['effective-settings', 'profile-inventory', 'flag-reference']) {
    const shown = written(name, {}, opened);
    const locked = written(name);
    assert.not.match(JSON.stringify(shown), 'key-of-widgets');
    assert.not.match(JSON.stringify(shown), 'inner.example');
    assert.equal(shown.texts, locked.texts, name);
  }
});

test('a text of a file of secrets is withheld wherever it got to', () => {
  const changed = {
    ...opened,
    'profiles/DOURO-config.nix':
      'let again = import ../secrets/keys.nix; url = "to ${again.hosts.widgets}"; in { systemSettings = { hostname = "douro"; osType = url; }; }',
  };
  const { texts } = written('effective-settings', { hosts: ['DOURO'] }, changed);
  const { settings } = JSON.parse(texts['docs/settings/DOURO.json'] ?? '');
  assert.equal(settings.systemSettings.osType, {
    kind: 'text',
    opaque: '`secrets/keys.nix` is encrypted (encrypted with git-crypt)',
    origin: { file: 'profiles/DOURO-config.nix', line: 1, layer: 'leaf' },
    overrides: [{ file: 'lib/defaults.nix', line: 9, layer: 'defaults', value: 'linux' }],
  });
});

test('settings say where they come from and what they override', () => {
  const { texts } = written('effective-settings', { hosts: ['TIBER'] });
  assert.equal(Object.keys(texts), ['docs/settings/TIBER.json']);
  const { settings, layers } = JSON.parse(texts['docs/settings/TIBER.json'] ?? '');
  assert.equal(layers, [
    'lib/defaults.nix',
    'profiles/laptop-base.nix',
    'profiles/TIBER-config.nix',
  ]);
  assert.equal(settings.systemSettings.gpuType, {
    kind: 'text',
    value: 'none',
    origin: { file: 'profiles/TIBER-config.nix', line: 8, layer: 'leaf' },
    overrides: [
      { file: 'lib/defaults.nix', line: 10, layer: 'defaults', value: 'none' },
      { file: 'profiles/laptop-base.nix', line: 5, layer: 'base', value: 'intel' },
    ],
  });
  assert.equal(settings.systemSettings.kernelPackages.kind, 'package');
  assert.is(settings.userSettings.spawnEditor.origin.layer, 'code');
});

test('lines can be left out, so that nothing changes when text above moves', () => {
  const asking = { hosts: ['TIBER'], options: { lines: false } };
  const moved = { 'lib/defaults.nix': `# more\n${fleet.get('lib/defaults.nix' as FilePath)}` };
  assert.equal(written('effective-settings', asking, moved), written('effective-settings', asking));
});

test('a profile that sets nothing of a section has its defaults', () => {
  const { texts } = written('effective-settings', { hosts: ['SEINE'] });
  const { settings } = JSON.parse(texts['docs/settings/SEINE.json'] ?? '');
  assert.is(settings.userSettings.username.value, 'ada');
});

test('two profiles differ in what is certainly not the same, and perhaps in more', () => {
  const options = { left: 'SEINE', right: 'VOLGA' };
  const { texts } = written('profile-difference', { options });
  const text = texts['docs/profiles/SEINE-VOLGA.md'] ?? '';
  assert.match(text, '`SEINE` and `VOLGA` differ in 3 settings. Of 2 more it cannot be told.');
  assert.match(text, '| `systemSettings.widgetApiKey` ? | withheld |');
  assert.not.match(text, 'kernelPackages');
});

test('a profile that is not there is told with those that are', () => {
  const { problems } = written('profile-difference', { options: { left: 'SEINE', right: 'ELBE' } });
  assert.equal(problems, [
    'there is no profile `ELBE`; the fleet has `DOURO`, `RHINE`, `SEINE`, `TIBER`, `VOLGA`',
  ]);
});

test('what people wrote beside the columns of an inventory stays', () => {
  const asking = {
    output: 'profiles/registry.toml',
    hosts: ['SEINE'],
    options: { columns: ['file'], keep: ['description', 'nothing'] },
  };
  const { texts } = written('profile-inventory', asking);
  assert.equal(
    texts['profiles/registry.toml']?.split('\n').slice(2).join('\n'),
    '[profiles.SEINE]\nfile = "profiles/SEINE-config.nix"\ndescription = "The desktop in the study"\n',
  );
});

test('a setting that is not known is left out of an inventory and told', () => {
  const asking = { hosts: ['SEINE'], options: { columns: ['settings'], settings: ['widgetUrl'] } };
  const { texts, problems } = written('profile-inventory', asking);
  assert.match(texts['docs/profiles.md'] ?? '', '| `SEINE` |           |');
  assert.equal(problems, [
    '`widgetUrl` of `SEINE` is not known: comes from a file of secrets (profiles/SEINE-config.nix:13)',
  ]);
});

test('flags that no code reads are marked, unless somebody may ask for them by a computed name', () => {
  const row = (changed: Readonly<Record<string, string>>): string | undefined => {
    const { texts } = written('flag-reference', {}, changed);
    return texts['docs/flags.md']?.split('\n').find((line) => line.startsWith('| `faxEnable`'));
  };
  assert.match(row({}) ?? '', 'no Nix code reads it');
  const computed = { 'lib/other.nix': '{ systemSettings }: name: systemSettings.${name}' };
  assert.not.match(row(computed) ?? '', 'no Nix code reads it');
  const elsewhere = { 'lib/other.nix': 'settings: settings.faxEnable' };
  assert.not.match(row(elsewhere) ?? '', 'no Nix code reads it');
});

test('a flag that nothing of a profile reads is marked for it', () => {
  const { texts } = written('flag-reference', { options: { columns: ['changed-by', 'notes'] } });
  assert.match(
    texts['docs/flags.md'] ?? '',
    '| `tracingEnable` | `DOURO`, `SEINE`, `VOLGA` | no module of DOURO reads it |',
  );
});

test('modules are on, off or not there, and say under which condition', () => {
  const { texts, problems } = written('module-matrix', { hosts: ['DOURO', 'RHINE'] });
  const lines = (texts['docs/modules.md'] ?? '').split('\n');
  const line = (file: string): string | undefined => lines.find((each) => each.includes(file));
  assert.is(
    line('tracing.nix'),
    '| `user/tracing.nix` | `systemSettings.tracingEnable` |  | off |',
  );
  assert.is(
    line('containers.nix'),
    '| `system/containers.nix` | `systemSettings.containersEnable` | yes |  |',
  );
  assert.equal(problems, []);
});

test('a module under a condition that nobody knows is told', () => {
  const changed = {
    'user/tracing.nix':
      '{ lib, systemSettings, ... }: let on = systemSettings.widgetApiKey != ""; in lib.mkIf on { home.x = 1; }',
  };
  const { texts, problems } = written('module-matrix', { hosts: ['RHINE', 'TIBER'] }, changed);
  assert.match(
    texts['docs/modules.md'] ?? '',
    '| `user/tracing.nix` | `systemSettings.widgetApiKey != ""` | ? | off |',
  );
  assert.is(problems.length, 1);
  assert.match(problems[0] ?? '', 'whether `user/tracing.nix` says anything on `RHINE (home)`');
});

test('variables of agents are told by name, with who gives them a value', () => {
  const { texts } = written('mcp-variables', { output: 'variables.json' });
  const { variables } = JSON.parse(texts['variables.json'] ?? '');
  assert.equal(variables[1], {
    name: 'WIDGET_API_KEY',
    servers: ['widgets'],
    optional: false,
    given: [],
    'perhaps-given': ['RHINE', 'SEINE'],
  });
  assert.equal(written('mcp-variables', { output: 'variables.json' }, opened).texts, texts);
  const { texts: file } = written('mcp-variables', { output: 'agent.txt' });
  assert.match(
    file['agent.txt'] ?? '',
    '\nTICKET_TOKEN=\nWIDGET_API_KEY=\nWIDGET_MODE=\nWIDGET_URL=\n',
  );
});

test('a file that lists no servers is told', () => {
  const asking = { options: { servers: 'flake.nix' } };
  assert.equal(written('mcp-variables', asking).problems, ['`flake.nix` lists no servers']);
  assert.equal(written('mcp-variables', { options: { servers: 'no.json' } }).problems, [
    '`no.json` is not there',
  ]);
});

test('names in graphs are escaped', () => {
  const changed = {
    'flake.nix': (fleet.get('flake.nix' as FilePath) ?? '').replace(
      'VOLGA =',
      String.raw`"V \"x\"" =`,
    ),
  };
  const { texts } = written('inheritance-graph', { output: 'a.dot' }, changed);
  assert.match(texts['a.dot'] ?? '', String.raw`[label="V \"x\"", shape=ellipse]`);
  const { texts: mermaid } = written('inheritance-graph', {}, changed);
  assert.match(mermaid['docs/profiles.mmd'] ?? '', '("V #quot;x#quot;")');
});

test('a fleet without profiles has nothing to tell', () => {
  const source =
    '-- flake.nix --\n{ outputs = { nixpkgs, ... }: { nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; }; }; }\n-- oak.nix --\n{ }\n';
  assert.equal(emitOne(source, 'effective-settings'), { texts: {}, problems: [] });
  const { texts } = emitOne(source, 'module-matrix');
  assert.match(texts['docs/modules.md'] ?? '', '| `oak.nix` |  | yes |');
});

test.run();
