lib:
let
  maybeAttr =
    name: otherwise: set:
    set.${name} or otherwise;
in
{
  inherit maybeAttr;
  maybeAttrNullable = maybeAttr;
  maybeEnv =
    name: otherwise:
    let
      value = builtins.getEnv name;
    in
    if value == "" then otherwise else value;
  ifEnable =
    condition: value:
    if condition then
      value
    else if lib.isList value then
      [ ]
    else if lib.isAttrs value then
      { }
    else if lib.isBool value then
      false
    else
      null;
  nvs = name: value: { ${name} = value; };
  setAttr =
    set: name: value:
    set // { ${name} = value; };
  setAttrMerge =
    name: otherwise: set: fn:
    set // { ${name} = fn (set.${name} or otherwise); };
  mergeAttrsConcatenateValues =
    a: b:
    b // a // lib.mapAttrs (name: value: lib.toList value ++ lib.toList b.${name}) (
      lib.intersectAttrs b a
    );
  mergeAttrsWithFunc =
    fn: a: b:
    b // a // lib.mapAttrs (name: value: fn value b.${name}) (lib.intersectAttrs b a);

  fakeHash = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  fakeSha256 = lib.concatStrings (lib.replicate 64 "0");
  fakeSha512 = lib.concatStrings (lib.replicate 128 "0");
}
