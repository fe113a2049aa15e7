lib:
{
  traceFnSeqN =
    depth: _name: fn: value:
    let
      result = fn value;
    in
    lib.traceSeqN (depth + 1) result result;
  traceValSeqNFn =
    _show: depth: value:
    lib.traceSeqN depth value value;

  testAllTrue = expr: {
    inherit expr;
    expected = map (_: true) expr;
  };

  runTests =
    tests:
    let
      isWanted = name: lib.hasPrefix "test" name || lib.elem name chosen;
      chosen = tests.tests or [ ];
      run =
        name: test:
        let
          isRun = isWanted name && (chosen == [ ] || lib.elem name chosen);
        in
        lib.optional (isRun && test.expr != test.expected) {
          inherit name;
          inherit (test) expected;
          result = test.expr;
        };
    in
    lib.concatLists (lib.mapAttrsToList run tests);
}
