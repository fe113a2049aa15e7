import type { Location } from 'vscode-languageserver';
import { marked } from './marked.ts';

/** A fleet of several files and languages: three machines, a home, options, secrets, accounts and the cloud. */
export const editorFleet: ReadonlyMap<string, string> = marked(`
-- flake.nix --
{
  description = "a shop";
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.05";
    sops-nix = {
      url = "github:Mic92/sops-nix";
      inputs.nixpkgs.follows = "nixpkgs";
    };
    home-manager.url = "github:nix-community/home-manager";
  };
  outputs = { self, nixpkgs, sops-nix, home-manager, ... }: {
    nixosConfigurations = {
      web = nixpkgs.lib.nixosSystem {
        system = "x86_64-linux";
        modules = [
          ./hosts/web.nix
          sops-nix.nixosModules.sops
          home-manager.nixosModules.home-manager
        ];
      };
      db = nixpkgs.lib.nixosSystem {
        system = "aarch64-linux";
        modules = [ ./hosts/db.nix sops-nix.nixosModules.sops ];
      };
    };
    packages.x86_64-linux.site = nixpkgs.legacyPackages.x86_64-linux.callPackage ./site.nix { };
  };
}
-- flake.lock --
{
  "nodes": {
    "nixpkgs": {
      "locked": {
        "lastModified": 1750000000,
        "narHash": "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "owner": "NixOS",
        "repo": "nixpkgs",
        "rev": "0123456789abcdef0123456789abcdef01234567",
        "type": "github"
      },
      "original": {
        "owner": "NixOS",
        "ref": "nixos-25.05",
        "repo": "nixpkgs",
        "type": "github"
      }
    },
    "root": { "inputs": { "nixpkgs": "nixpkgs" } }
  },
  "root": "root",
  "version": 7
}
-- hosts/web.nix --
{ config, lib, pkgs, ... }:
{
  imports = [ ../modules/shop.nix ../modules/accounts.nix ];
  networking.hostName = "web";
  shop = {
    enable = true;
    port = 8443;
    names = [ "shop.example" "www.example" ];
  };
  services.postgresql.enable = lib.mkDefault true;
  sops.defaultSopsFile = ../secrets/web.yaml;
  sops.secrets."shop/token" = {
    owner = "shop";
    mode = "0440";
  };
  systemd.services.shop = {
    script = "serve --token \${config.sops.secrets."shop/token".path}";
    serviceConfig.User = "shop";
  };
  users.users.root.password = "hunter2hunter2";
  home-manager.users.alice = { programs.git.enable = true; };
}
-- hosts/db.nix --
{ lib, ... }:
{
  imports = [ ../modules/shop.nix ../modules/accounts.nix ];
  networking.hostName = "db";
  shop.enable = false;
  shop.port = lib.mkForce 5000;
  services.postgresql.enable = true;
}
-- modules/shop.nix --
{ config, lib, ... }:
let
  cfg = config.shop;
in
{
  options.shop = {
    enable = lib.mkEnableOption "the shop";
    port = lib.mkOption {
      type = lib.types.port;
      default = 8080;
      description = "Where the shop listens.";
    };
    names = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ ];
    };
  };
  config = lib.mkIf cfg.enable {
    shop.port = lib.mkDefault 80;
    networking.firewall.allowedTCPPorts = [ cfg.port ];
  };
}
-- modules/accounts.nix --
{
  users.users.shop = {
    isSystemUser = true;
    group = "staff";
  };
  users.groups.staff = { gid = 900; };
}
-- site.nix --
{ stdenv }: stdenv.mkDerivation { name = "site"; }
-- secrets/web.yaml --
shop:
    token: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
sops:
    age:
        - recipient: age1webwebwebwebwebwebwebwebwebwebwebwebwebwebwebwebwebfake0
          enc: not a real age header
    lastmodified: "2025-01-01T00:00:00Z"
    mac: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    version: 3.9.4
-- .sops.yaml --
keys:
  - &web age1webwebwebwebwebwebwebwebwebwebwebwebwebwebwebwebwebfake0
creation_rules:
  - path_regex: secrets/web\\.yaml$
    key_groups:
      - age:
          - *web
-- cloud/main.tf --
resource "aws_instance" "web" {
  ami = "ami-1"
}

resource "aws_eip" "web" {
  instance = aws_instance.web.id
}

moved {
  from = aws_instance.old
  to   = aws_instance.web
}
-- README.md --
# The shop

Deploy it:

\`\`\`sh
nixos-rebuild switch --flake .#web
nix build .#site
\`\`\`
-- .github/workflows/build.yml --
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: nix build .#nixosConfigurations.web.config.system.build.toplevel
-- flakewise.toml --
[rules]
"unused/let-binding" = "off"
-- helpers.nix --
{ double = x: x * 2; }
-- names.nix --
{ lib, port ? 80, ... }:
let
  helpers = import ./helpers.nix;
  password = "hunter2hunter2";
  settings = { inherit port; name = "x"; nested.deep = 1; };
in
builtins.map helpers.double [ port settings.nested (lib.strings.toLower password) ]
++ builtins.groupBy (with lib; types.listOf types.str)
-- scratch.nix --
# flakewise-ignore unused/let-binding: a draft
let unused = 1; in 2
`).files;

/** A place of a fleet. */
export interface FleetCursor {
  readonly file: string;
  readonly offset: number;
}

/** The place that `$0` marks in a piece of the one file's text that has it, such as `shop.po$0rt`. */
export function cursorIn(
  files: ReadonlyMap<string, string>,
  file: string,
  piece: string,
): FleetCursor {
  const [before = '', after = ''] = piece.split('$0');
  const text = files.get(file) ?? '';
  const index = text.indexOf(before + after);
  if (index < 0) throw new Error(`${file} has no ${before}${after}`);
  return { file, offset: index + before.length };
}

/** A place as the protocol counts it, in a text without characters beyond the first plane. */
export function positionIn(
  files: ReadonlyMap<string, string>,
  { file, offset }: FleetCursor,
): { readonly line: number; readonly character: number } {
  const lines = (files.get(file) ?? '').slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** A place as the protocol tells it, with the line around it. */
export function lineOf(
  files: ReadonlyMap<string, string>,
  root: string,
  { uri, range: { start, end } }: Location,
): string {
  const file = uri.slice(root.length);
  const line = (files.get(file) ?? '').split('\n')[start.line] ?? '';
  const [before, within, after] = [
    line.slice(0, start.character),
    line.slice(start.character, end.character),
    line.slice(end.character),
  ];
  return `${file}: ${`${before}⟦${within}⟧${after}`.trim()}`;
}
