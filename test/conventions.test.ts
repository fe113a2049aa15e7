import * as assert from 'uvu/assert';
import type { Facts } from '#analyzer/facts/facts.ts';
import { only } from '#linter/example-run.ts';
import { lint } from '#linter/lint.ts';
import { type ConventionExample, conventionIn, sourcesOf, suiteOf } from './support/conventions.ts';
import { snapshotOf } from './support/fleet.ts';

const doubtful: ConventionExample = {
  says: 'a row that may be there is no finding',
  toml: `
      each = "service"
      where = { user = { set = true } }
      needs = { table = "user", host = "{host}", key = "{user}" }
    `,
  code: `
-- oak.nix --
{ lib, config, ... }:
{
  systemd.services.shop.serviceConfig.User = "shop";
  users.users.shop = lib.mkIf config.services.nginx.enable { isSystemUser = true; };
}
    `,
};

const test = suiteOf('conventions about each row', [
  doubtful,
  {
    says: 'must-set names the columns that are not set',
    toml: `
      each = "secret"
      where = { manager = "sops" }
      unless = { name = "{parameter.free}" }
      must-set = ["owner", "group"]
      parameters.free = { default = ["*/public"] }
    `,
    code: `
-- oak.nix --
{
  sops.secrets = {
    both = { owner = "ada"; group = "ada"; };
    "shop/public" = { };
    half.owner = "ada";
#   ^^^^ secret \`half\` does not set \`group\`
    none = { };
#   ^^^^ secret \`none\` does not set \`owner\` and \`group\`
  };
}
    `,
  },
  {
    says: 'rows are told by the file they come from, and by the rows that they name',
    toml: `
      each = "service"
      where = { written-in = "*.nix", "host.host-name" = "oak", "user.kind" = { not = "normal" } }
      unless = { written-in = "units/**" }
      matches = { "host.class" = "darwin" }
      message = "unit \`{name}\` is in {written-in}"
    `,
    code: `
-- oak.nix --
{
  imports = [ ./units/shop.nix ];
  networking.hostName = "oak";
  systemd.services.blog.serviceConfig.User = "blog";
#                  ^^^^ unit \`blog\` is in oak.nix
  systemd.services.desk.serviceConfig.User = "ada";
  users.users.ada.isNormalUser = true;
  users.users.blog = { isSystemUser = true; group = "blog"; };
}
-- units/shop.nix --
{
  systemd.services.shop.serviceConfig.User = "blog";
}
    `,
  },
  {
    says: 'needs looks for a row of another table, with what the first row holds and captures',
    toml: `
      each = "option"
      where = { path = "shop.databases.{database}.enable", value = true }
      needs = { table = "secret", host = "{host}", name = "postgres/{database | upper | snake}_PASSWORD" }
      message = "database \`{database}\` needs the secret \`postgres/{database | upper | snake}_PASSWORD\`"
    `,
    code: `
-- oak.nix --
{
  shop.databases = {
    carts.enable = true;
    old-orders.enable = true;
#              ^^^^^^ database \`old-orders\` needs the secret \`postgres/OLD_ORDERS_PASSWORD\`
    unused.enable = false;
  };
  sops.secrets."postgres/CARTS_PASSWORD" = { };
}
    `,
  },
  {
    says: 'an empty list is not set',
    toml: `
      each = "service"
      where = { exec = { set = true } }
      must-set = ["cache-directories"]
    `,
    code: `
-- oak.nix --
{
  systemd.services.blog.serviceConfig.ExecStart = "/bin/blog";
#                  ^^^^ service \`blog\` does not set \`cache-directories\`
  systemd.services.mail.after = [ "network.target" ];
  systemd.services.shop.serviceConfig = { ExecStart = "/bin/shop"; CacheDirectory = "shop"; };
}
    `,
  },
  {
    says: 'what several tables lack is one finding',
    toml: `
      each = "service"
      where = { user = { set = true } }
      needs = [
        { table = "user", host = "{host}", key = "{user}" },
        { table = "group", host = "{host}", name = "{group}" },
      ]
    `,
    code: `
-- oak.nix --
{
  systemd.services = {
    blog.serviceConfig = { User = "blog"; Group = "blog"; };
    shop.serviceConfig = { User = "shop"; Group = "shop"; };
#   ^^^^ service \`shop\` has no matching user and no matching group
  };
  users.users.blog = { isSystemUser = true; group = "blog"; };
  users.groups.blog = { };
}
    `,
  },
  {
    says: 'where and unless ask for rows of other tables',
    toml: `
      each = "group"
      where = [{ name = "*" }, { table = "user", host = "{host}", group = "{name}" }]
      unless = [{ gid = { set = true } }, { table = "service", host = "{host}", group = "{name}" }]
      forbids = true
      message = "group \`{name}\` has members and no unit"
    `,
    code: `
-- oak.nix --
{
  users.users = {
    blog = { isSystemUser = true; group = "blog"; };
    mail = { isSystemUser = true; group = "mail"; };
    shop = { isSystemUser = true; group = "shop"; };
  };
  users.groups = {
    blog = { };
#   ^^^^ group \`blog\` has members and no unit
    empty = { };
    mail.gid = 90;
    shop = { };
  };
  systemd.services.shop.serviceConfig.Group = "shop";
}
    `,
  },
  {
    says: 'a name that is nearly there is pointed out',
    toml: `
      each = "service"
      where = { user = { set = true } }
      needs = { table = "user", host = "{host}", key = "{user}" }
    `,
    code: `
-- oak.nix --
{
  systemd.services = {
    shop.serviceConfig.User = "shopkeper";
#   ^^^^ service \`shop\` has no matching user
    blog.serviceConfig.User = "writer";
#   ^^^^ service \`blog\` has no matching user
  };
  users.users.shopkeeper = { isSystemUser = true; group = "shop"; };
#             ^^^^^^^^^^ note: the closest user is \`shopkeeper\`
}
    `,
  },
  {
    says: 'forbids finds every row that fits',
    toml: `
      each = "open-port"
      where = { protocol = "tcp", port = [22, 3389] }
      forbids = true
      message = "TCP {port} must not be open on {host}"
      severity = "error"
    `,
    code: `
-- oak.nix --
{
  networking.firewall.allowedTCPPorts = [
    22
#   ^^ TCP 22 must not be open on oak
    443
  ];
}
    `,
  },
  {
    says: 'forbids with a table finds rows that have a counterpart',
    toml: `
      each = "user"
      where = { kind = "normal" }
      forbids = { table = "service", host = "{host}", user = "{key}" }
      message = "\`{key}\` is a person and must not run services"
    `,
    code: `
-- oak.nix --
{
  users.users = {
    ada = { isNormalUser = true; };
#   ^^^ \`ada\` is a person and must not run services
    bob = { isNormalUser = true; };
  };
  systemd.services.blog.serviceConfig.User = "ada";
#                  ^^^^ note: the service is here
}
    `,
  },
  {
    says: 'matches looks at the form of a column, at its place',
    toml: `
      each = "service"
      where = { exec = { set = true }, user = { set = true } }
      matches = { user = "svc-*" }
    `,
    code: `
-- oak.nix --
{
  systemd.services = {
    blog.serviceConfig = { ExecStart = "blog"; User = "svc-blog"; };
    shop.serviceConfig = { ExecStart = "shop"; User = "shop"; };
#                                                     ^^^^^^ \`user\` of service \`shop\` is \`shop\`, which is not of the form that it must have
  };
}
    `,
  },
  {
    says: 'needs is content with one of several texts that a column holds',
    toml: `
      each = "service"
      where = { user = { set = true } }
      needs = { table = "group", name = "{supplementary-groups}", host = "{host}" }
    `,
    code: `
-- oak.nix --
{
  systemd.services = {
    blog.serviceConfig = { User = "blog"; SupplementaryGroups = [ "video" "writers" ]; };
    shop.serviceConfig = { User = "shop"; SupplementaryGroups = [ "video" "audio" ]; };
#   ^^^^ service \`shop\` has no matching group
  };
  users.groups.writers = { };
}
    `,
  },
  {
    says: 'must-set names what is certainly not set beside what is not known',
    toml: `
      each = "secret"
      must-set = ["owner", "group"]
    `,
    code: `
-- oak.nix --
{ config, ... }:
{
  sops.secrets.half.owner = config.services.nginx.user;
#              ^^^^ secret \`half\` does not set \`group\`
  sops.secrets.both = { owner = config.services.nginx.user; group = "ada"; };
}
    `,
  },
  {
    says: 'a name with a dot leads to the row that a column names',
    toml: `
      each = "service"
      where = { user = { set = true } }
      unless = { user = "{user.group}" }
      forbids = true
      message = "\`{user}\` of {host.class} \`{host}\` has the group \`{user.group}\`"
    `,
    code: `
-- oak.nix --
{
  systemd.services.blog.serviceConfig.User = "blog";
  systemd.services.shop.serviceConfig.User = "shop";
#                  ^^^^ \`shop\` of nixos \`oak\` has the group \`writers\`
  users.users.blog = { isSystemUser = true; group = "blog"; };
  users.users.shop = { isSystemUser = true; group = "writers"; };
}
    `,
  },
]);

