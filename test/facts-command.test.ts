import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inFolder } from './support/run-cli.ts';
import { fleet, lines, told } from './support/shop-fleet.ts';

const test = suite('the command facts');

test('alone it gives machines, tables, and what stood in the way', async () => {
  const [machines, tables, values, gaps] = (await told()).split('\n\n');
  assert.fixture(
    `${machines}\n`,
    lines(
      '2 machines',
      'machine  class  system         modules  options known  in part  unknown  homes',
      'db       nixos  aarch64-linux        1              1        1        -  -',
      'web      nixos  x86_64-linux         2             10        -        2  alice',
    ),
  );
  assert.match(tables ?? '', /^table +rows +gaps\nhost +2 +- {2}A machine/);
  assert.match(tables ?? '', /^open-port +2 +3 {2}A port/m);
  assert.match(tables ?? '', /\nnothing in: .*\bdns-record\b.*$/);
  assert.not.match(tables ?? '', /^dns-record/m);
  assert.fixture(
    `${values}\n`,
    lines(
      '   why values of options are not known                                                                     such as',
      '1  holds under a condition that is not known: depends on an option that is not defined in this repository  web.nix:7:30',
      '1  is not shown, because it may be a secret',
      '1  the argument `extra` is not passed in this repository                                                   db.nix:2:15',
    ),
  );
  assert.match(gaps ?? '', /^ +why tables have gaps +such as\n\d+ {2}the argument `extra`/);
});

test('a machine shows what it is, and how much is known of it', async () => {
  const [head, tables] = (await told('web')).split('\n\n');
  assert.fixture(
    `${head}\n`,
    lines(
      'machine    web',
      'class      nixos',
      'system     x86_64-linux',
      'host-name  web',
      'addresses  -',
      'entry      web.nix',
      'output     nixosConfigurations.web',
      'homes      alice',
      'options    10 known, 0 in part, 2 unknown',
      'place      flake.nix:6:7',
    ),
  );
  assert.match(tables ?? '', /^user +2 +-/m);
  assert.not.match(tables ?? '', /^dns-record/m);
});

test('a table is aligned, leaves out what is unset everywhere, and counts its gaps', async () => {
  assert.fixture(
    await told('open-port'),
    lines(
      'host  protocol  port  to-port  source                               place',
      'db    tcp       5432     5432  networking.firewall.allowedTCPPorts  db.nix:4:43',
      'web   tcp       8443     8443  networking.firewall.allowedTCPPorts  shop.nix:12:45',
      '',
      '2 rows in open-port; 3 gaps (`--gaps` lists them); unset everywhere: interface',
    ),
  );
});

test('gaps say what may be missing, why, and where', async () => {
  assert.fixture(
    await told('db', 'open-port', '--gaps', '--where', 'protocol=udp'),
    lines(
      '0 rows in open-port; 2 gaps',
      '',
      'what may be missing  reason                                                 place',
      'any row              the argument `extra` is not passed in this repository  db.nix:2:15',
      'protocol=udp         the argument `extra` is not passed in this repository  db.nix:2:15',
    ),
  );
});

test('rows are chosen by their columns, and those that may match are counted', async () => {
  const users = async (...where: readonly string[]): Promise<string[]> => {
    const output = await told('web', 'user', ...where.flatMap((each) => ['--where', each]));
    return output
      .split('\n')
      .flatMap(
        (line) =>
          /^(a\.b|root|\d+ rows?.*?);/.exec(`${line};`)?.[1] ?? /^(\S+) {2,}/.exec(line)?.[1] ?? [],
      );
  };
  assert.equal(await users('group=root'), ['key', 'root', '1 row in user']);
  assert.equal(await users('group!=root'), ['key', 'a.b', '1 row in user']);
  assert.equal(await users('key~^[ar]', 'key~t$'), ['key', 'root', '1 row in user']);
  assert.equal(await users('uid='), ['key', 'root', '1 row in user']);
  assert.match(
    await told('option', '--where', 'value=s3'),
    /^0 rows in option; \d+ more may match/,
  );
});

