import { suite } from 'uvu';
import { type CompletionCase, checkCompletion } from '../support/completions.ts';

const test = suite('completion of options and facts');

const site = `
-- site.nix --
{ lib, ... }:
{
  options.my.site = {
    enable = lib.mkEnableOption "the site";
    mode = lib.mkOption {
      type = lib.types.nullOr (lib.types.enum [ "fast" "slow" ]);
      default = null;
    };
  };
}
`;

const fleet = `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { self, nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ./new.nix ]; };
    darwinConfigurations.elm = { };
  };
}
-- oak.nix --
{
  sops.secrets."db/password" = { };
  sops.templates.env.content = "x";
  age.secrets.wifi.file = ./wifi.age;
  users.users.bob = { isNormalUser = true; group = "crew"; };
  users.groups.crew = { };
  systemd.services.web.script = "true";
}
-- new.nix --
`;

const cases: Readonly<Record<string, CompletionCase>> = {
  'options that the workspace declares': {
    source: `${site}-- a.nix --\n{ my.site.$0 }`,
    has: ['enable', 'mode'],
    isAll: true,
  },
  'options in a set': {
    source: `${site}-- a.nix --\n{ lib, ... }: { my = lib.mkIf true { site = { enable = true; $0 }; }; }`,
    has: ['mode'],
    lacks: ['enable', 'my'],
  },
  'options before another binding': {
    source: `${site}-- a.nix --\n{ ... }: {\n  my.$0\n  networking.hostName = "a";\n}`,
    has: ['site'],
    isAll: true,
  },
  'a name that reads the one option there is': {
    source:
      '{ config, lib, ... }: { options.a.enable = lib.mkOption { }; config.b = config.a.en$0able; }',
    has: ['enable'],
  },
  'options behind config': {
    source: `${site}-- a.nix --\n{ config, ... }: { x = config.my.site.$0 }`,
    has: ['enable', 'mode'],
    isAll: true,
  },
  'options behind a name for a part of config': {
    source: `${site}-- a.nix --\n{ config, ... }: let cfg = config.my.site; in { x = cfg.$0; }`,
    has: ['enable', 'mode'],
    isAll: true,
  },
  'options that another module defines': {
    source: '-- a.nix --\n{ services.$0 }\n-- b.nix --\n{ services.garden.enable = true; }',
    has: ['garden'],
  },
  'options of another name at the same place': {
    source:
      '-- a.nix --\n{ garden.beds.left.$0 }\n-- b.nix --\n{ ... }: { garden.beds.right.depth = 2; }',
    has: ['depth'],
    isAll: true,
  },
  'options of a home where the machine has it': {
    source:
      '-- a.nix --\n{ home-manager.users.bob = { garden.$0 }; }\n-- b.nix --\n{ ... }: { garden.rake = 1; }',
    has: ['rake'],
  },
  'options of other projects': {
    source: '-- a.nix --\n{ sops.secrets."db/password".own$0 }',
    has: ['owner'],
  },
  'what a module has': {
    source: '-- a.nix --\n{ lib, ... }: { $0 }',
    has: ['config', 'imports', 'options', 'services'],
  },
  'packages that the workspace uses': {
    source:
      '-- a.nix --\n{ pkgs, ... }: { x = pkgs.$0 }\n-- b.nix --\n{ pkgs, ... }: { x = with pkgs; [ hello pkgs.cowsay ]; }',
    has: ['cowsay', 'hello'],
    isAll: true,
  },
  'packages below a with': {
    source:
      '-- a.nix --\n{ pkgs, ... }: { x = with pkgs; [ $0 ]; }\n-- b.nix --\n{ pkgs, ... }: pkgs.hello',
    has: ['hello'],
  },
  'no names of data': {
    source: '-- a.nix --\n{ lib, ... }: { $0 }\n-- b.nix --\n{ alice = 1; bob = 2; }',
    has: ['services'],
    lacks: ['alice'],
  },
  'no options in a let': {
    source: '-- a.nix --\n{ lib, ... }: let $0 in { x = 1; }',
    has: ['in', 'inherit'],
    isAll: true,
  },
  'values of an enumeration': {
    source: `${site}-- a.nix --\n{ my.site.mode = $0; }`,
    has: ['fast = "fast"', 'slow = "slow"', 'null'],
  },
  'values of an enumeration in quotes': {
    source: `${site}-- a.nix --\n{ lib, ... }: { my.site.mode = lib.mkDefault "$0"; }`,
    has: ['fast', 'slow'],
    isAll: true,
  },
  'truth values first': {
    source: `${site}-- a.nix --\nlet apple = 1; in { my.site.enable = $0`,
    has: ['true', 'false', 'apple'],
  },
  'inputs that a framework gives to a module': {
    source:
      '{ inputs, ... }: { x = inputs.$0 }\n-- flake.nix --\n{ inputs.nixpkgs.url = "x"; outputs = inputs: inputs.parts.lib.mkFlake { inherit inputs; } { }; }',
    has: ['nixpkgs', 'self'],
    isAll: true,
  },
  'inputs to follow': {
    source:
      '-- flake.nix --\n{ inputs.nixpkgs.url = "x"; inputs.home = { url = "y"; inputs.nixpkgs.follows = "$0"; }; }',
    has: ['nixpkgs'],
    isAll: true,
  },
  'paths in a text': {
    source: '-- a.nix --\n{ x = "./$0"; }\n-- notes/b.txt --\n-',
    has: ['notes'],
    isAll: true,
  },
  'secrets, with quotes where they need them': {
    source: `${fleet}{ config, ... }: { x = config.sops.secrets.$0 }`,
    has: ['db/password = "db/password"'],
  },
  'secrets in quotes': {
    source: `${fleet}{ config, ... }: { x = config.sops.secrets."db$0".path; }`,
    has: ['db/password'],
  },
  'secrets in quotes that nobody has closed': {
    source: `${fleet}{ config, ... }: {\n  x = config.sops.secrets."$0\n  y = 1;\n}`,
    has: ['db/password'],
  },
  'secrets in an interpolation': {
    source: `${fleet}{ config, ... }: { x = "a \${config.sops.placeholder.$0}"; }`,
    has: ['db/password = "db/password"'],
  },
  'secrets of agenix': {
    source: `${fleet}{ config, ... }: { x = config.age.secrets.$0 }`,
    has: ['wifi'],
  },
  templates: {
    source: `${fleet}{ config, ... }: { x = config.sops.templates.$0 }`,
    has: ['env'],
  },
  'users as owners': {
    source: `${fleet}{ sops.secrets.key.owner = "$0"; }`,
    has: ['bob', 'root'],
    isAll: true,
  },
  'groups in a list': {
    source: `${fleet}{ users.users.eve.extraGroups = [ "wheel" "$0" ]; }`,
    has: ['crew'],
  },
  'users without quotes': {
    source: `${fleet}{ systemd.services.web.serviceConfig = { User = $0 }; }`,
    has: ['bob = "bob"'],
  },
  units: {
    source: `${fleet}{ systemd.services.other.after = [ "we$0" ]; }`,
    has: ['web.service'],
  },
  'names of services': {
    source: `${fleet}{ systemd.services.$0 }`,
    has: ['web'],
  },
  machines: {
    source: `${fleet}{ self, ... }: { x = self.nixosConfigurations.$0 }`,
    has: ['oak'],
    lacks: ['elm'],
  },
};

for (const [name, each] of Object.entries(cases)) test(name, () => checkCompletion(each));

test.run();
