import * as assert from 'uvu/assert';
import { dedent, parseExample } from '#linter/example.ts';
import { conventionIn } from './support/conventions.ts';
import { fourMachines, suiteOfFixes } from './support/fix-examples.ts';
import { lintWith } from './support/lint-example.ts';

const test = suiteOfFixes('conventions that set columns and take rows out', [
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
    says: 'a place that a machine which is not meant has, too, is left alone',
    toml: `
      each = "open-port"
      where = { host = "elm", port = 23 }
      forbids = true
    `,
    code: `
-- both.nix --
{
  networking.firewall.allowedTCPPorts = [ 22 23 ];
}
    `,
    fixed: '',
  },
  {
    says: 'so is what another machine of the place says differently',
    toml: `
      each = "service"
      must-set = ["group"]
      write = { group = "{user}" }
    `,
    code: `
-- ash.nix --
{
  systemd.services.mail.serviceConfig.Group = "letters";
}
-- both.nix --
{
  systemd.services.mail.serviceConfig.User = "post";
}
    `,
    fixed: '',
  },
  {
    says: 'known is the login, whatever the attribute is called',
    toml: `
      each = "user"
      matches = { known = true, uid = 531 }
    `,
    code: `
-- fig.nix --
{
  users.knownUsers = [ "bob" ];
  users.users.default = { name = "ada"; uid = 532; };
}
    `,
    fixed: `
-- fig.nix --
{
  users.knownUsers = [ "ada" "bob" ];
  users.users.default = { name = "ada"; uid = 531; };
}
    `,
  },
]);

test('a convention that says none offers none', () => {
  const toml = `
      each = "service"
      must-set = ["group"]
      write = { group = "{user}" }
      fix = "none"
  `;
  const { files } = parseExample(`${dedent(fourMachines)}
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
