import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Emission, emissionOf } from '../support/servers.ts';
import { verdictOf } from '../support/tools.ts';

const test = suite('what Prometheus measures');

const exporters = (names: string): string =>
  `{ services.prometheus.exporters = { ${names} }; networking.hostName = "box"; }`;

test('exporters of NixOS, where they listen, by the names that machines have for themselves', async () => {
  const { texts, problems } = await emitted({
    oak: exporters(
      'node = { enable = true; port = 9111; }; zfs = { enable = true; port = 9134; };',
    ),
    elm: '{ services.prometheus.exporters.node.enable = true; }',
  });
  assert.is(
    texts.get('prometheus/scrape-configs.yml'),
    `scrape_configs:
  - job_name: node
    static_configs:
      - targets:
          - elm:9100
          - box:9111
  - job_name: zfs
    static_configs:
      - targets:
          - box:9134
`,
  );
  assert.equal(problems, []);
});

test('an exporter that is off, or whose port is not known, is left out', async () => {
  const { texts, problems } = await emitted({
    oak: exporters('node.enable = false; strange.enable = true;'),
    elm: '{ elsewhere, ... }: { services.prometheus.exporters.node = { enable = true; port = elsewhere.port; }; }',
  });
  assert.is(texts.size, 0);
  assert.equal(problems, [
    'the port of `node` on `elm` is not known',
    'the port of `strange` on `oak` is not known',
    'nothing is known to be measured on any machine',
  ]);
});

const options = `{ lib, ... }: {
  options.server.monitoring = {
    enable = lib.mkOption { type = lib.types.bool; default = true; };
    exporters.node.enable = lib.mkOption { type = lib.types.bool; default = true; };
    exporters.caddy.enable = lib.mkOption { type = lib.types.bool; default = false; };
    scrapeConfigs = lib.mkOption { type = lib.types.attrsOf lib.types.anything; default = { }; };
  };
}`;

test('an exporter of which nobody says where it listens is where NixOS puts it, or where one is told', async () => {
  const oak = exporters('zfs.enable = true; strange.enable = true; node.enable = true;');
  const { texts } = await emitted({ oak }, {}, 'ports = { strange = "1234", node = "9111" }');
  assert.equal(jobsIn(texts.get('prometheus/scrape-configs.yml')), [
    ['node', 'box:9111'],
    ['strange', 'box:1234'],
    ['zfs', 'box:9134'],
  ]);
});

test('options of the fleet say what is measured instead', async () => {
  const machines = {
    oak: '{ server.monitoring.exporters.caddy.enable = true; }',
    elm: '{ server.monitoring.enable = false; }',
    ash: '{ services.prometheus.exporters.zfs = { enable = true; port = 1; }; }',
  };
  const { texts } = await emitted(machines, { 'options.nix': options });
  assert.equal(jobsIn(texts.get('prometheus/scrape-configs.yml')), [
    ['node', 'ash:9100', 'oak:9100'],
    ['caddy', 'oak:3019'],
  ]);
});

test('machines name further targets, with a token where the one that reads it has one', async () => {
  const machines = {
    oak: `{
      server.monitoring.scrapeConfigs = {
        slow = { port = 80; };
        fast = { port = 443; scheme = "https"; bearer_token_secret = "token"; job_name = "faster"; };
        lost = { port = 1; bearer_token_secret = "none"; };
        bare = { };
      };
    }`,
    elm: '{ server.monitoringPrimaryHost = "elm"; sops.secrets.token = { }; }',
  };
  const { texts, problems } = await emitted(machines, { 'options.nix': options });
  const text = texts.get('prometheus/scrape-configs.yml') ?? '';
  assert.equal(jobsIn(text).slice(1), [
    ['faster', 'oak:443'],
    ['slow', 'oak:80'],
  ]);
  assert.match(text, /bearer_token_file: \/run\/secrets\/token/);
  assert.ok(problems.includes('the port of `bare` on `oak` is not known'));
  assert.ok(problems.includes('where the token `none` of `lost` lies is not known'));
});

test('what the machine with Prometheus measures besides', async () => {
  const machines = {
    oak: `{ elsewhere, ... }: {
      server.monitoringPrimaryHost = "oak";
      services.prometheus = {
        exporters.node = { enable = true; port = 9100; };
        scrapeConfigs = [
          { job_name = "node"; static_configs = [ { targets = [ "other:1" ]; } ]; }
          { job_name = "power"; static_configs = [ { targets = [ "power.example.org:443" ]; } ]; params.module = [ "default" ]; }
          { job_name = "lost"; static_configs = elsewhere.targets; }
        ];
      };
    }`,
  };
  const { texts, problems } = await emitted(machines);
  assert.equal(jobsIn(texts.get('prometheus/scrape-configs.yml')), [
    ['node', 'oak:9100'],
    ['power', 'power.example.org:443'],
  ]);
  assert.equal(problems.length, 1);
  assert.match(problems[0] ?? '', /^the job `lost` of `oak` is not wholly known: /);
});

test('Prometheus reads it, as YAML and as JSON', async () => {
  const machines = { oak: exporters('node = { enable = true; port = 9111; };') };
  for (const [output, program] of [
    ['a.yml', 'config'],
    ['a.json', 'config'],
  ] as const) {
    const { texts } = await emitted(machines, {}, `output = "${output}"`);
    const verdict = verdictOf(['promtool', 'check', program, '$file'], texts.get(output) ?? '');
    if (verdict) assert.ok(verdict.isFine, verdict.output);
  }
});

test('alerts speak of what is measured', async () => {
  const node = { oak: exporters('node = { enable = true; port = 9100; };') };
  const other = { oak: exporters('redis = { enable = true; port = 9121; };') };
  assert.equal(alertsIn(await rules(node)), [
    'HostDown',
    'DiskSpaceCritical',
    'HighCPUUsage',
    'HighMemoryUsage',
  ]);
  assert.equal(alertsIn(await rules(other)), ['ServiceDown']);
  assert.is(await rules({ oak: '{ }' }), '');
});

test('limits of alerts are chosen, and Prometheus reads the rules', async () => {
  const machines = {
    oak: exporters('node = { enable = true; port = 9100; }; redis = { enable = true; port = 1; };'),
  };
  const text = await rules(machines, 'disk = 5\ndown = "1h"\nnode = "node"');
  assert.match(text, /\* 100 < 5$/m);
  assert.match(text, /for more than 1 hour\./);
  const verdict = verdictOf(['promtool', 'check', 'rules', '$file'], text);
  if (verdict)
    assert.ok(verdict.isFine && verdict.output.includes('5 rules found'), verdict.output);
});

function emitted(
  machines: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
  options = '',
): Promise<Emission> {
  return emissionOf({ machines, files, emit: `name = "scrape-targets"\n${options}` });
}

async function rules(machines: Readonly<Record<string, string>>, options = ''): Promise<string> {
  const { texts } = await emissionOf({ machines, emit: `name = "alert-rules"\n${options}` });
  return texts.get('prometheus/alert-rules.yml') ?? '';
}

/** Each job with its targets. */
function jobsIn(text = ''): readonly (readonly string[])[] {
  return text
    .split('- job_name: ')
    .slice(1)
    .map((job) => {
      const [name = ''] = job.split('\n');
      return [name, ...[...job.matchAll(/- (\S+:\d+)/g)].map(([, target = '']) => target)];
    });
}

function alertsIn(text: string): readonly string[] {
  return [...text.matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name);
}

test.run();
