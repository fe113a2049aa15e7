import { flakeParts } from './flake-parts.ts';
import { flakeUtils } from './flake-utils.ts';
import type { Framework } from './framework.ts';
import { haumea } from './haumea.ts';
import { importTree } from './import-tree.ts';
import { homeManager, nixDarwin, nixpkgs } from './nixpkgs.ts';
import { systems } from './systems.ts';

/** Every input of which more is known than its name. */
const frameworks: readonly Framework[] = [
  nixpkgs,
  homeManager,
  nixDarwin,
  systems,
  flakeParts,
  flakeUtils,
  importTree,
  haumea,
];

/**
 * The framework behind an input: by its repository where the flake says which
 * that is, and else by the name that the flake gives to the input.
 */
export function frameworkOf(input: {
  readonly name: string;
  readonly repository?: string | undefined;
}): Framework | undefined {
  const { name, repository } = input;
  return frameworks.find((framework) =>
    repository === undefined ? framework.name.test(name) : framework.repository.test(repository),
  );
}
