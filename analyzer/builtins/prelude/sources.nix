lib:
let
  inherit (builtins) match;

  urlToName =
    url:
    let
      base = baseNameOf (lib.removeSuffix "/" (lib.last (lib.splitString ":" (toString url))));
      strip =
        name:
        let
          known = match "(.*)\\.(git|tar|zip|gz|tgz|bz|tbz|bz2|tbz2|lzma|txz|xz|zstd)$" name;
        in
        if known == null then name else strip (lib.head known);
    in
    strip base;

  shortRev =
    revision:
    let
      base = baseNameOf (toString revision);
      version = match "([A-Za-z]+[-_. ]?)*(v)?([0-9.]+.*)" base;
    in
    if match "[a-f0-9]+" base != null then
      lib.substring 0 7 base
    else if version != null then
      lib.last version
    else
      base;

  fullName =
    repository: revision: suffix:
    urlToName repository
    + lib.optionalString (revision != null) "-${shortRev revision}"
    + lib.optionalString (suffix != null) "-${suffix}"
    + "-source";
in
{
  inherit shortRev urlToName;

  trace = source: source;

  revOrTag =
    revision: tag:
    if tag != null then
      tag
    else if revision != null then
      revision
    else
      "HEAD";

  repoRevToName =
    kind:
    if kind == "source" then
      (_: _: _: "source")
    else if kind == "versioned" then
      (repository: revision: _: fullName repository revision null)
    else if kind == "full" then
      fullName
    else
      throw "repoRevToName: invalid kind";

  # Leaves out what belongs to version control, editors, and what was built.
  cleanSourceFilter =
    path: type:
    let
      name = baseNameOf path;
      isVersionControl =
        name == ".git"
        || (
          type == "directory"
          && lib.elem name [
            ".svn"
            "CVS"
            ".hg"
            ".jj"
            ".pijul"
            "_darcs"
          ]
        );
      isBackup = lib.hasSuffix "~" name || match "\\.sw[a-z]|\\..*\\.sw[a-z]" name != null;
      isBuilt = lib.hasSuffix ".o" name || lib.hasSuffix ".so" name;
      isResult = type == "symlink" && lib.hasPrefix "result" name;
    in
    !(isVersionControl || isBackup || isBuilt || isResult || type == "unknown");
}
