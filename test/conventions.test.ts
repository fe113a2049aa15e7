import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readConfig } from '#linter/config.ts';
import { dedent, parseExample, renderExample } from '#linter/example.ts';
import { only } from '#linter/example-run.ts';
import { lint } from '#linter/lint.ts';
import type { OptionValues, Rule } from '#linter/rule.ts';
import { snapshotOf } from './support/fleet.ts';
import { lintWith, picture } from './support/lint-example.ts';

/** One machine, `oak`, whose module is what an example shows. */
const flake = `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
`;

/** A convention as it stands in a `flakewise.toml`, and a source with what it finds there. */
interface Example {
  readonly says: string;
  readonly toml: string;
  readonly code: string;
  readonly options?: OptionValues;
}

const examples: readonly Example[] = [
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
    says: 'unique compares rows that agree in per',
    toml: `
      each = "user"
      unique = ["uid"]
      per = ["host"]
      at = "uid"
    `,
    code: `
-- oak.nix --
{
  users.users = {
    ada = { isNormalUser = true; uid = 1000; };
#                                      ^^^^ note: has the same
    bob = { isNormalUser = true; uid = 1001; };
    eve = { isNormalUser = true; uid = 1000; };
#                                      ^^^^ user \`eve\` has the \`uid\` of another one
  };
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
    says: 'ordered compares the rows of a file where they stand',
    toml: `
      each = "secret"
      ordered = ["name"]
      per = ["host"]
    `,
    code: `
-- oak.nix --
{
  sops.secrets = {
    apple = { };
    melon = { };
#   ^^^^^ note: stands before it
    grape = { };
#   ^^^^^ secret \`grape\` is out of order
  };
}
    `,
  },
  {
    says: 'equals finds what one side lacks, on either side',
    toml: `
      each = "user"
      where = { kind = "system" }
      columns = ["host", "key"]
      equals = { table = "group", columns = ["host", "name"] }
    `,
    code: `
-- oak.nix --
{
  users.users = {
    blog = { isSystemUser = true; group = "blog"; };
    shop = { isSystemUser = true; group = "blog"; };
#   ^^^^ user \`shop\` has no counterpart among the rows of \`group\`
  };
  users.groups = {
    blog = { };
    mail = { };
#   ^^^^ group \`mail\` has no counterpart among the rows of \`user\`
  };
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
];

const finds = suite('conventions: what they find');

for (const { says, toml, code, options } of examples)
  finds(says, () => {
    const rule = conventionIn(toml);
    const { files, markers } = parseExample(`${dedent(flake)}\n${dedent(code)}`);
    assert.fixture(picture(files, lintWith(rule, files, options)), renderExample(files, markers));
  });

finds('what cannot be decided is counted', () => {
  const rule = conventionIn(examples[3]?.toml ?? '');
  const { files } = parseExample(`${dedent(flake)}\n${dedent(examples[3]?.code ?? '')}`);
  const { coverage } = lint(snapshotOf(files), [rule], only(rule));
  assert.equal(
    coverage.map(({ decided, undecided }) => [decided, undecided.map(({ count }) => count)]),
    [[0, [1]]],
  );
});

finds.run();

const refused = suite('conventions: what is refused');

const wrong: readonly (readonly [toml: string, text: string, message: string])[] = [
  [
    'id = "a/b"\neach = "secrets"\nforbids = true',
    '"secrets"',
    'there is no table `secrets`, did you mean `secret`?',
  ],
  [
    'id = "a/b"\neach = "secret"',
    '[convention]',
    'the convention demands nothing; give it one of `must-set`, `needs`, `forbids`, `unique`, `matches`, `ordered`, `equals`',
  ],
  [
    'id = "a/b"\neach = "secret"\nforbids = true\nunique = ["name"]',
    'unique',
    'a convention demands one thing, and this one has `forbids` and `unique`',
  ],
  [
    'id = "a/b"\neach = "secret"\nmust-set = ["ownr"]',
    '"ownr"',
    'the table `secret` has no column `ownr`, did you mean `owner`?',
  ],
  [
    'id = "a/b"\neach = "secret"\nforbids = true\nwhere = { nam = "x" }',
    'nam',
    'the table `secret` has no column `nam`, did you mean `name`?',
  ],
  [
    'id = "a/b"\neach = "secret"\nforbids = true\nmessage = "{nme}"',
    '"{nme}"',
    '`nme` is neither a column of `secret` nor captured by `where`, did you mean `name`?',
  ],
  [
    'id = "a/b"\neach = "secret"\nforbids = true\nmessage = "{name | uper}"',
    '"{name | uper}"',
    'there is no filter `uper`, did you mean `upper`?',
  ],
  [
    'id = "a/b"\neach = "secret"\nforbids = true\nmessage = "{owner.groop}"',
    '"{owner.groop}"',
    'the table `user` has no column `groop`, did you mean `group`?',
  ],
  [
    'id = "a/b"\neach = "secret"\nforbid = true',
    'forbid',
    'there is no key `forbid`, did you mean `forbids`?',
  ],
  [
    'id = "ab"\neach = "secret"\nforbids = true',
    '"ab"',
    '`id` must be a group and a name: `database/password`',
  ],
  ['each = "secret"\nforbids = true', '[convention]', '`id` is missing'],
];

for (const [toml, text, message] of wrong)
  refused(message, () => {
    const config = `[[convention]]\n${toml}\n`;
    const result = readConfig(config, []);
    assert.is(result.kind, 'problems');
    if (result.kind !== 'problems') return;
    assert.equal(
      result.problems.map((problem) => [
        config.slice(problem.span.start, problem.span.end),
        problem.message,
      ]),
      [[text.replace(/^\[|\]$/g, ''), message]],
    );
  });

refused.run();

function conventionIn(toml: string): Rule {
  const result = readConfig(`[[convention]]\nid = "own/rule"\n${dedent(toml)}`, []);
  if (result.kind === 'problems') throw new Error(result.problems[0]?.message);
  const [rule] = result.config.conventions;
  if (!rule) throw new Error('no convention');
  return rule;
}
