lib:
let
  inherit (lib) isAttrs isBool isDerivation isFloat isFunction isInt isList isPath isString;
  inherit (lib) concatLists concatMapStringsSep concatStrings concatStringsSep mapAttrsToList;

  mkValueStringDefault =
    { }:
    value:
    if isInt value || isDerivation value then
      toString value
    else if isString value then
      value
    else if isBool value then
      lib.boolToString value
    else if value == null then
      "null"
    else if isFloat value then
      toString value
    else
      abort "generators.mkValueStringDefault: a value of type ${builtins.typeOf value} is not supported";

  mkKeyValueDefault =
    {
      mkValueString ? mkValueStringDefault { },
    }:
    separator: key: value:
    "${lib.escape [ separator ] key}${separator}${mkValueString value}";

  toKeyValue =
    {
      mkKeyValue ? mkKeyValueDefault { } "=",
      listsAsDuplicateKeys ? false,
      indent ? "",
    }:
    let
      line = key: value: "${indent}${mkKeyValue key value}\n";
      lines =
        key: value:
        if listsAsDuplicateKeys && isList value then map (line key) value else [ (line key value) ];
    in
    settings: concatStrings (concatLists (mapAttrsToList lines settings));

  toINI =
    {
      mkSectionName ? lib.escape [
        "["
        "]"
      ],
      mkKeyValue ? mkKeyValueDefault { } "=",
      listsAsDuplicateKeys ? false,
    }:
    let
      section =
        name: settings:
        "[${mkSectionName name}]\n" + toKeyValue { inherit mkKeyValue listsAsDuplicateKeys; } settings;
    in
    sections: concatStringsSep "\n" (mapAttrsToList section sections);

  toINIWithGlobalSection =
    {
      mkSectionName ? lib.escape [
        "["
        "]"
      ],
      mkKeyValue ? mkKeyValueDefault { } "=",
      listsAsDuplicateKeys ? false,
    }:
    {
      globalSection,
      sections ? { },
    }:
    let
      pairs = toKeyValue { inherit mkKeyValue listsAsDuplicateKeys; } globalSection;
    in
    lib.optionalString (globalSection != { }) "${pairs}\n"
    + toINI { inherit mkSectionName mkKeyValue listsAsDuplicateKeys; } sections;

  # `{ a.b.c = 1; }` is the section `a "b"` with the key `c`.
  toGitINI =
    let
      sectionName =
        name:
        let
          parts = lib.splitString "." name;
        in
        if lib.hasInfix "\"" name || lib.length parts == 1 then
          name
        else
          ''${lib.head parts} "${concatStringsSep "." (lib.tail parts)}"'';
      quoted =
        value:
        "\"${
          lib.replaceStrings [ "\n" "\t" "\"" "\\" ] [ "\\n" "\\t" "\\\"" "\\\\" ] value
        }\"";
      valueString = value: mkValueStringDefault { } (if isString value then quoted value else value);
      pair = key: value: "\t" + mkKeyValueDefault { mkValueString = valueString; } " = " key value;
      pairs =
        key: value: if isList value then concatStringsSep "\n" (map (pair key) value) else pair key value;
      isSection = value: isAttrs value && !isDerivation value;
      flat =
        path: value:
        if isSection value then
          lib.concatMap (name: flat (path ++ [ name ]) value.${name}) (lib.attrNames value)
        else if lib.length path == 1 then
          [ { ${lib.head path} = value; } ]
        else
          [ { ${concatStringsSep "." (lib.init path)}.${lib.last path} = value; } ];
      isNested = value: isAttrs value && lib.any isSection (lib.attrValues value);
    in
    settings:
    let
      nested = lib.filterAttrs (_: isNested) settings;
      plain = removeAttrs settings (lib.attrNames nested);
    in
    toINI {
      mkKeyValue = pairs;
      mkSectionName = sectionName;
    } (plain // lib.foldl lib.recursiveUpdate { } (flat [ ] nested));

  mkDconfKeyValue = mkKeyValueDefault {
    mkValueString = value: toString (lib.gvariant.mkValue value);
  } "=";

  # How much text stands before what is inside and before what ends it.
  spaces =
    { multiline, indent }:
    {
      inside = if multiline then "\n${indent}  " else " ";
      end = if multiline then "\n${indent}" else " ";
    };

  toPretty =
    {
      allowPrettyValues ? false,
      multiline ? true,
      indent ? "",
    }:
    let
      prettyString =
        { inside, end }:
        text:
        let
          lines = lib.filter isString (builtins.split "\n" text);
          single = concatMapStringsSep "\\n" (lib.escape [ "\\" "\"" "\${" ]) lines;
          escaped = map (lib.replaceStrings [ "\${" "''" ] [ "''\${" "'''" ]) lines;
          last = lib.last escaped;
        in
        if multiline && lib.length lines > 1 then
          "''${inside}${concatStringsSep inside (lib.init escaped)}"
          + (if last == "" then end else inside + last)
          + "''"
        else
          "\"${single}\"";
      prettyFunction =
        fn:
        let
          formal = name: hasDefault: if hasDefault then "${name}?" else name;
          formals = mapAttrsToList formal (lib.functionArgs fn);
        in
        if formals == [ ] then "<function>" else "<function, args: {${concatStringsSep ", " formals}}>";
      go =
        indent: value:
        let
          around = spaces { inherit multiline indent; };
          enclosed =
            open: items: close:
            open + around.inside + concatStringsSep around.inside items + around.end + close;
          deeper = go "${indent}  ";
          binding = name: inner: "${lib.strings.escapeNixIdentifier name} = ${deeper inner};";
        in
        if isInt value || isPath value then
          toString value
        else if isFloat value then
          builtins.toJSON value
        else if isString value then
          prettyString around value
        else if isBool value then
          lib.boolToString value
        else if value == null then
          "null"
        else if isList value then
          if value == [ ] then "[ ]" else enclosed "[" (map deeper value) "]"
        else if isFunction value then
          prettyFunction value
        else if allowPrettyValues && value ? __pretty && value ? val then
          value.__pretty value.val
        else if value == { } then
          "{ }"
        else if isDerivation value then
          "<derivation ${value.name or "???"}>"
        else
          enclosed "{" (mapAttrsToList binding value) "}";
    in
    go indent;

  withRecursion =
    {
      depthLimit,
      throwOnDepthLimit ? true,
    }:
    assert isInt depthLimit;
    let
      untouched = [
        "__functor"
        "__functionArgs"
        "__toString"
        "__pretty"
      ];
      limited =
        depth: value:
        if depth <= depthLimit then
          value
        else if throwOnDepthLimit then
          throw "`generators.withRecursion` goes deeper than ${toString depthLimit}"
        else
          "<unevaluated>";
      go =
        depth: value:
        let
          next = inner: go (depth + 1) (limited (depth + 1) inner);
        in
        if isAttrs value then
          lib.mapAttrs (name: if lib.elem name untouched then lib.id else next) value
        else if isList value then
          map next value
        else
          limited (depth + 1) value;
    in
    go 0;

  toPlist =
    {
      escape ? false,
    }:
    let
      text = if escape then lib.escapeXML else lib.id;
      isShown = name: value: name != "_module" && value != null;
      go =
        indent: value:
        let
          deeper = "\t${indent}";
          enclosed = name: lines: concatStringsSep "\n" ([ "${indent}<${name}>" ] ++ lines ++ [ "${indent}</${name}>" ]);
          entry = name: inner: [
            "${deeper}<key>${text name}</key>"
            (go deeper inner)
          ];
          # An empty body is an empty line.
          body = lines: [ (concatStringsSep "\n" lines) ];
        in
        if value == null then
          ""
        else if isBool value then
          "${indent}<${lib.boolToString value}/>"
        else if isInt value then
          "${indent}<integer>${toString value}</integer>"
        else if isString value || isPath value then
          "${indent}<string>${text (toString value)}</string>"
        else if isList value then
          enclosed "array" (body (map (go deeper) value))
        else if isAttrs value then
          enclosed "dict" (body (concatLists (mapAttrsToList entry (lib.filterAttrs isShown value))))
        else if isFloat value then
          "${indent}<real>${toString value}</real>"
        else
          abort "generators.toPlist: a value of type ${builtins.typeOf value} is not supported";
    in
    value:
    concatStringsSep "\n" [
      ''<?xml version="1.0" encoding="UTF-8"?>''
      ''<!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">''
      ''<plist version="1.0">''
      (go "" value)
      "</plist>"
    ];

  toDhall =
    { }@options:
    value:
    if isAttrs value then
      "{ ${concatStringsSep ", " (mapAttrsToList (name: inner: "${name} = ${toDhall options inner}") value)} }"
    else if isList value then
      "[ ${concatMapStringsSep ", " (toDhall options) value} ]"
    else if isInt value then
      "${lib.optionalString (value >= 0) "+"}${toString value}"
    else if isBool value then
      (if value then "True" else "False")
    else if isFunction value || value == null then
      abort "generators.toDhall: a value of type ${builtins.typeOf value} is not supported"
    else
      builtins.toJSON value;

  toLua =
    {
      multiline ? true,
      indent ? "",
      asBindings ? false,
    }:
    let
      name = "[[:alpha:]_][[:alnum:]_]*";
      isName = text: builtins.match "${name}(\\.${name})*" text != null;
      go =
        indent: value:
        let
          around = spaces { inherit multiline indent; };
          table =
            items:
            if items == [ ] then
              "{}"
            else
              "{${around.inside}${concatStringsSep ",${around.inside}" items}${around.end}}";
          deeper = go "${indent}  ";
        in
        if value == null then
          "nil"
        else if isInt value || isFloat value || isString value || isBool value then
          builtins.toJSON value
        else if isPath value || isDerivation value then
          builtins.toJSON "${value}"
        else if isList value then
          table (map deeper value)
        else if isAttrs value then
          if value._type or null == "lua-inline" then
            "(${value.expr})"
          else
            table (mapAttrsToList (key: inner: "[${builtins.toJSON key}] = ${deeper inner}") value)
        else
          abort "generators.toLua: a value of type ${builtins.typeOf value} is not supported";
      bindings =
        values:
        assert lib.assertMsg (lib.all isName (lib.attrNames values)) "not all names are names of Lua";
        concatStrings (mapAttrsToList (key: inner: "${indent}${key} = ${go indent inner}\n") values);
    in
    if asBindings then bindings else go indent;
in
{
  inherit
    mkDconfKeyValue
    mkKeyValueDefault
    mkValueStringDefault
    toDhall
    toGitINI
    toINI
    toINIWithGlobalSection
    toKeyValue
    toLua
    toPlist
    toPretty
    withRecursion
    ;

  toDconfINI = toINI { mkKeyValue = mkDconfKeyValue; };
  toJSON = { }: builtins.toJSON;
  toYAML = { }: builtins.toJSON;
  mkLuaInline = expr: {
    _type = "lua-inline";
    inherit expr;
  };
}
