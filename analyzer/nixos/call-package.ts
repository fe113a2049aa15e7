import { type BuiltinCall, callWith } from '../builtins/function.ts';
import { importPath } from '../evaluate/paths.ts';
import { member } from '../evaluate/select.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  Thunk,
  unknown,
  type Value,
} from '../evaluate/value.ts';

/**
 * `pkgs.callPackage fn arguments`: the function gets what it asks for from the
 * arguments, and else from the package set. What it gives can be overridden,
 * which is unknown here.
 */
export function callPackage(
  call: BuiltinCall,
  packages: Attributes,
  { fn, given }: { readonly fn: Thunk; readonly given: Thunk },
): Value {
  const callee = calleeOf(call, fn);
  const value = callee.force();
  if (value.kind !== 'lambda') return value;
  const asked = given.force();
  if (asked.kind !== 'attrs') return asked;
  const names = [...(value.formals?.keys() ?? [])];
  const entries = new Map(
    names.map((name): [string, Attribute] => [
      name,
      asked.get(name) ?? { value: fromPackages(packages, name), at: undefined },
    ]),
  );
  const result = callWith(call, callee, Thunk.of(attributes(entries, asked.open)));
  return result.kind === 'attrs' ? overridable(result) : result;
}

function calleeOf({ session }: BuiltinCall, fn: Thunk): Thunk {
  const value = fn.force();
  return value.kind === 'path' || value.kind === 'string'
    ? Thunk.of(importPath(session, value, fn.site), fn.site)
    : fn;
}

function fromPackages(packages: Attributes, name: string): Thunk {
  return new Thunk(
    undefined,
    () => member(packages, name) ?? unknown({ kind: 'package', path: ['pkgs', name] }),
  );
}

function overridable(result: Attributes): Attributes {
  const later = unknown({ kind: 'package', path: ['override'] });
  const added: readonly string[] = ['override', 'overrideDerivation'];
  return {
    kind: 'attrs',
    names: () => [...new Set([...result.names(), ...added])].sort(),
    get: (name) =>
      added.includes(name) ? { value: Thunk.of(later), at: undefined } : result.get(name),
    get open() {
      return result.open;
    },
    missing: (name) => result.missing?.(name),
  };
}
