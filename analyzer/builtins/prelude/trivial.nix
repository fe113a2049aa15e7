lib:
{
  mirrorFunctionArgs = fn: other: {
    __functor = _: other;
    __functionArgs = lib.functionArgs fn;
  };

  splitByAndCompare =
    isFirst: compareFirst: compareOthers: a: b:
    if isFirst a then
      (if isFirst b then compareFirst a b else -1)
    else if isFirst b then
      1
    else
      compareOthers a b;

  checkListOfEnum =
    message: valid: given:
    let
      unexpected = lib.subtractLists valid given;
      shown = lib.concatMapStringsSep ", " toString;
    in
    lib.throwIfNot (
      unexpected == [ ]
    ) "${message}: ${shown unexpected} unexpected; valid ones: ${shown valid}";
}
