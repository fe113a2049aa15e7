import { suiteOfFixes } from './support/fix-examples.ts';

const test = suiteOfFixes('conventions that add rows', [
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
  {
    says: 'nothing of the machine is written into the home of a user',
    toml: `
      each = "service"
      where = { scope = "user" }
      needs = { table = "group", host = "{host}", name = "{name}" }
    `,
    code: `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.home-manager.url = "github:nix-community/home-manager";
  outputs = { nixpkgs, home-manager, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
      modules = [ home-manager.nixosModules.home-manager ./oak.nix ];
    };
  };
}
-- oak.nix --
{
  home-manager.users.ada.imports = [ ./home.nix ];
}
-- home.nix --
{
  systemd.user.services.mail.Service.ExecStart = "/bin/mail";
}
    `,
    fixed: '',
  },
]);

test.run();
