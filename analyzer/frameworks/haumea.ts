import { type Framework, fromNix } from './framework.ts';

/**
 * `nix-community/haumea`: a folder of Nix files as an attribute set.
 *
 * A file is called with `self`, `super`, `root` and further inputs, as far as
 * it asks for them. One underscore before a name hides it outside the tree,
 * two hide it outside its folder.
 */
export const haumea: Framework = {
  repository: /^nix-community\/haumea$/,
  name: /^haumea$/,
  outputs: fromNix(`
    { lib, upstream, ... }:
    let
      stripped = lib.removePrefix "_";
      withoutExtension = name:
        let found = builtins.match "(.+)[.][^.]+" name;
        in if found == null then name else lib.head found;

      entryOf = matchers: file: kind:
        let
          bare = stripped (stripped file);
          matching = lib.filter (matcher: matcher.matches bare) matchers;
          visibility = if lib.hasPrefix "__" file then "super" else if lib.hasPrefix "_" file then "root" else "public";
        in
        if bare == "" then null
        else if kind == "directory" then { inherit file visibility; name = bare; isFolder = true; }
        else if kind == "regular" && matching != [ ] then {
          inherit file visibility;
          name = withoutExtension bare;
          isFolder = false;
          inherit (lib.head matching) loader;
        }
        else null;

      read = settings: source: path:
        let
          entries = lib.filter (entry: entry != null)
            (lib.mapAttrsToList (entryOf settings.matchers) (builtins.readDir source));
          contentOf = entry:
            if entry.isFolder
            then { isFolder = true; children = read settings (source + "/\${entry.file}") (path ++ [ entry.name ]); }
            else { isFolder = false; content = load settings entry (source + "/\${entry.file}") path; };
          add = found: entry:
            if found ? \${entry.name}
            then throw "haumea finds \`\${entry.name}\` twice in \${toString source}"
            else found // { \${entry.name} = { inherit (entry) visibility; } // contentOf entry; };
        in
        lib.foldl' add { } entries;

      load = settings: entry: file: path:
        let
          self = entry.loader (settings.inputs // {
            inherit self;
            super = lib.getAttrFromPath path (view settings path [ ] settings.tree);
            root = view settings path [ ] settings.tree;
          }) file;
        in
        self;

      # What someone who stands at a path sees of a node; null stands outside the tree.
      view = settings: standing: cursor: node:
        if !node.isFolder then node.content
        else
          settings.transform cursor (lib.concatMapAttrs
            (name: child: lib.optionalAttrs
              {
                public = true;
                root = standing != null;
                super = standing != null && lib.take (lib.length cursor) standing == cursor;
              }.\${child.visibility}
              { \${name} = view settings standing (cursor ++ [ name ]) child; })
            node.children);

      loadTree = { src, loader ? loaders.default, inputs ? { }, transformer ? [ ] }:
        let
          settings = {
            inherit inputs;
            matchers = if lib.isFunction loader then [ (matchers.nix loader) ] else loader;
            transform = cursor: value: lib.pipe value (map (change: change cursor) (lib.flatten transformer));
            tree = { isFolder = true; children = read settings src [ ]; };
          };
        in
        view settings null [ ] settings.tree;

      callWith = importer: inputs: path:
        let fn = lib.toFunction (importer path);
        in fn (lib.mapAttrs (name: _: inputs.\${name}) (lib.functionArgs fn));

      loaders = upstream.lib.loaders // {
        default = callWith import;
        verbatim = _: import;
        path = _: path: path;
        callPackage = inputs: path: lib.callPackageWith inputs path { };
      };

      matchers = {
        always = loader: { matches = _: true; inherit loader; };
        extension = extension: loader: {
          matches = name: lib.hasSuffix ".\${extension}" name
            && lib.stringLength name > lib.stringLength extension + 1;
          inherit loader;
        };
        nix = matchers.extension "nix";
        json = matchers.extension "json" (_: lib.importJSON);
        toml = matchers.extension "toml" (_: lib.importTOML);
        regex = pattern: loader: {
          matches = name: builtins.match pattern name != null;
          loader = inputs: path: loader (builtins.match pattern (baseNameOf path)) inputs path;
        };
      };

      liftDefault = _: folder: removeAttrs folder [ "default" ] // folder.default or { };
      prependUnderscore = _: lib.mapAttrs' (name:
        lib.nameValuePair (if builtins.match "[a-zA-Z_].*" name != null then name else "_\${name}"));

      # Both take what files hold under one name out of them, and join it.
      hoistAttrs = from: to: cursor: folder:
        let target = if cursor == [ ] then to else from;
        in lib.foldl' lib.recursiveUpdate { } (lib.mapAttrsToList
          (name: value: { \${name} = without from value; }
            // lib.optionalAttrs (value ? \${from}) { \${target} = { \${name} = value.\${from}; }; })
          folder);
      hoistLists = from: to: cursor: folder:
        let
          target = if cursor == [ ] then to else from;
          itemsIn = name: if name == target then folder.\${name} else folder.\${name}.\${from} or [ ];
          names = lib.attrNames folder;
        in
        lib.mapAttrs (_: without from) folder
        // lib.optionalAttrs (names != [ ]) { \${target} = lib.concatMap itemsIn names; };
      without = name: value: if value ? \${name} then removeAttrs value [ name ] else value;
    in
    {
      lib = upstream.lib // {
        load = loadTree;
        inherit loaders matchers;
        transformers = { inherit hoistAttrs hoistLists liftDefault prependUnderscore; };
      };
    }
  `),
};
