export const web = '-- web.nix --\n{ lib, ... }: { networking.hostName = lib.mkForce "web1"; }';

export function flake(inputs: string, outputs: string, files = ''): string {
  return `-- flake.nix --\n{ inputs = { ${inputs} nixpkgs.url = "nixpkgs"; }; outputs = ${outputs}; }\n${files}`;
}

/** A flake of flake-parts with one more module. */
export function parts(input: string, module: string, files = ''): string {
  return flake(
    `flake-parts.url = "github:hercules-ci/flake-parts"; ${input}`,
    `inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (${module})`,
    files,
  );
}
