lib:
let
  inherit (lib) head length tail;

  compareLists =
    compare: a: b:
    if a == [ ] then
      (if b == [ ] then 0 else -1)
    else if b == [ ] then
      1
    else
      let
        order = compare (head a) (head b);
      in
      if order == 0 then compareLists compare (tail a) (tail b) else order;

  listDfs =
    stopOnCycles: isBefore: list:
    let
      go =
        current: visited: rest:
        let
          loops = lib.filter (item: isBefore item current) visited;
          sides = lib.partition (item: isBefore item current) rest;
        in
        if stopOnCycles && loops != [ ] then
          {
            cycle = current;
            inherit loops visited rest;
          }
        else if sides.right == [ ] then
          {
            minimal = current;
            inherit visited rest;
          }
        else
          go (head sides.right) ([ current ] ++ visited) (tail sides.right ++ sides.wrong);
    in
    go (head list) [ ] (tail list);

  toposort =
    isBefore: list:
    let
      first = listDfs true isBefore list;
      others = toposort isBefore (first.visited ++ first.rest);
    in
    if length list < 2 then
      { result = list; }
    else if first ? cycle then
      {
        cycle = lib.reverseList ([ first.cycle ] ++ first.visited);
        inherit (first) loops;
      }
    else if others ? cycle then
      others
    else
      { result = [ first.minimal ] ++ others.result; };
in
{
  inherit compareLists listDfs toposort;

  uniqueStrings = list: lib.attrNames (lib.groupBy lib.id list);

  crossLists = fn: lib.foldl (fns: items: lib.concatMap (each: map each items) fns) [ fn ];

  commonPrefix =
    a: b:
    let
      differences = lib.zipListsWith (x: y: x != y) a b;
    in
    lib.take (lib.lists.findFirstIndex lib.id (length differences) differences) a;

  findSingle =
    predicate: none: several: list:
    let
      found = lib.filter predicate list;
    in
    if found == [ ] then
      none
    else if length found > 1 then
      several
    else
      head found;

  groupBy' =
    fn: initial: keyOf: list:
    lib.mapAttrs (_: lib.foldl fn initial) (lib.groupBy keyOf list);

  # Numbers inside of strings are compared as numbers.
  naturalSort =
    list:
    let
      parts =
        text:
        map (part: if lib.isList part then lib.toInt (head part) else part) (
          builtins.split "(0|[1-9][0-9]*)" text
        );
      prepared = map (text: {
        inherit text;
        key = parts text;
      }) list;
    in
    map (each: each.text) (lib.sort (a: b: compareLists lib.compare a.key b.key < 0) prepared);

  replaceElemAt =
    list: index: item:
    assert lib.assertMsg (0 <= index && index < length list) "there is no item ${toString index}";
    lib.genList (at: if at == index then item else lib.elemAt list at) (length list);
}
