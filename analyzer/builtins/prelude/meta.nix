lib:
let
  addMetaAttrs =
    added: package:
    if package ? overrideAttrs then
      package.overrideAttrs (old: {
        meta = old.meta or { } // added;
      })
    else
      package // { meta = package.meta or { } // added; };
  setPrio = priority: addMetaAttrs { inherit priority; };
  updateName = update: package: package // { name = update package.name; };
  mapDerivationAttrset =
    fn: lib.mapAttrs (_: value: if lib.isDerivation value then fn value else value);

  platformMatch =
    platform: pattern:
    if lib.isString pattern then
      platform ? system && pattern == platform.system
    else
      lib.matchAttrs (if pattern ? parsed then pattern else { parsed = pattern; }) platform;
in
{
  inherit
    addMetaAttrs
    mapDerivationAttrset
    platformMatch
    setPrio
    updateName
    ;

  defaultPriority = 5;
  dontDistribute = addMetaAttrs { hydraPlatforms = [ ]; };
  setName = name: package: package // { inherit name; };
  appendToName =
    suffix:
    updateName (
      name:
      let
        parts = builtins.parseDrvName name;
      in
      "${parts.name}-${suffix}-${parts.version}"
    );
  hiPrio = setPrio (-10);
  lowPrio = setPrio 10;
  hiPrioSet = mapDerivationAttrset (setPrio (-10));
  lowPrioSet = mapDerivationAttrset (setPrio 10);
  availableOn =
    platform: package:
    let
      matches = lib.any (platformMatch platform);
    in
    (!package ? meta.platforms || matches package.meta.platforms)
    && (!package ? meta.badPlatforms || !matches package.meta.badPlatforms);
}
