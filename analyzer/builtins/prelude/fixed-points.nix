lib:
let
  makeExtensibleWithCustomName =
    name: fn:
    lib.fix' (
      self:
      fn self
      // {
        ${name} = overlay: makeExtensibleWithCustomName name (lib.extends overlay fn);
      }
    );
in
{
  inherit makeExtensibleWithCustomName;
}