test('wrong use is answered with what was meant', async () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['wbe'], /there is no machine or table `wbe`, did you mean `web`\?/],
    [['open-prot'], /there is no machine or table `open-prot`, did you mean `open-port`\?/],
    [['web', 'open-prot'], /there is no table `open-prot`, did you mean `open-port`\?/],
    [['bew', 'user'], /there is no machine `bew`, did you mean `web`\?/],
    [['web', 'dns-record'], /says nothing of single machines; leave out `web`/],
    [['user', '--where', 'gruop=a'], /has no column `gruop`, did you mean `group`\?/],
    [['user', '--where', 'group'], /`group` is no condition; write `column=value`/],
    [['user', '--where', 'group~('], /`\(` is no regular expression/],
    [['--where', 'group=a'], /`--where` needs a table/],
    [['web', '--option', 'a..b'], /a name is missing at `\.b`/],
    [['web', '--home', 'alicia', '--option', 'a'], /no home of `alicia`, did you mean `alice`\?/],
    [['db', '--home', 'alice', '--option', 'a'], /no home of `alice`; it has no homes/],
    [['--home', 'alice', '--option', 'a'], /`--home` needs a machine/],
    [['web', '--home', 'alice'], /`--home` belongs to `--option`/],
    [['web', 'user', '--option', 'a'], /leave one of them out/],
    [['web', 'user', '--table', 'group'], /the table is named twice/],
    [['--format', 'xml'], /Allowed choices are table, json/],
    [['a', 'b', 'c'], /too many arguments/],
  ];
  await inFolder(fleet, async ({ run }) => {
    for (const [argv, message] of cases) {
      const { code, error, output } = await run(['facts', ...argv]);
      assert.is(code, 2, argv.join(' '));
      assert.is(output, '');
      assert.match(error, message);
    }
  });
});

test('of two that have one name, the machine is meant, and the table has an option', async () => {
  const named = `
-- flake.nix --
{ outputs = { nixpkgs, ... }: {
  nixosConfigurations.user = nixpkgs.lib.nixosSystem { modules = [ { users.users.a.group = "b"; } ]; };
}; }
`;
  await inFolder(named, async ({ run }) => {
    assert.match((await run(['facts', 'user'])).output, /^machine +user\n/);
    assert.match((await run(['facts', '--table', 'user'])).output, /^host +key.*\nuser +a /);
    assert.match((await run(['facts', 'user', 'user'])).output, /^key.*\na /);
  });
});

test('no flake, no machines and broken Nix are answered, not refused', async () => {
  await inFolder('-- a.txt --\nhello\n', async ({ run }) => {
    const { code, output } = await run(['facts']);
    assert.is(code, 0);
    assert.match(output, /^0 machines\nno flake here makes machines/);
    assert.match((await run(['facts', 'host'])).output, /^0 rows in host\n/);
    assert.match((await run(['facts', 'web'])).error, /there is no machine or table `web`\n/);
  });
  await inFolder('-- flake.nix --\n{ outputs = { self }: { }; }\n', async ({ run }) => {
    assert.match((await run(['facts'])).output, /^0 machines\nno flake here makes machines/);
  });
  await inFolder('-- flake.nix --\n{ outputs = { self }: { ; }\n', async ({ run }) => {
    const { code, output } = await run(['facts']);
    assert.is(code, 0);
    const lost = '(\\? (nixos|darwin|home): the text has a syntax error {2}flake\\.nix:1:3\\n){3}';
    assert.match(output, new RegExp(`^0 machines\\n${lost}\\? 1 file has .*: flake\\.nix:1:24\\n`));
  });
  await inFolder('-- flake.nix --\n{ a.b. outputs = { self }: { }; "x }\n', async ({ run }) => {
    assert.match((await run(['facts'])).output, /^0 machines\n(\? .*a syntax error .*1:1\n){3}/);
  });
  await inFolder('-- flake.nix --\n{ outputs = { self }: missing; }\n', async ({ run }) => {
    assert.match((await run(['facts'])).output, /^0 machines\n\? nixos: fails: .*flake\.nix:1:/);
    assert.match((await run(['facts', 'web'])).error, /some machines could not be told/);
  });
  const broken = fleet.replace('shop.enable = true;', 'shop.enable = ;');
  await inFolder(broken, async ({ run }) => {
    const { code, output } = await run(['facts', 'db', '--option', 'networking.hostName']);
    assert.is(code, 0);
    assert.match(output, /^networking\.hostName {2}on db\n {2}"db"/);
    assert.match((await run(['facts'])).output, /\n\? 1 file has syntax errors: web\.nix:/);
  });
});

test('a wrong configuration must be right first', async () => {
  await inFolder(`-- flakewise.toml --\nextend = []\n${fleet}`, async ({ run }) => {
    const { code, error } = await run(['facts']);
    assert.is(code, 2);
    assert.match(error, /`flakewise\.toml` is wrong, `flakewise check` says where/);
  });
});

test('names from the repository do not reach the terminal as controls', async () => {
  const hostile = `
-- flake.nix --
{ outputs = { nixpkgs, ... }: {
  nixosConfigurations."a\u001b[31mb" = nixpkgs.lib.nixosSystem {
    modules = [ { services."x\u001b]0;y" = "z\u0007"; } ];
  };
}; }
`;
  await inFolder(hostile, async ({ run }) => {
    for (const argv of [[], ['option'], ['--option', 'services.*'], ['--format', 'json']]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
      assert.not.match((await run(['facts', ...argv])).output, /[\u0000-\u0009\u000b-\u001f]/);
    }
    assert.match((await run(['facts', 'option'])).output, /^host +path/);
  });
});

test.run();
test.run();
