/**
 * The names that Nix defines outside every expression.
 *
 * They are static, so `with` never shadows them; `let`, `rec` and functions do.
 */
export function isGlobal(name: string): boolean {
  return plain.has(name) || (name.startsWith('__') && prefixed.has(name.slice(2)));
}

const plain = names(`
  abort baseNameOf break builtins derivation derivationStrict dirOf false fetchGit fetchMercurial
  fetchTarball fetchTree fromTOML import isNull map null placeholder removeAttrs scopedImport throw
  toString true
`);

/** Builtins that are global under their name with two underscores in front. */
const prefixed = names(`
  add addDrvOutputDependencies addErrorContext all any appendContext attrNames attrValues bitAnd
  bitOr bitXor catAttrs ceil compareVersions concatLists concatMap concatStringsSep convertHash
  curPos currentSystem currentTime deepSeq div elem elemAt fetchClosure fetchurl fetchFinalTree
  filter filterAttrs filterSource findFile flakeRefToString floor foldl' fromJSON functionArgs
  genList genericClosure getAttr getContext getEnv getFlake groupBy hasAttr hasContext hashFile
  hashString head intersectAttrs isAttrs isBool isFloat isFunction isInt isList isPath isString
  langVersion length lessThan listToAttrs mapAttrs match mul nixPath nixVersion outputOf
  parseDrvName parseFlakeRef partition path pathExists readDir readFile readFileType replaceStrings
  seq sort split splitVersion storeDir storePath stringLength sub substring tail toFile toJSON
  toPath toXML trace traceVerbose tryEval typeOf unsafeDiscardOutputDependency
  unsafeDiscardStringContext unsafeGetAttrPos warn zipAttrsWith
`);

function names(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
