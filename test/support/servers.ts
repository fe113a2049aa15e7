import type { FilePath } from '#analyzer/diagnostic.ts';
import { withoutHeader } from '#emit/header.ts';
import { outputsIn } from './emission.ts';

/** What was emitted of some machines. */
export interface Emission {
  /** Texts without their headers, by their paths. */
  readonly texts: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

/** Machines by their names, with further files and what is asked for. */
export interface Servers {
  readonly machines: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  /** The inside of one `[[emit]]`. */
  readonly emit: string;
}

/** Emits something of machines that share `options.nix`, if that is among the files. */
export async function emissionOf({ machines, files = {}, emit }: Servers): Promise<Emission> {
  const all = Object.entries({
    'flake.nix': flakeOf(Object.keys(machines), files['options.nix'] !== undefined),
    'flakewise.toml': `[[emit]]\n${emit}\n`,
    ...files,
    ...Object.fromEntries(Object.entries(machines).map(([name, text]) => [`${name}.nix`, text])),
  });
  const { outputs, problems } = await outputsIn(
    new Map(all.map(([file, text]) => [file as FilePath, text])),
  );
  return {
    texts: new Map(outputs.map(({ file, text }) => [file, withoutHeader(text)])),
    problems: problems.map(({ message }) => message),
  };
}

function flakeOf(names: readonly string[], hasOptions: boolean): string {
  const shared = hasOptions ? ' ./options.nix' : '';
  const machines = names.map((name) => {
    const modules = `[ ./${name}.nix${shared} sops-nix.nixosModules.sops ]`;
    const called = `{ specialArgs = { inherit elsewhere; }; modules = ${modules}; }`;
    return `    nixosConfigurations.${name} = nixpkgs.lib.nixosSystem ${called};\n`;
  });
  return `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.elsewhere.url = "github:example/elsewhere";
  inputs.sops-nix.url = "github:Mic92/sops-nix";
  outputs = { nixpkgs, elsewhere, sops-nix, ... }: {
${machines.join('')}  };
}
`;
}
