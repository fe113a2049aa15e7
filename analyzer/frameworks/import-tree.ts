import { type Framework, fromNix, importedFromNix } from './framework.ts';

const tree = `
  { lib, ... }:
  let
    start = {
      accepts = _: true;
      convert = item: item;
      roots = [ ];
      first = null;
      finish = null;
      library = null;
      methods = { };
    };

    make = settings: lib.mapAttrs (_: method: method (make settings)) settings.methods // {
      __config = { __functor = _: _: null; inherit settings; };
      __functor = self: argument: read settings (if isModuleArgument argument then [ ] else argument);
      filter = accepts: make (settings // { accepts = item: settings.accepts item && accepts item; });
      filterNot = rejects: make (settings // { accepts = item: settings.accepts item && !rejects item; });
      match = pattern: (make settings).filter (item: builtins.match pattern item != null);
      matchNot = pattern: (make settings).filterNot (item: builtins.match pattern item != null);
      map = convert: make (settings // { convert = item: convert (settings.convert item); });
      addPath = root: make (settings // { roots = settings.roots ++ [ root ]; });
      addAPI = methods: make (settings // { methods = settings.methods // methods; });
      withLib = library: make (settings // { inherit library; });
      initFilter = first: make (settings // { inherit first; });
      pipeTo = finish: make (settings // { inherit finish; });
      leafs = make (settings // { finish = items: items; });
      result = read settings [ ];
      files = read (settings // { finish = items: items; }) [ ];
      new = make start;
    };

    read = settings: root:
      if settings.finish == null then
        { imports = [ ({ lib, ... }: { imports = items settings root; }) ]; }
      else if settings.library == null then
        throw "import-tree needs \`withLib\` before it can read a tree"
      else
        settings.finish (items settings root);

    items = settings: root:
      let
        roots = lib.flatten [ settings.roots root ];
        folders = map toString (lib.filter isFolder roots);
        found = lib.flatten (map (below settings) roots);
      in
      map settings.convert (lib.filter (isWanted settings folders) found);

    below = settings: root:
      if isTree root then (root.withLib lib).files
      else if isSet root && root ? outPath then below settings root.outPath
      else if isFolder root then lib.filesystem.listFilesRecursive root
      else [ root ];

    isWanted = settings: folders: item:
      let
        subject = if isPathLike item then relative folders (toString item) else item;
        isFile = name: lib.hasSuffix ".nix" name && !lib.hasInfix "/_" name;
        first = if settings.first != null then settings.first else if isPathLike item then isFile else _: true;
      in
      first subject && settings.accepts subject;

    relative = folders: file:
      let folder = lib.findFirst (folder: lib.hasPrefix folder file) null folders;
      in if folder == null then file else lib.removePrefix folder file;

    isSet = builtins.isAttrs;
    isTree = item: isSet item && item ? __config.__functor;
    isPathLike = item: builtins.isPath item || builtins.isString item || (isSet item && item ? outPath);
    isFolder = item: isPathLike item && builtins.readFileType item == "directory";
    isModuleArgument = item: isSet item && item ? options;
  in
  make start
`;

/**
 * `vic/import-tree`: a module that imports every Nix file below some folders.
 *
 * The input is itself a function of one or more roots, with methods that give
 * a changed function. Files whose path below a root has a name that begins
 * with an underscore are passed over unless `initFilter` says otherwise.
 */
export const importTree: Framework = {
  repository: /^(vic|denful)\/import-tree$/,
  name: /^import-?tree$/i,
  outputs: fromNix(tree),
  imported: importedFromNix(`given: { "." = (${tree}) given; }`),
};
