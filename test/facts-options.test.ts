import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inFolder } from './support/run-cli.ts';
import { lines, told } from './support/shop-fleet.ts';

const test = suite('options that the command facts shows');

test('an option shows its value, every definition with what became of it, and its declaration', async () => {
  assert.fixture(
    await told('web', '--option', 'shop.port'),
    lines(
      'shop.port  on web',
      '  8443  # web.nix:4:8',
      '',
      'definition  priority   condition                   value  place',
      'overridden  mkDefault  config.shop.enable is true  80     shop.nix:11:10',
      'used        normal     -                           8443   web.nix:4:8',
      '',
      'declared     shop.nix:5:7',
      'type         16 bit unsigned integer; between 0 and 65535 (both inclusive)',
      'default      8080',
      'description  Where the shop listens.',
    ),
  );
});

test('a value that is not known says why, and where the reason is', async () => {
  assert.fixture(
    await told('web', '--option', 'services.backup.to'),
    lines(
      'services.backup.to  on web',
      '  ? holds under a condition that is not known: `services.other.enable` is not defined in this repository  # web.nix:7:61',
      '  the reason is at web.nix:7:30',
      '',
      'definition  priority  condition                                                                                 value  place',
      'undecided   normal    config.services.other.enable ? `services.other.enable` is not defined in this repository  "s3"   web.nix:7:61',
    ),
  );
});

test('a set shows every option in it with its place', async () => {
  const [value] = (await told('web', '--option', 'environment')).split('\n\n');
  assert.fixture(
    `${value}\n`,
    lines(
      'environment  on web',
      '  {',
      "    etc.motd.text = ''                       # web.nix:9:24",
      '      welcome to ${pkgs.hostname}',
      '      be nice',
      "    '';",
      '    systemPackages = [ pkgs.git pkgs.vim ];  # web.nix:8:15',
      '  }',
    ),
  );
});

test('a star is any name, and no machine means every machine', async () => {
  assert.fixture(
    await told('web', '--option', 'users.users.*.uid'),
    lines(
      'option                 value             place',
      'users.users."a.b".uid  9007199254740993  web.nix:5:64',
      'users.users.root.uid   0                 -',
    ),
  );
  assert.fixture(
    await told('--option', 'networking.hostName'),
    lines(
      'networking.hostName',
      'machine  value  place',
      'db       "db"   db.nix:3:14',
      'web      "web"  web.nix:2:14',
    ),
  );
});

test('options of a home are found through the machine and through the user', async () => {
  const path = 'programs.git.enable';
  const direct = await told('web', '--option', `home-manager.users.alice.${path}`);
  assert.match(direct, /^home-manager\.users\.alice\.programs\.git\.enable {2}on web\n {2}true/);
  assert.is(await told('web', '--home', 'alice', '--option', path), direct);
});

test('secrets are not told', async () => {
  const output = await told('web', '--option', 'users.users."a.b".password');
  assert.match(output, /\? is not shown, because it may be a secret/);
  for (const argv of [['--format', 'json'], ['option'], ['web', '--option', 'users']]) {
    assert.not.match(await told(...argv), /hunter2/);
  }
});

test('a misspelt path is told what it may mean', async () => {
  assert.match(
    await told('web', '--option', 'shop.prot'),
    /\? .*\n {2}no module mentions `prot`, did you mean `shop\.port`\?/,
  );
  assert.is(
    await told('web', '--option', 'nothing.*.here'),
    'no module here defines or declares such an option\n',
  );
});

const merging = `
-- flake.nix --
{ outputs = { nixpkgs, ... }: {
  nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ./a.nix ./b.nix ./own.nix ]; };
}; }
-- a.nix --
{ services.nginx.virtualHosts."a.example".forceSSL = true; services.nginx.user = "www"; own.names = [ "a" ]; }
-- b.nix --
{ services.nginx.virtualHosts."b.example".root = "/srv"; services.nginx.user = "www"; own.names = [ "b" ]; own.any.x = 1; }
-- own.nix --
{ lib, pkgs, ... }: {
  options.own.names = lib.mkOption { type = lib.types.nonEmptyListOf lib.types.nonEmptyStr; };
  options.own.any = lib.mkOption { type = (pkgs.formats.json { }).type; };
  config.own.any.y = 2;
}
`;

test('what only upstream declares is said to be merged by shape', async () => {
  await inFolder(merging, async ({ run }) => {
    const shown = async (option: string): Promise<string> =>
      (await run(['facts', 'web', '--option', option])).output;
    assert.fixture(
      await shown('services.nginx.virtualHosts'),
      lines(
        'services.nginx.virtualHosts  on web',
        '  {',
        '    "a.example".forceSSL = true;  # a.nix:1:43',
        '    "b.example".root = "/srv";    # b.nix:1:43',
        '  }',
        '  merged by shape: only upstream declares this option',
        '',
        'definition  priority  condition  value            place',
        'used        normal    -          { "b.example" }  b.nix:1:18',
        'used        normal    -          { "a.example" }  a.nix:1:18',
      ),
    );
    assert.match(
      await shown('services.nginx.user'),
      /^services\.nginx\.user {2}on web\n {2}"www".*\n {2}merged by shape: only upstream declares/,
    );
    assert.match(await shown('own.any'), /\n {2}merged by shape: its type takes any form\n/);
    assert.not.match(await shown('own.names'), /by shape/);
    assert.not.match(await shown('services.nginx.virtualHosts."a.example".forceSSL'), /by shape/);
  });
});

test('JSON says what each option merges by', async () => {
  await inFolder(merging, async ({ run }) => {
    const { output } = await run(['facts', 'web', '--option', 'own', '--format', 'json']);
    assert.match(output, /"own": \{.*"merge":"options"/);
    const all = (await run(['facts', 'web', '--format', 'json'])).output;
    assert.match(all, /"own\.names": \{.*"merge":"type"/);
    assert.match(all, /"own\.any\.x": \{.*"merge":"shape"/);
    assert.match(all, /"services\.nginx\.user": \{.*"merge":"shape"/);
  });
});

test('types are said as manuals say them', async () => {
  await inFolder(merging, async ({ run }) => {
    const type = async (option: string): Promise<string | undefined> => {
      const { output } = await run(['facts', 'web', '--option', option]);
      return /^type +(.*)$/m.exec(output)?.[1];
    };
    assert.is(await type('own.names'), 'non-empty (list of non-empty string)');
    assert.is(await type('own.any'), 'JSON value');
  });
});

test.run();
