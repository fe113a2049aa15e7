import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseExample } from '#linter/example.ts';
import { outputsIn } from '../support/emission.ts';

const test = suite('what is written of guests');

const flake = `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.big-oak = nixpkgs.lib.nixosSystem { system = "x86_64-linux"; modules = [ ./oak.nix ]; };
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { system = "x86_64-linux"; modules = [ ./ash.nix ]; };
  };
}
-- oak.nix --
{ networking.hostName = "big-oak"; }
-- ash.nix --
{ networking.interfaces.eth0.ipv4.addresses = [ { address = "192.0.2.9"; prefixLength = 24; } ]; }
`;

const records = '-- guests.yml --\nbig_oak:\n  ip: 192.0.2.8\n  admin: forester\n  cores: 2\n';
const byRecords = 'records = "guests.yml"\n';

test('an address is that of the record, else the only one of the machine', async () => {
  const { texts, problems } = await emit('ansible-inventory', byRecords, records);
  assert.equal(problems, []);
  assert.match(
    texts[0] ?? '',
    'vms:\n  hosts:\n    ash:\n      ansible_host: 192.0.2.9\n      ansible_user: root\n    big-oak:\n      ansible_host: 192.0.2.8\n      ansible_user: forester\n',
  );
});

test('a machine without a known address is left out and reported', async () => {
  const { texts, problems } = await emit('ansible-inventory', '');
  assert.equal(problems, ['the address of `big-oak` is not known']);
  assert.not.match(texts[0] ?? '', 'big-oak');
});

test('of several addresses none is guessed', async () => {
  const several = '-- guests.yml --\nbig_oak:\n  ip: { lan: 192.0.2.8, vpn: 198.51.100.8 }\n';
  const guessed = await emit('ansible-inventory', byRecords, several);
  assert.equal(guessed.problems, ['the address of `big-oak` is not known']);
  const named = await emit('ansible-inventory', `${byRecords}address = "ip.vpn"\n`, several);
  assert.match(named.texts[0] ?? '', 'ansible_host: 198.51.100.8');
});

test('records of a file that is not there, is broken, or holds secrets are a problem', async () => {
  const absent = await emit('guest-variables', byRecords);
  assert.equal(absent.problems, ['`guests.yml` is not there']);
  const broken = await emit('guest-variables', byRecords, '-- guests.yml --\na: [\n');
  assert.match(broken.problems[0] ?? '', /^`guests\.yml`: /);
  const sops =
    'a: ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]\nsops:\n  mac: ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]\n  lastmodified: "2025-01-01T00:00:00Z"\n  version: 3.9.0\n';
  const secret = await emit('guest-variables', byRecords, `-- guests.yml --\n${sops}`);
  assert.equal(secret.texts, []);
  assert.equal(secret.problems, ['`guests.yml` holds secrets']);
});

test('variables have what the flake configures, and no secret', async () => {
  const { texts, problems } = await emit(
    'guest-variables',
    byRecords,
    `${records}  password: hunter2\nmaple:\n  ip: 192.0.2.7\n`,
  );
  assert.equal(problems.sort(), [
    '`ash` has no record in `guests.yml`',
    '`password` is not shown, because it may be a secret',
  ]);
  assert.is(
    texts[0],
    '{\n  "guests": {\n    "big_oak": {\n      "host": "big-oak",\n      "ip": "192.0.2.8",\n      "admin": "forester",\n      "cores": 2\n    }\n  }\n}\n',
  );
});

test('a sum of what is not known everywhere is not told', async () => {
  const { texts } = await emit(
    'guest-table',
    `${byRecords}fields = ["cores"]\ntotals = ["cores"]\noutput = "t.md"\n`,
    records,
  );
  assert.match(texts[0] ?? '', /\| \*\*Total\*\* \| 2 +\| +\|\n$/);
});

test('a table of records has those that the flake does not configure', async () => {
  const { texts } = await emit(
    'guest-table',
    `${byRecords}rows = "records"\nfields = ["cores"]\ntotals = ["cores"]\noutput = "t.md"\n`,
    `${records}printer:\n  name: inkwell\n  cores: 1\n`,
  );
  assert.match(
    texts[0] ?? '',
    '| `big_oak` | `192.0.2.8` | 2     |\n| `inkwell` |             | 1     |\n| **Total** | 2           | 3     |\n',
  );
});

test('tasks call nixos-rebuild, or a task of the repository', async () => {
  const own = await emit('deploy-tasks', `${byRecords}part = "tasks"\n`, records);
  assert.match(
    own.texts[0] ?? '',
    'nixos-rebuild switch --flake .#big-oak --target-host forester@192.0.2.8 --sudo',
  );
  const call = await emit('deploy-tasks', `${byRecords}part = "tasks"\ntask = "switch"\n`, records);
  assert.match(
    call.texts[0] ?? '',
    '    - task: switch\n      vars:\n        TARGET_IP: 192.0.2.8\n        FLAKE_TARGET: big-oak\n',
  );
});

test('braces do not become a template of the Taskfile', async () => {
  const { texts } = await emit(
    'deploy-tasks',
    `${byRecords}part = "tasks"\n`,
    records.replace('forester', "'{{.HOME}}'"),
  );
  assert.match(texts[0] ?? '', `'{{"{{"}}.HOME}}@192.0.2.8'`);
});

test('a hive has the packages of each platform, and no machine whose platform is not known', async () => {
  const mixed = flake.replace(
    'ash = nixpkgs.lib.nixosSystem { system = "x86_64-linux";',
    'ash = nixpkgs.lib.nixosSystem { system = "aarch64-linux";',
  );
  const both = await emit('colmena-hive', byRecords, records, mixed);
  assert.match(both.texts[0] ?? '', 'nixpkgs = import nixpkgs { system = "aarch64-linux"; };');
  assert.match(
    both.texts[0] ?? '',
    'nodeNixpkgs.big-oak = import nixpkgs { system = "x86_64-linux"; };',
  );
  const unclear = await emit(
    'colmena-hive',
    byRecords,
    records,
    flake.replace('system = "x86_64-linux";', ''),
  );
  assert.equal(unclear.problems, ['the platform of `big-oak` is not known']);
  assert.not.match(unclear.texts[0] ?? '', 'big-oak');
});

test('data keeps its types in every format', async () => {
  const data = '-- guests.yml --\na: 1\nb: [true, "2", 1.5]\nc: { d: null, "e f": "${g}" }\n';
  const json = await emit('data-file', 'source = "guests.yml"\noutput = "o.json"\n', data);
  assert.equal(JSON.parse(json.texts[0] ?? ''), {
    a: 1,
    b: [true, '2', 1.5],
    c: { d: null, 'e f': '${g}' },
  });
  const nix = await emit('data-file', 'source = "guests.yml"\noutput = "o.nix"\n', data);
  assert.match(nix.texts[0] ?? '', '"e f" = "\\${g}";');
});

interface Made {
  readonly texts: readonly string[];
  readonly problems: string[];
}

/** What an emitter makes of the flake, or of another one, and of more files. */
async function emit(name: string, options: string, more = '', own = flake): Promise<Made> {
  const config = `-- flakewise.toml --\n[[emit]]\nname = "${name}"\n${options}`;
  const { outputs, problems } = await outputsIn(parseExample(`${own}${config}${more}`).files);
  return {
    texts: outputs.map(({ text }) => text),
    problems: problems.map(({ message }) => message),
  };
}

test.run();
