import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseExample, renderExample } from '#linter/example.ts';
import rule from '#rules/hosts/host-name-check.ts';
import { lintWith, picture } from './support/lint-example.ts';

const test = suite('identity notes');

/** Two homes and two machines, whose shared module is `common.nix`; homes and machines get `hostname`. */
const flake = `-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.home-manager.url = "github:nix-community/home-manager";
  outputs = { nixpkgs, home-manager, ... }:
    let
      mkHome = hostname: home-manager.lib.homeManagerConfiguration {
        pkgs = nixpkgs.legacyPackages.x86_64-linux;
        extraSpecialArgs = { inherit hostname; };
        modules = [ ./common.nix ];
      };
    in
    {
      homeConfigurations."ada@freyja" = mkHome "freyja";
      homeConfigurations."ada@thor" = mkHome "thor";
      nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
        specialArgs.hostname = "freyja";
        modules = [ ./oak.nix ./common.nix ];
      };
      nixosConfigurations.elm = nixpkgs.lib.nixosSystem {
        specialArgs.hostname = "thor";
        modules = [ { networking.hostName = "elm"; } ./common.nix ];
      };
    };
}
`;
const oak = (marker: string): string => `-- oak.nix --
{
  networking.hostName = "oak";
${marker}}
`;
const note = '#                       ^^^^^ note: holds for `oak`\n';

test('an argument may have another value than the host name, so that nothing is said of machines', () =>
  shows(
    oak(''),
    `
-- common.nix --
{ lib, hostname, systemSettings, ... }:
{
  a = hostname == "freyja";
#     ^^^^^^^^^^^^^^^^^^^^ host name check in shared code: decide by a flag, not by \`hostname\`
  b = hostname == "oak";
#     ^^^^^^^^^^^^^^^^^ host name check in shared code: decide by a flag, not by \`hostname\`
  c = systemSettings.hostname != "oak";
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ host name check in shared code: decide by a flag, not by \`systemSettings.hostname\`
  d = { freyja = 1; }.\${hostname};
#                       ^^^^^^^^ per-host table by \`hostname\` in shared code: move each value to its machine
  e.sopsFile = ./secrets/\${hostname}.yaml;
}
    `,
  ));

test('the name that a machine gives itself is known, also through another name for it', () =>
  shows(
    oak(note),
    `
-- common.nix --
{ config, ... }:
let
  inherit (config.networking) hostName;
in
{
  a = hostName == "oak";
#     ^^^^^^^^^^^^^^^^^ host name check in shared code: decide by a flag, not by \`hostName\`
  b = config.networking.hostName == "freyja";
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ host name check in shared code: decide by a flag, not by \`config.networking.hostName\`
#                                   ^^^^^^^^ note: holds for no machine of this flake
}
    `,
  ));

test('a key that is written in parts has one note', () =>
  shows(
    oak(''),
    `
-- common.nix --
{ config, ... }:
let
  table = { fir.a = 1; fir.b = 2; };
#           ^^^ note: no machine of this flake is called \`fir\`
in
{
  a = table.\${config.networking.hostName} or { };
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ per-host table by \`config.networking.hostName\` in shared code: move each value to its machine
}
    `,
  ));

test('a file that is looked for to be imported is one finding', () =>
  shows(
    oak(''),
    `
-- common.nix --
{ lib, self, hostname, ... }:
let
  has = builtins.pathExists ./let/\${hostname}.nix;
in
{
  imports =
    lib.optional (builtins.pathExists (./. + "/\${hostname}.nix")) ./\${hostname}.nix
#                                                                 ^^^^^^^^^^^^^^^^^ import chosen by \`hostname\` in shared code
    ++ (if builtins.pathExists "\${self}/\${hostname}.nix" then [ "\${self}/\${hostname}.nix" ] else [ ])
#                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^ import chosen by \`hostname\` in shared code
    ++ lib.optional (has && true) ./let/\${hostname}.nix
#                                 ^^^^^^^^^^^^^^^^^^^^^ import chosen by \`hostname\` in shared code
    ++ lib.optional (builtins.pathExists ./a/\${hostname}.nix) ./b/\${hostname}.nix;
#                                        ^^^^^^^^^^^^^^^^^^^ file looked for by \`hostname\` in shared code
#                                                             ^^^^^^^^^^^^^^^^^^^ import chosen by \`hostname\` in shared code
  other.enable = builtins.pathExists ./\${hostname}.nix;
#                                    ^^^^^^^^^^^^^^^^^ file looked for by \`hostname\` in shared code
}
    `,
  ));

test.run();

/** Every finding and note of the rule must be drawn, and nothing else. */
function shows(machine: string, module: string): void {
  const drawn = `${flake}${machine}${module.trim()}\n`;
  const { files, markers } = parseExample(drawn);
  assert.fixture(picture(files, lintWith(rule, files)), renderExample(files, markers));
}
