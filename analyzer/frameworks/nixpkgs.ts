import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  attributes,
  type Lambda,
  record,
  setWith,
  string,
  Thunk,
  unknown,
} from '../evaluate/value.ts';
import { packageSet } from '../nixos/package-set.ts';
import {
  type Framework,
  type FrameworkInput,
  fromNix,
  importedFromNix,
  upstream,
} from './framework.ts';
import { homeFunctions } from './home-library.ts';

/** Forks and channels of nixpkgs, and its library alone; not the tools that are named after it. */
export const nixpkgs: Framework = {
  repository:
    /\/nixpkgs([-.](?!esp|fmt|hammering|lint|merge|mozilla|python|review|terraform|track|update|vet|wayland|xr).*)?$/,
  name: /nixpkgs/i,
  outputs: ({ session }) => record({ lib: session.lib, legacyPackages: packagesBySystem(session) }),
  imported: (session, reason) =>
    reason.file === undefined ? packagesFunction(session) : nixpkgsFiles(session, reason),
};

const nixpkgsFiles = importedFromNix(`
  { lib, nixosSystem, upstream, ... }:
  let
    # What \`nixos-rebuild\` evaluates where there is no flake.
    nixos = { configuration, system ? null, specialArgs ? { } }: nixosSystem {
      inherit system specialArgs;
      modules = [ configuration ];
    };
  in
  {
    "/lib" = lib;
    "/nixos" = nixos;
    "/nixos/default.nix" = nixos;
    "/nixos/lib/eval-config.nix" = nixosSystem;
    "/nixos/modules/module-list.nix" = [ upstream.nixos.modules ];
  }
`);

function packagesBySystem(session: Session): Attributes {
  return setWith(attributes(new Map()), {
    missing: (system) => packageSet(session, Thunk.of(string(system))),
  });
}

/** `import nixpkgs { system = …; }`. */
function packagesFunction(session: Session): Lambda {
  return {
    kind: 'lambda',
    formals: undefined,
    apply(argument) {
      const given = argument.force();
      const system = given.kind === 'attrs' ? given.get('system')?.value : undefined;
      const unsaid = unknown({ kind: 'impure', builtin: 'builtins.currentSystem' }, argument.site);
      return packageSet(session, system ?? Thunk.of(unsaid));
    },
  };
}

export const homeManager: Framework = {
  repository: /\/home-manager$/,
  name: /home-manager/i,
  outputs: fromNix(`
    { lib, upstream, ... }:
    let
      module.options.flake = {
        homeConfigurations = lib.mkOption { type = lib.types.lazyAttrsOf lib.types.raw; default = { }; };
        homeModules = lib.mkOption { type = lib.types.lazyAttrsOf lib.types.deferredModule; default = { }; };
      };
    in
    {
      lib = {
        inherit (upstream.lib) homeManagerConfiguration;
        hm = (${homeFunctions}) lib upstream.lib.hm;
      };
      flakeModules = { home-manager = module; default = module; };
    }
  `),
  imported: importedFromNix(`
    { homeManagerConfiguration, ... }:
    {
      "/modules" = { configuration, extraSpecialArgs ? { }, ... }@given:
        homeManagerConfiguration (given // { modules = [ configuration ]; inherit extraSpecialArgs; });
    }
  `),
};

export const nixDarwin: Framework = {
  repository: /\/(nix-)?darwin$/,
  name: /nix-darwin/i,
  outputs: (input: FrameworkInput) =>
    record({
      lib: record({
        darwinSystem: upstream(input, 'lib', 'darwinSystem'),
        evalConfig: upstream(input, 'lib', 'evalConfig'),
      }),
    }),
  imported: importedFromNix(`
    { darwinSystem, ... }:
    {
      "." = { configuration, system ? null, specialArgs ? { }, ... }: darwinSystem {
        inherit system specialArgs;
        modules = [ configuration ];
      };
      "/eval-config.nix" = darwinSystem;
    }
  `),
};
