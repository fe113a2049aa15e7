import { type Framework, fromNix } from './framework.ts';

/**
 * `mirkolenz/flocken`: a library whose `getModules` lists the Nix files and
 * folders with a `default.nix` in a folder, without itself and without names
 * that begin with an underscore.
 */
export const flocken: Framework = {
  repository: /^mirkolenz\/flocken$/,
  name: /^flocken$/,
  outputs: fromNix(`
    { lib, upstream, ... }:
    let
      getModules = folder:
        let
          at = name: folder + ("/" + name);
          isFile = name: type: type == "regular" && lib.hasSuffix ".nix" name && name != "default.nix";
          isFolder = name: type: type == "directory" && builtins.pathExists (at "\${name}/default.nix");
          isModule = name: type: !lib.hasPrefix "_" name && (isFile name type || isFolder name type);
        in
        map at (builtins.attrNames (lib.filterAttrs isModule (builtins.readDir folder)));

      split = lib.splitString ".";
      isEmpty = value: value == null || value == "" || value == [ ] || value == { };

      leavesBelow = path: set:
        if builtins.isAttrs set
        then lib.concatLists (lib.mapAttrsToList (name: leavesBelow (path ++ [ name ])) set)
        else [ (lib.nameValuePair (lib.concatStringsSep "." path) set) ];
    in
    {
      lib = upstream.lib // {
        inherit getModules isEmpty;
        attrByDottedPath = path: lib.attrByPath (split path);
        getAttrFromDottedPath = path: lib.getAttrFromPath (split path);
        getLeaves = set: builtins.listToAttrs (leavesBelow [ ] set);
        isEnabled = set: set ? enable && set.enable == true;
        isNotEmpty = value: !isEmpty value;
        maybe = condition: value: if condition then value else null;
        optionalPath = path: if builtins.pathExists path then [ path ] else [ ];
        setAttrByDottedPath = path: lib.setAttrByPath (split path);
      };
    }
  `),
};
