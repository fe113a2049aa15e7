lib:
{
  assertEachOneOf =
    name: values: allowed:
    lib.assertMsg (lib.all (
      value: lib.elem value allowed
    ) values) "each element of ${name} must be one of the allowed values";

  checkAssertWarn =
    assertions: warnings: value:
    let
      failed = lib.filter (each: !each.assertion) assertions;
    in
    if failed == [ ] then
      lib.showWarnings warnings value
    else
      throw "\nFailed assertions:\n${lib.concatMapStringsSep "\n" (each: "- ${each.message}") failed}";
}
