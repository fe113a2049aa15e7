lib:
let
  inherit (builtins)
    attrNames
    attrValues
    intersectAttrs
    isAttrs
    isPath
    pathExists
    ;

  # Files by keys that sort as walking the directories would meet them.
  fileset = files: {
    _type = "fileset";
    inherit files;
  };

  keyOf = path: lib.replaceStrings [ "/" ] [ "\t" ] (toString path);

  ofPaths =
    paths:
    fileset (
      lib.listToAttrs (
        map (path: {
          name = keyOf path;
          value = path;
        }) paths
      )
    );

  isFileset = value: (isAttrs value && value._type or null == "fileset") || isPath value;

  # A path stands for the file there, or for all files below it.
  coerce =
    name: value:
    if isAttrs value && value._type or null == "fileset" then
      value
    else if !isPath value then
      throw "lib.fileset.${name}: the argument is neither a file set nor a path"
    else if pathExists value then
      ofPaths (lib.filesystem.listFilesRecursive value)
    else
      throw "lib.fileset.${name}: a path does not exist";

  filesOf = name: value: (coerce name value).files;

  fileFilter =
    predicate: path:
    let
      isWanted =
        file:
        let
          name = baseNameOf file;
        in
        predicate {
          inherit name;
          type = lib.filesystem.pathType file;
          hasExt = extension: lib.hasSuffix ".${extension}" name;
          "more attributes may come" = null;
        };
    in
    if !lib.isFunction predicate then
      throw "lib.fileset.fileFilter: the first argument must be a function"
    else if !isPath path then
      throw "lib.fileset.fileFilter: the second argument must be a path"
    else if !pathExists path then
      throw "lib.fileset.fileFilter: the path does not exist"
    else
      ofPaths (lib.filter isWanted (lib.filesystem.listFilesRecursive path));

  maybeMissing =
    path:
    if !isPath path then
      throw "lib.fileset.maybeMissing: the argument must be a path"
    else if pathExists path then
      coerce "maybeMissing" path
    else
      ofPaths [ ];

  joined = name: sets: lib.foldl' (files: set: files // filesOf name set) { } sets;
in
{
  inherit fileFilter isFileset maybeMissing;

  empty = ofPaths [ ];
  toList = value: attrValues (filesOf "toList" value);
  union = a: b: fileset (joined "union" [ a b ]);
  unions =
    sets:
    if lib.isList sets then
      fileset (joined "unions" sets)
    else
      throw "lib.fileset.unions: the argument must be a list";
  intersection = a: b: fileset (intersectAttrs (filesOf "intersection" b) (filesOf "intersection" a));
  difference = a: b: fileset (removeAttrs (filesOf "difference" a) (attrNames (filesOf "difference" b)));
  trace = value: result: builtins.seq (coerce "trace" value) result;
  traceVal = value: builtins.seq (coerce "traceVal" value) value;
}
