import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { emittedIn, flakeOf } from '../support/emitted-files.ts';

const test = suite('accounts that something runs as');

const config = `
-- flakewise.toml --
[[emit]]
name = "unit-accounts"
`;

async function accountsOf(body: string, settings = config) {
  const files = `${flakeOf({ oak: 'nixos' })}-- machines/oak/configuration.nix --\n{ config, ... }:\n{\n${body}}\n${settings}`;
  const { texts, problems } = await emittedIn(files);
  return { text: Object.values(texts).join(''), texts, problems };
}

test('each gets a system user with a group of its own, and units the groups that they name', async () => {
  const { text } = await accountsOf(`
  systemd.services.blog.serviceConfig = { User = "blog"; Group = "writers"; };
  services.restic.backups.a.user = "keeper";
`);
  assert.is(
    text,
    `{
  users = {
    groups = {
      blog = { };
      keeper = { };
      writers = { };
    };
    users = {
      blog = {
        isSystemUser = true;
        group = "blog";
      };
      keeper = {
        isSystemUser = true;
        group = "keeper";
      };
    };
  };
}
`,
  );
});

test('left out are accounts of NixOS, of services that are on, of systemd and of other files', async () => {
  const { text, problems } = await accountsOf(`
  services.photos.enable = true;
  services.wiki.enable = false;
  systemd.services = {
    a.serviceConfig.User = "nginx";
    b.serviceConfig.User = "photos";
    c.serviceConfig = { User = "made-up"; DynamicUser = true; };
    d.serviceConfig.User = "ada";
    e.serviceConfig.User = "%i";
    f.serviceConfig.User = "root";
    g.serviceConfig.User = "wiki";
  };
  users.users.ada = { isNormalUser = true; group = "ada"; };
  users.groups.ada = { };
`);
  assert.match(text, 'wiki');
  assert.not.match(text, 'photos');
  assert.not.match(text, 'ada');
  assert.equal(problems, []);
});

test('groups of accounts that people or services have are left to them', async () => {
  const { text } = await accountsOf(`
  users.users.ada.isNormalUser = true;
  services.time.sites.a.enable = true;
  systemd.services = {
    sync.serviceConfig.User = "ada";
    time.serviceConfig = { User = "time"; Group = "time"; };
  };
`);
  assert.is(text, '');
});

test('where others may make accounts that cannot be seen, that is said', async () => {
  const { text, problems } = await accountsOf(`
  users.users = config.accounts;
  systemd.services.a.serviceConfig.User = "a";
`);
  assert.is(text, '');
  assert.match(problems.join(), 'it is not known whether `oak` has the user `a` anyway');
});

test('a user that cannot be told is said', async () => {
  const { text, problems } = await accountsOf(`
  systemd.services.a.serviceConfig.User = config.some.user;
`);
  assert.is(text, '');
  assert.is(problems.length, 1);
  assert.match(problems[0] ?? '', 'the user that unit `a` of `oak` runs as is not known');
});

test('numbers and homes that were written stay; an account of nothing goes, unless it is more', async () => {
  const { texts, problems } = await accountsOf(
    `
  systemd.services.a.serviceConfig.User = "a";
  users.users = {
    # flakewise:begin users
    a = { uid = 400; group = "a"; isSystemUser = true; home = "/var/lib/a"; };
    default = { isNormalUser = true; name = "ada"; };
    gone = { isSystemUser = true; group = "gone"; };
    helper = { isSystemUser = true; group = "helper"; linger = true; };
    # flakewise:end users
  };
  users.groups = {
    # flakewise:begin groups
    a.gid = 400;
    gone = { };
    helper = { };
    shared.members = [ "ada" ];
    # flakewise:end groups
  };
`,
    `
-- flakewise.toml --
[[emit]]
name = "unit-accounts"
part = "users"
output = "machines/oak/configuration.nix"
region = "users"

[[emit]]
name = "unit-accounts"
part = "groups"
output = "machines/oak/configuration.nix"
region = "groups"
`,
  );
  assert.is(
    texts['machines/oak/configuration.nix#users'],
    `    default = {
      isNormalUser = true;
      name = "ada";
    };
    a = {
      uid = 400;
      group = "a";
      isSystemUser = true;
      home = "/var/lib/a";
    };
    helper = {
      isSystemUser = true;
      group = "helper";
      linger = true;
    };
`,
  );
  assert.match(texts['machines/oak/configuration.nix#groups'] ?? '', 'a.gid = 400;');
  assert.match(texts['machines/oak/configuration.nix#groups'] ?? '', 'shared.members');
  assert.ok(problems.includes('nothing on `oak` runs as `gone`: it is left out'));
});

test.run();
