import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readConfig } from '#linter/config.ts';
import { dedent, type ParsedExample, parseExample, renderExample } from '#linter/example.ts';
import type { Rule } from '#linter/rule.ts';
import { lintWith, picture } from './lint-example.ts';

/** One machine, `oak`, whose module is what an example shows. */
const flake = `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
`;

/** A convention as it stands in a `flakewise.toml`, and a source with what it finds there. */
export interface ConventionExample {
  readonly says: string;
  readonly toml: string;
  readonly code: string;
}

/** A suite that runs examples. */
export function suiteOf(name: string, examples: readonly ConventionExample[]) {
  const test = suite(name);
  for (const example of examples)
    test(example.says, () => {
      const { files, markers } = sourcesOf(example);
      const found = lintWith(conventionIn(example.toml), files);
      assert.fixture(picture(files, found), renderExample(files, markers));
    });
  return test;
}

/** The files of an example, with the flake. */
export function sourcesOf({ code }: ConventionExample): ParsedExample {
  return parseExample(`${dedent(flake)}\n${dedent(code)}`);
}

/** The rule that a convention becomes. */
export function conventionIn(toml: string): Rule {
  const result = readConfig(`[[convention]]\nid = "own/rule"\n${dedent(toml)}`, {
    rules: [],
    emitters: [],
  });
  if (result.kind === 'problems') throw new Error(result.problems[0]?.message);
  const [rule] = result.config.conventions;
  if (!rule) throw new Error('no convention');
  return rule;
}
