lib:
let
  packagesFromDirectoryRecursive =
    { callPackage, directory, ... }@settings:
    let
      package = directory + "/package.nix";
      ofEntry =
        inner: name: type:
        let
          path = directory + "/${name}";
        in
        if type == "directory" then
          { ${name} = packagesFromDirectoryRecursive (inner // { directory = path; }); }
        else if type != "regular" then
          throw "packagesFromDirectoryRecursive: ${toString path} is neither a file nor a directory"
        else
          lib.optionalAttrs (lib.hasSuffix ".nix" name) {
            ${lib.removeSuffix ".nix" name} = inner.callPackage path { };
          };
      ofDirectory = inner: lib.concatMapAttrs (ofEntry inner) (builtins.readDir directory);
    in
    if builtins.pathExists package then
      callPackage package { }
    else if settings ? newScope then
      lib.recurseIntoAttrs (
        lib.makeScope settings.newScope (
          self: ofDirectory (settings // { inherit (self) callPackage newScope; })
        )
      )
    else
      ofDirectory settings;
in
{
  inherit packagesFromDirectoryRecursive;

  haskellPathsInDir =
    root:
    lib.filterAttrs (name: path: builtins.pathExists (path + "/${name}.cabal")) (
      lib.mapAttrs (name: _: root + "/${name}") (builtins.readDir root)
    );

  resolveDefaultNix =
    path:
    if lib.filesystem.pathIsDirectory path then
      path + "/default.nix"
    else if lib.isString path && lib.hasSuffix "/" path then
      "${path}default.nix"
    else
      path;
}
