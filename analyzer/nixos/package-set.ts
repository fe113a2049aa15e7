import { builtin } from '../builtins/function.ts';
import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  bool,
  isStuck,
  record,
  Thunk,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { callPackage } from './call-package.ts';

/** `pkgs`: knows its platform and `lib`; every package is unknown but keeps its name. */
export function packageSet(session: Session, system: Thunk): Value {
  const known = record({
    lib: session.lib,
    system,
    stdenv: stdenvOf(system),
    hostPlatform: platformOf(system),
    callPackage: builtin(session, 'callPackage', 2, (call, fn, given) =>
      callPackage(call, packages, { fn, given }),
    ),
  });
  const packages: Attributes = { ...known, open: unknown({ kind: 'package', path: ['pkgs'] }) };
  return packages;
}

function stdenvOf(system: Thunk): Attributes {
  const known = record({
    hostPlatform: platformOf(system),
    buildPlatform: platformOf(system),
    isLinux: about(system, isLinux),
    isDarwin: about(system, isDarwin),
  });
  return { ...known, open: unknown({ kind: 'package', path: ['pkgs', 'stdenv'] }) };
}

/** `stdenv.hostPlatform` of a system. */
function platformOf(system: Thunk): Attributes {
  const known = record({
    system,
    isLinux: about(system, isLinux),
    isDarwin: about(system, isDarwin),
    isx86_64: about(system, (name) => name.startsWith('x86_64-')),
    isAarch64: about(system, (name) => name.startsWith('aarch64-')),
    isAarch: about(system, (name) => name.startsWith('aarch64-') || name.startsWith('arm')),
  });
  return { ...known, open: unknown({ kind: 'package', path: ['pkgs', 'stdenv', 'hostPlatform'] }) };
}

function isLinux(system: string): boolean {
  return system.endsWith('-linux');
}

function isDarwin(system: string): boolean {
  return system.endsWith('-darwin');
}

function about(system: Thunk, question: (name: string) => boolean): Thunk {
  return new Thunk(system.site, () => {
    const value = system.force();
    if (value.kind === 'string') return bool(question(value.value));
    return isStuck(value) ? value : unknown({ kind: 'package', path: ['pkgs', 'system'] });
  });
}
