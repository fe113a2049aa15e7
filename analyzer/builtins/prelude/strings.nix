lib:
let
  inherit (lib) isBool isString;
  inherit (builtins) match stringLength substring;

  # The words that build systems take on their command lines.
  switch =
    yes: no: flag: feature:
    assert isBool flag && isString feature;
    "--${if flag then yes else no}-${feature}";
  switchAs =
    yes: no: flag: feature: value:
    switch yes no flag feature + lib.optionalString flag "=${value}";
  mesonOption =
    feature: value:
    assert isString feature && isString value;
    "-D${feature}=${value}";
  cmakeOptionType =
    type: feature: value:
    assert lib.elem (lib.toUpper type) [
      "BOOL"
      "FILEPATH"
      "PATH"
      "STRING"
      "INTERNAL"
      "LIST"
    ];
    assert isString feature && isString value;
    "-D${feature}:${lib.toUpper type}=${value}";

  # How many characters from one end on are the same.
  commonLength =
    characterAt: a: b:
    let
      limit = lib.min (stringLength a) (stringLength b);
      go = at: if at < limit && characterAt a at == characterAt b at then go (at + 1) else at;
    in
    go 0;
  commonPrefixLength = commonLength (text: at: substring at 1 text);
  commonSuffixLength = commonLength (text: at: substring (stringLength text - at - 1) 1 text);

  levenshtein =
    a: b:
    let
      rows = lib.genList (
        i: lib.genList (j: distance i j) (stringLength b + 1)
      ) (stringLength a + 1);
      known = i: j: lib.elemAt (lib.elemAt rows i) j;
      distance =
        i: j:
        if i == 0 then
          j
        else if j == 0 then
          i
        else
          lib.min (lib.min (known (i - 1) j) (known i (j - 1)) + 1) (
            known (i - 1) (j - 1)
            + (if substring (i - 1) 1 a == substring (j - 1) 1 b then 0 else 1)
          );
    in
    known (stringLength a) (stringLength b);

  # Splits where a function of the character before and the character itself says so.
  splitStringBy =
    predicate: keepSplit: text:
    let
      previous = at: if at == 0 then "" else substring (at - 1) 1 text;
      isSplit = at: predicate (previous at) (substring at 1 text);
      splits = lib.filter isSplit (lib.range 0 (stringLength text - 1));
      starts = [ 0 ] ++ map (at: if keepSplit then at else at + 1) splits;
      ends = splits ++ [ (stringLength text) ];
    in
    lib.zipListsWith (start: end: substring start (end - start) text) starts ends;

  isConvertibleWithToString =
    value:
    lib.isStringLike value
    || lib.elem (builtins.typeOf value) [
      "null"
      "int"
      "float"
      "bool"
    ]
    || (lib.isList value && lib.all isConvertibleWithToString value);

  isValidPosixName = name: match "[a-zA-Z_][a-zA-Z0-9_]*" name != null;
  toShellVar =
    name: value:
    let
      element = key: inner: "[${lib.escapeShellArg key}]=${lib.escapeShellArg inner}";
    in
    lib.throwIfNot (isValidPosixName name) "${name} is not the name of a variable of a shell" (
      if lib.isAttrs value && !lib.isStringLike value then
        "declare -A ${name}=(${lib.concatStringsSep " " (lib.mapAttrsToList element value)})"
      else if lib.isList value then
        "declare -a ${name}=(${lib.escapeShellArgs value})"
      else
        "${name}=${lib.escapeShellArg value}"
    );
in
{
  inherit
    isValidPosixName
    toShellVar
    cmakeOptionType
    commonPrefixLength
    commonSuffixLength
    isConvertibleWithToString
    levenshtein
    mesonOption
    splitStringBy
    ;

  enableFeature = switch "enable" "disable";
  enableFeatureAs = switchAs "enable" "disable";
  withFeature = switch "with" "without";
  withFeatureAs = switchAs "with" "without";
  mesonBool =
    condition: flag:
    assert isString condition && isBool flag;
    mesonOption condition (lib.boolToString flag);
  mesonEnable =
    feature: flag:
    assert isString feature && isBool flag;
    mesonOption feature (if flag then "enabled" else "disabled");
  cmakeBool =
    condition: flag:
    assert isString condition && isBool flag;
    cmakeOptionType "bool" condition (lib.toUpper (lib.boolToString flag));
  cmakeFeature = cmakeOptionType "string";

  levenshteinAtMost =
    limit: a: b:
    if limit <= 0 then a == b else levenshtein a b <= limit;

  escapeC =
    characters:
    let
      escaped =
        character:
        "\\x${lib.fixedWidthString 2 "0" (lib.toLower (lib.toHexString (lib.strings.charToInt character)))}";
    in
    lib.replaceStrings characters (map escaped characters);

  floatToString = toString;
  isStorePath =
    value:
    lib.isStringLike value
    && (
      let
        path = toString value;
      in
      substring 0 1 path == "/"
      && (dirOf path == builtins.storeDir || match "/[0-9a-z]{52}" path != null)
    );
  toShellVars = variables: lib.concatStringsSep "\n" (lib.mapAttrsToList toShellVar variables);
  nameFromURL =
    url: separator:
    let
      file = lib.last (lib.splitString "/" url);
      name = lib.head (lib.splitString separator file);
    in
    assert name != file;
    name;
  normalizePath =
    path:
    lib.foldl' (
      done: character: if character == "/" && lib.hasSuffix "/" done then done else done + character
    ) "" (lib.stringToCharacters path);

  # Names of derivations begin with no dot, hold few kinds of characters, and are not too long.
  sanitizeDerivationName =
    text:
    let
      withoutDots = lib.head (match "\\.*(.*)" text);
      pieces = builtins.split "[^[:alnum:]+._?=-]+" withoutDots;
      joined = lib.concatMapStrings (piece: if lib.isList piece then "-" else piece) pieces;
      short = substring (lib.max (stringLength joined - 207) 0) (-1) joined;
    in
    if short == "" then "unknown" else short;

  trimWith =
    {
      start ? false,
      end ? false,
    }:
    let
      space = "[ \t\r\n]*";
      pattern =
        if end then
          "${lib.optionalString start space}(.*[^ \t\r\n])${space}"
        else
          "${lib.optionalString start space}(.*)";
    in
    text:
    let
      found = match pattern text;
    in
    if found == null then "" else lib.head found;

  toCamelCase =
    text:
    lib.throwIfNot (isString text) "toCamelCase takes strings only" (
      let
        isSeparator = _: character: lib.elem character [
          "-"
          "_"
          " "
        ];
        isHump = before: character: match "[a-z]" before != null && match "[A-Z]" character != null;
        words = lib.concatMap (splitStringBy isHump true) (splitStringBy isSeparator false text);
      in
      lib.concatStrings (
        [ (lib.toLower (lib.head words)) ] ++ map lib.toSentenceCase (lib.tail words)
      )
    );
}
