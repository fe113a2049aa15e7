lib:
let
  inherit (lib)
    functionArgs
    isAttrs
    isFunction
    mirrorFunctionArgs
    setFunctionArgs
    ;

  makeOverridable =
    fn:
    let
      mirror = mirrorFunctionArgs fn;
      call =
        given:
        let
          result = fn given;
          changed = new: given // (if isFunction new then new given else new);
          override = mirror (new: makeOverridable fn (changed new));
          again = change: makeOverridable (mirror (args: change (fn args))) given;
        in
        if isAttrs result then
          result
          // {
            inherit override;
            overrideDerivation = change: again (package: overrideDerivation package change);
            ${if result ? overrideAttrs then "overrideAttrs" else null} =
              change: again (package: package.overrideAttrs change);
          }
        else if isFunction result then
          setFunctionArgs result (functionArgs result) // { inherit override; }
        else
          result;
    in
    if isAttrs fn then
      fn
      // mirror call
      // {
        ${if fn ? override then "override" else null} = change: makeOverridable (fn.override change);
      }
    else
      mirror call;

  overrideDerivation =
    package: change:
    extendDerivation (builtins.seq package.drvPath true) (
      {
        meta = package.meta or { };
        passthru = package.passthru or { };
      }
      // package.passthru or { }
    ) (derivation (package.drvAttrs // change package));

  extendDerivation =
    condition: extra: package:
    let
      checked = value: {
        drvPath =
          assert condition;
          value.drvPath;
        outPath =
          assert condition;
          value.outPath;
      };
      outputs = lib.genAttrs (package.outputs or [ "out" ]) (
        name:
        whole
        // {
          inherit (package.${name}) type outputName;
          outputSpecified = true;
          ${if extra ? overrideAttrs then "overrideAttrs" else null} =
            change: (extra.overrideAttrs change).${name};
        }
        // checked package.${name}
      );
      all = map (name: outputs.${name}) (package.outputs or [ "out" ]);
      whole = package // outputs // { inherit all; } // extra // checked package;
    in
    whole;

  functionOf = source: if isFunction source then source else import source;

  callPackageWith =
    available: source: given:
    let
      fn = functionOf source;
      formals = functionArgs fn;
      args = lib.intersectAttrs formals available // given;
      missing = removeAttrs formals (lib.attrNames args);
      required = lib.filter (name: !missing.${name}) (lib.attrNames missing);
    in
    if required == [ ] then
      makeOverridable fn args
    else
      abort "callPackageWith: the function needs the argument ${lib.head required}";

  callPackagesWith =
    available: source: given:
    let
      fn = functionOf source;
      args = lib.intersectAttrs (functionArgs fn) available // given;
      packages = fn args;
      ofName =
        name: _: makeOverridable (mirrorFunctionArgs fn (changed: (fn changed).${name})) args;
    in
    if lib.isDerivation packages then
      throw "callPackages was called on a single derivation"
    else
      lib.mapAttrs ofName packages;

  makeScope =
    newScope: fn:
    let
      self =
        {
          callPackage = self.newScope { };
        }
        // fn self
        // {
          newScope = scope: newScope (self // scope);
          overrideScope = overlay: makeScope newScope (lib.extends overlay fn);
          packages = fn;
        };
    in
    self;

  makeScopeWithSplicing' =
    { splicePackages, newScope }@scopes:
    {
      otherSplices,
      keep ? _: { },
      extra ? _: { },
      f,
    }:
    let
      first = splicePackages {
        pkgsBuildBuild = otherSplices.selfBuildBuild;
        pkgsBuildHost = otherSplices.selfBuildHost;
        pkgsBuildTarget = otherSplices.selfBuildTarget;
        pkgsHostHost = otherSplices.selfHostHost;
        pkgsHostTarget = self;
        pkgsTargetTarget = otherSplices.selfTargetTarget;
      };
      spliced = extra first // first // keep self;
      self = f self // {
        newScope = scope: newScope (spliced // scope);
        callPackage = newScope spliced;
        overrideScope =
          overlay:
          makeScopeWithSplicing' scopes {
            inherit otherSplices keep extra;
            f = lib.extends overlay f;
          };
        packages = f;
      };
    in
    self;

  indexes = [
    "buildBuild"
    "buildHost"
    "buildTarget"
    "hostHost"
    "hostTarget"
    "targetTarget"
  ];
  prefixed =
    prefix: index:
    "${prefix}${lib.toUpper (lib.substring 0 1 index)}${lib.substring 1 (-1) index}";
in
{
  inherit
    callPackageWith
    callPackagesWith
    extendDerivation
    makeOverridable
    makeScope
    makeScopeWithSplicing'
    overrideDerivation
    ;

  makeScopeWithSplicing =
    splicePackages: newScope: otherSplices: keep: extra: f:
    makeScopeWithSplicing' { inherit splicePackages newScope; } {
      inherit
        otherSplices
        keep
        extra
        f
        ;
    };

  renameCrossIndexFrom = prefix: set: lib.genAttrs indexes (index: set.${prefixed prefix index});
  renameCrossIndexTo =
    prefix: set:
    lib.genAttrs' indexes (index: lib.nameValuePair (prefixed prefix index) set.${index});
  mapCrossIndex = fn: set: lib.genAttrs indexes (index: fn set.${index});

  extendMkDerivation =
    {
      constructDrv,
      excludeDrvArgNames ? [ ],
      excludeFunctionArgNames ? [ ],
      extendDrvArgs,
      inheritFunctionArgs ? true,
      transformDrv ? lib.id,
    }:
    {
      __functor =
        _: given:
        transformDrv (
          constructDrv (
            final:
            let
              previous = if isFunction given then given final else given;
            in
            removeAttrs previous excludeDrvArgNames // extendDrvArgs final previous
          )
        );
      __functionArgs = removeAttrs (
        lib.optionalAttrs inheritFunctionArgs (removeAttrs (functionArgs constructDrv) excludeDrvArgNames)
        // functionArgs (extendDrvArgs { })
      ) excludeFunctionArgNames;
      inherit
        constructDrv
        excludeDrvArgNames
        extendDrvArgs
        transformDrv
        ;
    };
}
