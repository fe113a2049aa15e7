import { builtin } from '../builtins/function.ts';
import { platformOf } from '../builtins/systems.ts';
import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  record,
  setWith,
  type Thunk,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { callPackage } from './call-package.ts';

/**
 * `pkgs`: knows its platform and `lib`; every package is unknown but keeps its
 * name. Packages are built where they run, unless another system is given.
 */
export function packageSet(session: Session, system: Thunk, builder = system): Value {
  const [platform, buildPlatform] = [platformOf(system), platformOf(builder)];
  const platforms = { hostPlatform: platform, targetPlatform: platform, buildPlatform };
  const known = record({
    lib: session.lib,
    system,
    stdenv: stdenvOf(platforms),
    ...platforms,
    callPackage: builtin(session, 'callPackage', 2, (call, fn, given) =>
      callPackage(call, packages, { fn, given }),
    ),
  });
  const open = unknown({ kind: 'package', path: ['pkgs'] });
  const packages: Attributes = setWith(known, { open });
  return packages;
}

/** What `stdenv` says of its platform itself. */
const ofStdenv = `
  is32bit is64bit isAarch32 isAarch64 isBSD isBigEndian isCygwin isDarwin isFreeBSD isLinux isMips
  isOpenBSD isSunOS isi686 isx86_32 isx86_64
`;

interface Platforms {
  readonly [name: string]: Attributes;
  readonly hostPlatform: Attributes;
}

function stdenvOf(platforms: Platforms): Attributes {
  const predicates = ofStdenv
    .trim()
    .split(/\s+/)
    .flatMap((name) => {
      const value = platforms.hostPlatform.get(name)?.value;
      return value ? [[name, value] as const] : [];
    });
  const known = record({ ...Object.fromEntries(predicates), ...platforms });
  return setWith(known, { open: unknown({ kind: 'package', path: ['pkgs', 'stdenv'] }) });
}
