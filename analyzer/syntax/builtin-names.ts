/**
 * The attributes of `builtins`, and the release of Nix that brought those which came
 * after 2.3, by its release notes; what is behind an experimental feature, an option or
 * a plugin is among them, and so is what Lix and Determinate Nix add.
 */
export const builtinReleases: ReadonlyMap<string, string | undefined> = new Map([
  ...names(`
    abort add addErrorContext all any appendContext attrNames attrValues baseNameOf bitAnd bitOr
    bitXor builtins catAttrs compareVersions concatLists concatMap concatStringsSep currentSystem
    currentTime deepSeq derivation derivationStrict dirOf div elem elemAt exec extraBuiltins false
    fetchGit fetchMercurial fetchTarball fetchurl filter filterAttrs filterSource findFile foldl'
    forceLazyFetcherAttr fromJSON fromTOML functionArgs genList genericClosure getAttr getContext
    getEnv hasAttr hasContext hashFile hashString head import importNative intersectAttrs isAttrs
    isBool isFloat isFunction isInt isList isNull isPath isString langVersion length lessThan
    listToAttrs map mapAttrs match mul nix-cflags nixPath nixVersion null parallel parseDrvName
    partition path pathExists placeholder readDir readFile removeAttrs replaceStrings scopedImport
    seq sort split splitVersion storeDir storePath stringLength sub substring tail throw toFile
    toJSON toPath toString toXML trace true tryEval typeOf unsafeDiscardOutputDependency
    unsafeDiscardStringContext unsafeGetAttrPos unsafeGetLambdaDoc valueSize wasm
  `).map((name) => [name, undefined] as const),
  ...release('2.4', 'ceil fetchTree floor getFlake'),
  ...release('2.5', 'groupBy'),
  ...release('2.6', 'zipAttrsWith'),
  ...release('2.8', 'fetchClosure'),
  ...release('2.9', 'break'),
  ...release('2.10', 'traceVerbose'),
  ...release('2.14', 'readFileType'),
  ...release('2.18', 'flakeRefToString outputOf parseFlakeRef'),
  ...release('2.19', 'convertHash fetchFinalTree'),
  ...release('2.20', 'addDrvOutputDependencies'),
  ...release('2.23', 'warn'),
]);

/** The builtins that are also names by themselves. */
export const plainBuiltins: ReadonlySet<string> = new Set(
  names(`
    abort baseNameOf break builtins derivation derivationStrict dirOf false fetchGit
    fetchMercurial fetchTarball fetchTree fromTOML import isNull map null placeholder removeAttrs
    scopedImport throw toString true
  `),
);

function release(version: string, list: string): (readonly [string, string])[] {
  return names(list).map((name) => [name, version] as const);
}

function names(list: string): string[] {
  return list.trim().split(/\s+/);
}
