lib:
let
  inherit (lib) isPath isString length;

  # What stands between slashes, without the dots that mean the same place.
  partsOf = text: lib.filter (part: part != "" && part != ".") (lib.splitString "/" text);
  joined = parts: "./" + (if parts == [ ] then "." else lib.concatStringsSep "/" parts);
  isValid =
    text:
    isString text
    && text != ""
    && !lib.hasPrefix "/" text
    && !lib.elem ".." (lib.splitString "/" text);
  checked =
    text: if isValid text then partsOf text else throw "lib.path: this is not a valid subpath";

  pathParts =
    path:
    if isPath path then partsOf (toString path) else throw "lib.path: this is not a path";
  isBelow =
    parent: path:
    lib.take (length (pathParts parent)) (pathParts path) == pathParts parent;
in
{
  hasPrefix = parent: path: isBelow parent path;
  removePrefix =
    parent: path:
    if isBelow parent path then
      joined (lib.drop (length (pathParts parent)) (pathParts path))
    else
      throw "lib.path.removePrefix: the first path is not a prefix of the second";
  splitRoot = path: {
    root = if isPath path then /. else throw "lib.path: this is not a path";
    subpath = joined (pathParts path);
  };

  subpath = {
    inherit isValid;
    join = subpaths: joined (lib.concatMap checked subpaths);
    components = checked;
    normalise = text: joined (checked text);
  };
}
