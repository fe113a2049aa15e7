import * as assert from 'uvu/assert';
import { inFolder } from './run-cli.ts';

/** Two machines, a shop with options of its own, and an input that is not there. */
export const fleet = `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.home-manager.url = "github:nix-community/home-manager";
  outputs = { nixpkgs, home-manager, ... }: {
    nixosConfigurations = {
      web = nixpkgs.lib.nixosSystem {
        system = "x86_64-linux";
        modules = [ ./web.nix ./shop.nix home-manager.nixosModules.home-manager ];
      };
      db = nixpkgs.lib.nixosSystem { system = "aarch64-linux"; modules = [ ./db.nix ]; };
    };
  };
}
-- shop.nix --
{ config, lib, ... }: {
  options.shop = {
    enable = lib.mkEnableOption "the shop";
    port = lib.mkOption {
      type = lib.types.port;
      default = 8080;
      description = "Where the shop listens.";
    };
  };
  config = lib.mkIf config.shop.enable {
    shop.port = lib.mkDefault 80;
    networking.firewall.allowedTCPPorts = [ config.shop.port ];
  };
}
-- web.nix --
{ config, lib, pkgs, ... }: {
  networking.hostName = "web";
  shop.enable = true;
  shop.port = 8443;
  users.users."a.b" = { group = "staff"; password = "hunter2"; uid = 9007199254740993; };
  users.users.root.group = "root";
  services.backup = lib.mkIf config.services.other.enable { to = "s3"; };
  environment.systemPackages = [ pkgs.git pkgs.vim ];
  environment.etc.motd.text = ''
    welcome to \${pkgs.hostname}
    be nice
  '';
  home-manager.users.alice.programs.git.enable = true;
}
-- db.nix --
{ extra, ... }: {
  imports = [ extra.nixosModules.database ];
  networking.hostName = "db";
  networking.firewall.allowedTCPPorts = [ 5432 ];
}
`;

/** What the command prints about the fleet. */
export async function told(...argv: readonly string[]): Promise<string> {
  let printed = '';
  await inFolder(fleet, async ({ run }) => {
    const { code, output, error } = await run(['facts', ...argv]);
    assert.is(error, '');
    assert.is(code, 0);
    printed = output;
  });
  return printed;
}

/** Texts with a line end behind each. */
export const lines = (...texts: readonly string[]): string =>
  texts.map((text) => `${text}\n`).join('');
