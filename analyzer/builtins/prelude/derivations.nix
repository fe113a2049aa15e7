lib:
{
  optionalDrvAttr = condition: value: if condition then value else null;

  lazyDerivation =
    {
      derivation,
      meta ? null,
      passthru ? { },
      outputs ? [ "out" ],
    }@args:
    let
      checked =
        if derivation.type or null != "derivation" then
          throw "lazyDerivation: input must be a derivation"
        else if derivation.outputs != outputs then
          throw "lazyDerivation: the derivation has other outputs"
        else
          derivation;
    in
    {
      type = "derivation";
      inherit (checked)
        drvPath
        name
        outPath
        outputName
        system
        ;
      inherit outputs;
      meta = args.meta or checked.meta;
    }
    // lib.genAttrs outputs (name: checked.${name})
    // passthru;

  warnOnInstantiate =
    message: package:
    package
    // lib.mapAttrs (_: lib.warn message) (
      removeAttrs package [
        "meta"
        "name"
        "type"
        "outputName"
      ]
    )
    // lib.optionalAttrs (package ? overrideAttrs && builtins.isFunction package.overrideAttrs) {
      overrideAttrs =
        change: lib.derivations.warnOnInstantiate message (package.overrideAttrs change);
    };
}
