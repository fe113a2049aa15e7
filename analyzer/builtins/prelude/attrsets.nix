lib:
let
  inherit (lib) attrNames isAttrs;

  firstOutput =
    candidates: package:
    let
      found = lib.filter (name: package ? ${name}) candidates;
    in
    if package.outputSpecified or false || found == [ ] then package else package.${lib.head found};

  mapAttrsToListRecursiveCond =
    isInner: fn:
    let
      go =
        path: set:
        lib.concatMap (
          name:
          let
            inner = path ++ [ name ];
            value = set.${name};
          in
          if isAttrs value && isInner inner value then go inner value else [ (fn inner value) ]
        ) (attrNames set);
    in
    go [ ];

  matchAttrs =
    pattern: set:
    assert isAttrs pattern;
    lib.all (
      name:
      set ? ${name}
      && (
        if isAttrs pattern.${name} then
          isAttrs set.${name} && matchAttrs pattern.${name} set.${name}
        else
          pattern.${name} == set.${name}
      )
    ) (attrNames pattern);

  showAttrPath =
    path:
    if path == [ ] then
      "<root attribute path>"
    else
      lib.concatMapStringsSep "." lib.strings.escapeNixIdentifier path;

  # What is updated below a path is seen by the updates of the path itself.
  updated =
    depth: hasValue: value: updates:
    let
      split = lib.partition (update: lib.length update.path == depth) updates;
      below = lib.mapAttrs (name: updated (depth + 1) (hasValue && value ? ${name}) value.${name}) (
        lib.groupBy (update: lib.elemAt update.path depth) split.wrong
      );
      pathOf = list: showAttrPath (lib.take depth (lib.head list).path);
      start =
        if split.wrong == [ ] then
          if hasValue then
            value
          else
            throw "updateManyAttrsByPath: there is nothing at ${pathOf split.right}"
        else if !hasValue then
          below
        else if isAttrs value then
          value // below
        else
          throw "updateManyAttrsByPath: ${pathOf split.wrong} is no attribute set";
    in
    lib.foldl (before: update: update.update before) start split.right;
in
{
  inherit mapAttrsToListRecursiveCond matchAttrs showAttrPath;

  getFirstOutput = firstOutput;
  chooseDevOutputs = map lib.getDev;
  mapAttrsToListRecursive = mapAttrsToListRecursiveCond (_: _: true);
  updateManyAttrsByPath = updates: value: updated 0 true value updates;

  longestValidPathPrefix =
    path: value:
    let
      go =
        at: inner:
        if at < lib.length path && inner ? ${lib.elemAt path at} then
          go (at + 1) inner.${lib.elemAt path at}
        else
          at;
    in
    lib.take (go 0 value) path;

  unionOfDisjoint =
    a: b:
    let
      collisions = lib.intersectAttrs a b;
      fail = name: _: throw "unionOfDisjoint: both sets have ${name}";
    in
    a // b // lib.mapAttrs fail collisions;
}
