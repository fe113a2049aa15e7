/**
 * What flakes use of `lib.snowfall` to list their own files and to read names
 * of homes, in Nix: a function from `lib`, the flake's source and the folder
 * that its outputs are in.
 */
export const snowfallLibrary = `
  lib: src: root:
  let
    entries = folder: if lib.pathExists folder then builtins.readDir folder else { };
    namesOf = kind: folder: lib.attrNames (lib.filterAttrs (_: found: found == kind) (entries folder));
    ofKind = kind: folder: map (name: folder + "/\${name}") (namesOf kind folder);
    files = ofKind "regular";
    filesBelow = folder: lib.concatMap
      (name:
        let kind = (entries folder).\${name};
        in
        if kind == "directory" then filesBelow (folder + "/\${name}")
        else lib.optional (kind == "regular") (folder + "/\${name}"))
      (lib.attrNames (entries folder));
    isDefault = path: baseNameOf path == "default.nix";
    isNix = path: extension path == "nix";
    isOther = path: isNix path && !isDefault path;
    parts = path: builtins.match "(.*)\\\\.(.*)" (baseNameOf path);
    extension = path: if parts path == null then "" else lib.last (parts path);
  in
  {
    fs = {
      is-file-kind = kind: kind == "regular";
      is-symlink-kind = kind: kind == "symlink";
      is-directory-kind = kind: kind == "directory";
      is-unknown-kind = kind: kind == "unknown";
      get-file = path: src + "/\${path}";
      get-snowfall-file = path: root + "/\${path}";
      safe-read-directory = entries;
      get-directories = ofKind "directory";
      get-files = files;
      get-files-recursive = filesBelow;
      get-nix-files = folder: lib.filter isNix (files folder);
      get-nix-files-recursive = folder: lib.filter isNix (filesBelow folder);
      get-default-nix-files = folder: lib.filter isDefault (files folder);
      get-default-nix-files-recursive = folder: lib.filter isDefault (filesBelow folder);
      get-non-default-nix-files = folder: lib.filter isOther (files folder);
      get-non-default-nix-files-recursive = folder: lib.filter isOther (filesBelow folder);
    };
    path = {
      has-any-file-extension = path: parts path != null;
      get-file-extension = extension;
      has-file-extension = wanted: path: parts path != null && extension path == wanted;
      get-file-name-without-extension = path:
        if parts path == null then baseNameOf path else lib.head (parts path);
    };
    home.split-user-and-host = target:
      let names = lib.splitString "@" target;
      in { user = lib.head names; host = if lib.length names > 1 then lib.elemAt names 1 else ""; };
  }
`;
