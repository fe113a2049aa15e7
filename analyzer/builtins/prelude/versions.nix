lib:
{
  pad =
    count: version:
    let
      numbers = lib.head (lib.splitString "-" version);
      parts = lib.splitVersion numbers ++ lib.replicate count "0";
    in
    lib.concatStringsSep "." (lib.take count parts) + lib.removePrefix numbers version;
}
