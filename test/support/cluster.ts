/** Machines with a module each, behind `inlet`; nothing but values of options is in them. */
export function clusterOf(machines: Readonly<Record<string, string>>): Record<string, string> {
  const names = Object.keys(machines);
  const entries = names.map((name) => `${name} = machine "${name}";`).join('\n    ');
  const modules = names.map((name) => [`${name}.nix`, machines[name] ?? '{ }']);
  return { 'flake.nix': flake(entries), ...Object.fromEntries(modules) };
}

function flake(entries: string): string {
  return `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.other.url = "github:somebody/other";
  outputs = { nixpkgs, ... }@inputs: let
    machine = name: nixpkgs.lib.nixosSystem {
      specialArgs = { inherit inputs; };
      modules = [ (./. + "/\${name}.nix") { server.ioPrimaryHost = "inlet"; } ];
    };
  in { nixosConfigurations = {
    ${entries}
  }; };
}`;
}
