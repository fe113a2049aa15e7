import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { dedent, parseExample } from '#linter/example.ts';
import { conventionIn } from './conventions.ts';
import { fixWith } from './lint-example.ts';

/** Three machines and a Mac; two of them have a file in common. */
export const fourMachines = `
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

/** A convention, sources that break it, and what its fixes make of them. */
export interface FixExample {
  readonly says: string;
  readonly toml: string;
  readonly code: string;
  /** Files after their fixes; those that are not here stay as they are. */
  readonly fixed: string;
}

/** A suite in which every fix of an example is applied; a second run must change nothing. */
export function suiteOfFixes(name: string, examples: readonly FixExample[]) {
  const test = suite(name);
  for (const { says, toml, code, fixed } of examples)
    test(says, () => {
      const rule = conventionIn(toml);
      const { files: written } = parseExample(`${dedent(fourMachines)}\n${dedent(code)}`);
      const files = new Map([...empty, ...written]);
      const after = fixWith(rule, files);
      const expected = new Map([...files, ...(fixed === '' ? [] : parseExample(fixed).files)]);
      for (const [file, text] of expected) assert.fixture(after.get(file) ?? '', text);
      assert.equal([...fixWith(rule, after)], [...after]);
    });
  return test;
}
