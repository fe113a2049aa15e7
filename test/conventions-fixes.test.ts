import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { dedent, parseExample } from '#linter/example.ts';
import { conventionIn } from './support/conventions.ts';
import { fixWith, lintWith } from './support/lint-example.ts';

const flake = `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.darwin.url = "github:nix-darwin/nix-darwin";
  outputs = { nixpkgs, darwin, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
    nixosConfigurations.elm = nixpkgs.lib.nixosSystem { modules = [ ./elm.nix ./both.nix ]; };
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ ./ash.nix ./both.nix ]; };
    darwinConfigurations.fig = darwin.lib.darwinSystem { modules = [ ./fig.nix ]; };
  };
}
`;

/** What an example does not show. */
const { files: empty } = parseExample(
  ['oak', 'elm', 'ash', 'both', 'fig'].map((name) => `-- ${name}.nix --\n{ }`).join('\n'),
);

interface FixExample {
  readonly says: string;
  readonly toml: string;
  readonly code: string;
  /** Files after their fixes; those that are not here stay as they are. */
  readonly fixed: string;
}

const test = suite('fixes of conventions');

const examples: readonly FixExample[] = [
  {
    says: 'must-set writes what the convention says, behind what begins alike',
    toml: `
      each = "service"
      must-set = ["user", "group"]
      write = { user = "{name}", group = "{name}" }
    `,
    code: `
-- oak.nix --
{
  systemd.services = {
    blog = {
      serviceConfig = {
        ExecStart = "/bin/blog"; # serves
      };
      after = [ "network.target" ];
    };
    mail.serviceConfig.ExecStart = "/bin/mail";
    shop = {
      serviceConfig.User = "keeper";
      wantedBy = [ "multi-user.target" ];
    };
  };
}
    `,
    fixed: `
-- oak.nix --
{
  systemd.services = {
    blog = {
      serviceConfig = {
        ExecStart = "/bin/blog"; # serves
        User = "blog";
        Group = "blog";
      };
      after = [ "network.target" ];
    };
    mail.serviceConfig.ExecStart = "/bin/mail";
    mail.serviceConfig.User = "mail";
    mail.serviceConfig.Group = "mail";
    shop = {
      serviceConfig.User = "keeper";
      serviceConfig.Group = "shop";
      wantedBy = [ "multi-user.target" ];
    };
  };
}
    `,
  },
  {
    says: 'needs adds every row that is missing, at its place',
    toml: `
      each = "service"
      needs = [
        { table = "user", host = "{host}", key = "{user}", write = { group = "{group}" } },
        { table = "group", host = "{host}", name = "{group}" },
      ]
    `,
    code: `
-- oak.nix --
{
  systemd.services.mail.serviceConfig = { User = "mail"; Group = "post"; };
  users = {
    users = {
      blog = { isSystemUser = true; group = "blog"; };
      # keeps the till
      shop = { isSystemUser = true; group = "shop"; };
    };
    groups = {
      blog = { };
      shop = { };
    };
  };
}
    `,
    fixed: `
-- oak.nix --
{
  systemd.services.mail.serviceConfig = { User = "mail"; Group = "post"; };
  users = {
    users = {
      blog = { isSystemUser = true; group = "blog"; };
      mail = { isSystemUser = true; group = "post"; };
      # keeps the till
      shop = { isSystemUser = true; group = "shop"; };
    };
    groups = {
      blog = { };
      post = { };
      shop = { };
    };
  };
}
    `,
  },
  {
    says: 'where a machine has no such rows, they go into the file that needs them',
    toml: `
      each = "service"
      needs = { table = "group", host = "{host}", name = "{group}" }
    `,
    code: `
-- oak.nix --
{ pkgs, ... }:
{
  imports = [ ./mail.nix ];
}
-- mail.nix --
{ pkgs, ... }:
{
  systemd.services.mail.serviceConfig.Group = "post";
  users = {
    mutableUsers = false;
  };
}
    `,
    fixed: `
-- mail.nix --
{ pkgs, ... }:
{
  systemd.services.mail.serviceConfig.Group = "post";
  users = {
    mutableUsers = false;
    groups.post = { };
  };
}
    `,
  },
  {
    says: 'what all machines of a file need is written for each of them, or not at all',
    toml: `
      each = "service"
      needs = { table = "group", host = "{host}", name = "{group}" }
    `,
    code: `
-- elm.nix --
{
  users.groups.other = { };
}
-- ash.nix --
{
  users.groups.third = { };
}
-- both.nix --
{
  systemd.services.mail.serviceConfig.Group = "post";
}
    `,
    fixed: `
-- elm.nix --
{
  users.groups.other = { };
  users.groups.post = { };
}
-- ash.nix --
{
  users.groups.post = { };
  users.groups.third = { };
}
    `,
  },
  {
    says: 'nothing is written into a file that another machine has, too',
    toml: `
      each = "service"
      needs = { table = "group", host = "{host}", name = "{group}" }
    `,
    code: `
-- elm.nix --
{
  users.groups.other = { };
}
-- both.nix --
{
  systemd.services.mail.serviceConfig.Group = "post";
}
    `,
    fixed: '',
  },
  {
    says: 'what all machines of a file write alike is written there once',
    toml: `
      each = "service"
      must-set = ["group"]
      write = { group = "{user}" }
    `,
    code: `
-- both.nix --
{
  systemd.services.mail.serviceConfig.User = "post";
}
    `,
    fixed: `
-- both.nix --
{
  systemd.services.mail.serviceConfig.User = "post";
  systemd.services.mail.serviceConfig.Group = "post";
}
    `,
  },
  {
    says: 'but not what would be another value on each of them',
    toml: `
      each = "service"
      must-set = ["group"]
      write = { group = "{host}" }
    `,
    code: `
-- both.nix --
{
  systemd.services.mail.serviceConfig.User = "post";
}
    `,
    fixed: '',
  },
  {
    says: 'matches replaces a literal with the one value that fits',
    toml: `
      each = "secret"
      where = { name = "shop/{who}" }
      matches = { owner = "{who}", mode = "0400" }
    `,
    code: `
-- oak.nix --
let
  everybody = "0444";
in
{
  sops.secrets = {
    "shop/till" = { owner = "root"; mode = "0440"; };
    "shop/door" = { owner = "door"; mode = everybody; };
    "shop/sign" = { owner = "sign"; mode = everybody; };
  };
}
    `,
    fixed: `
-- oak.nix --
let
  everybody = "0444";
in
{
  sops.secrets = {
    "shop/till" = { owner = "till"; mode = "0400"; };
    "shop/door" = { owner = "door"; mode = everybody; };
    "shop/sign" = { owner = "sign"; mode = everybody; };
  };
}
    `,
  },
  {
    says: 'a user of a Mac becomes known by the list',
    toml: `
      each = "user"
      where = { uid = { set = true } }
      matches = { known = true }
    `,
    code: `
-- fig.nix --
{
  users.users = {
    ada = { uid = 531; };
    eve = { uid = 532; };
  };
  users.knownUsers = [
    "ada"
  ];
}
    `,
    fixed: `
-- fig.nix --
{
  users.users = {
    ada = { uid = 531; };
    eve = { uid = 532; };
  };
  users.knownUsers = [
    "ada"
    "eve"
  ];
}
    `,
  },
  {
    says: 'forbids takes out what no comment speaks of',
    toml: `
      each = "open-port"
      where = { port = [23, 3389] }
      forbids = true
    `,
    code: `
-- oak.nix --
{
  networking.firewall.allowedTCPPorts = [
    22
    23
    3389 # remote desktop
  ];
}
-- elm.nix --
{
  networking.firewall.allowedTCPPorts = [ 22 23 ];
}
    `,
    fixed: `
-- oak.nix --
{
  networking.firewall.allowedTCPPorts = [
    22
    3389 # remote desktop
  ];
}
-- elm.nix --
{
  networking.firewall.allowedTCPPorts = [ 22 ];
}
    `,
  },
  {
    says: 'equals adds what the other side lacks',
    toml: `
      each = "user"
      where = { host = "oak" }
      columns = ["host", "key"]
      equals = { table = "group", host = "oak", columns = ["host", "name"] }
    `,
    code: `
-- oak.nix --
{
  users.users.blog = { isSystemUser = true; };
  users.users.shop = { isSystemUser = true; };
  users.groups.blog = { };
}
    `,
    fixed: `
-- oak.nix --
{
  users.users.blog = { isSystemUser = true; };
  users.users.shop = { isSystemUser = true; };
  users.groups.blog = { };
  users.groups.shop = { };
}
    `,
  },
];

for (const { says, toml, code, fixed } of examples)
  test(says, () => {
    const rule = conventionIn(toml);
    const { files: written } = parseExample(`${dedent(flake)}\n${dedent(code)}`);
    const files = new Map([...empty, ...written]);
    const after = fixWith(rule, files);
    const expected = new Map([...files, ...(fixed === '' ? [] : parseExample(fixed).files)]);
    for (const [file, text] of expected) assert.fixture(after.get(file) ?? '', text);
    assert.equal([...fixWith(rule, after)], [...after]);
  });

test('a convention that says none offers none', () => {
  const toml = `
      each = "service"
      must-set = ["group"]
      write = { group = "{user}" }
      fix = "none"
  `;
  const { files } = parseExample(`${dedent(flake)}
-- oak.nix --
{ systemd.services.mail.serviceConfig.User = "post"; }
`);
  const { diagnostics } = lintWith(conventionIn(toml), files);
  assert.equal(
    diagnostics.map(({ fixes }) => fixes.length),
    [0],
  );
});

test.run();
