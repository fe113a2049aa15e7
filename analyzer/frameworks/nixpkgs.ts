import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  attributes,
  type Lambda,
  record,
  string,
  Thunk,
  unknown,
} from '../evaluate/value.ts';
import { packageSet } from '../nixos/package-set.ts';
import { type Framework, type FrameworkInput, maker, upstream } from './framework.ts';

/** Forks and channels of nixpkgs, and its library alone; not the tools that are named after it. */
export const nixpkgs: Framework = {
  repository:
    /\/nixpkgs([-.](?!esp|fmt|hammering|lint|merge|mozilla|python|review|terraform|track|update|vet|wayland|xr).*)?$/,
  name: /nixpkgs/i,
  outputs: ({ session }) => record({ lib: session.lib, legacyPackages: packagesBySystem(session) }),
  imported: (session, { file }) => {
    switch (file) {
      case undefined:
        return packagesFunction(session);
      case '/lib':
        return session.lib.force();
      case '/nixos/lib/eval-config.nix':
        return maker('nixpkgs', 'nixosSystem');
      default:
        return undefined;
    }
  },
};

function packagesBySystem(session: Session): Attributes {
  return {
    ...attributes(new Map()),
    missing: (system) => packageSet(session, Thunk.of(string(system))),
  };
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
  outputs: library(['homeManagerConfiguration', 'hm']),
};

export const nixDarwin: Framework = {
  repository: /\/(nix-)?darwin$/,
  name: /nix-darwin/i,
  outputs: library(['darwinSystem', 'evalConfig']),
};

/** A `lib` whose names are known, so that `nixpkgs.lib // home-manager.lib` keeps what nixpkgs has. */
function library(names: readonly string[]): Framework['outputs'] {
  return (input: FrameworkInput) =>
    record({
      lib: record(Object.fromEntries(names.map((name) => [name, upstream(input, 'lib', name)]))),
    });
}