test('what cannot be decided is counted', () => {
  const rule = conventionIn(doubtful.toml);
  const { coverage } = lint(snapshotOf(sourcesOf(doubtful).files), [rule], only(rule));
  assert.equal(
    coverage.map(({ decided, undecided }) => [decided, undecided.map(({ count }) => count)]),
    [[0, [1]]],
  );
});

test('exceptions in other tables are sought only for rows that break the convention', () => {
  const tablesRead = (user: string): readonly string[] => {
    const rule = conventionIn(`
      each = "service"
      where = { user = { set = true } }
      unless = { table = "option", host = "{host}", path = "services.{user}.enable" }
      needs = { table = "user", host = "{host}", key = "{user}" }
    `);
    const code = `
-- oak.nix --
{
  systemd.services.shop.serviceConfig.User = "${user}";
  users.users.shop = { isSystemUser = true; group = "shop"; };
}
    `;
    const snapshot = snapshotOf(sourcesOf({ says: '', toml: '', code }).files);
    const facts = snapshot.facts();
    const read = new Set<string>();
    const table: Facts['table'] = (name) => {
      read.add(name);
      return facts.table(name);
    };
    lint({ ...snapshot, facts: () => ({ ...facts, table }) }, [rule], only(rule));
    return [...read];
  };
  assert.not(tablesRead('shop').includes('option'));
  assert.ok(tablesRead('shopp').includes('option'));
});

test.run();
