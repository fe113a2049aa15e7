import {
  record,
  setWith,
  type Thunk,
  type UnknownReason,
  unknown,
  type Value,
} from '../evaluate/value.ts';

/** Whether a function of a package set puts patches on a source. */
export function appliesPatches(reason: UnknownReason): boolean {
  const isPackage = reason.kind === 'package' || reason.kind === 'input';
  return isPackage && reason.path.at(-1) === 'applyPatches';
}

/**
 * What `applyPatches` of nixpkgs makes of the source of an input: a package that
 * is taken to be that source, because patches seldom change what is known of it.
 * `undefined` for any other source.
 */
export function patchedSource(argument: Thunk): Value | undefined {
  const given = argument.force();
  const source = given.kind === 'attrs' ? given.get('src')?.value.force() : undefined;
  const outPath = source?.kind === 'attrs' ? source.get('outPath')?.value.force() : source;
  if (outPath?.kind !== 'unknown' || outPath.reason.kind !== 'input') return undefined;
  const known: Value = record({
    outPath,
    overrideAttrs: { kind: 'lambda', formals: undefined, apply: () => patched },
  });
  const open = unknown({ kind: 'package', path: ['pkgs', 'applyPatches'] });
  const patched: Value = setWith(known, { open });
  return patched;
}
