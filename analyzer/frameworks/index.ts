import { adiosFlake } from './adios-flake.ts';
import { blueprint } from './blueprint.ts';
import { clan } from './clan.ts';
import { colmena } from './colmena.ts';
import { easyHosts } from './easy-hosts.ts';
import { ezConfigs } from './ez-configs.ts';
import { flakeModules } from './flake-modules.ts';
import { flakeParts } from './flake-parts.ts';
import { flakeUtils } from './flake-utils.ts';
import { flakeUtilsPlus } from './flake-utils-plus.ts';
import { flocken } from './flocken.ts';
import type { Framework } from './framework.ts';
import { haumea } from './haumea.ts';
import { importTree } from './import-tree.ts';
import { inputPatcher } from './input-patcher.ts';
import { liteConfig } from './lite-config.ts';
import { nixosUnified } from './nixos-unified.ts';
import { homeManager, nixDarwin, nixpkgs } from './nixpkgs.ts';
import { snowfall } from './snowfall.ts';
import { systems } from './systems.ts';
import { unify } from './unify.ts';

/** Every input of which more is known than its name. */
const frameworks: readonly Framework[] = [
  nixpkgs,
  homeManager,
  nixDarwin,
  systems,
  flakeParts,
  flakeUtils,
  importTree,
  flocken,
  haumea,
  liteConfig,
  adiosFlake,
  blueprint,
  clan,
  colmena,
  easyHosts,
  ezConfigs,
  flakeUtilsPlus,
  inputPatcher,
  nixosUnified,
  snowfall,
  unify,
  ...flakeModules,
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
