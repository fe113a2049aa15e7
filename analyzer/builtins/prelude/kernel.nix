lib:
let
  choice = tristate: {
    inherit tristate;
    optional = false;
  };
in
{
  yes = choice "y";
  no = choice "n";
  module = choice "m";
  unset = choice null;
  option = setting: setting // { optional = true; };
  freeform = text: {
    freeform = text;
    optional = false;
  };
  whenHelpers = version: {
    whenAtLeast = low: lib.mkIf (lib.versionAtLeast version low);
    whenOlder = high: lib.mkIf (lib.versionOlder version high);
    whenBetween =
      low: high: lib.mkIf (lib.versionAtLeast version low && lib.versionOlder version high);
  };
}
