lib:
let
  type = {
    arrayOf = element: "a${element}";
    maybeOf = element: "m${element}";
    tupleOf = elements: "(${lib.concatStrings elements})";
    dictionaryEntryOf = name: value: "{${name}${value}}";
    string = "s";
    boolean = "b";
    uchar = "y";
    int16 = "n";
    uint16 = "q";
    int32 = "i";
    uint32 = "u";
    int64 = "x";
    uint64 = "t";
    double = "d";
    variant = "v";
  };

  made = type: value: show: {
    _type = "gvariant";
    inherit type value;
    __toString = show;
  };
  typed = type: value: made type value (self: "@${self.type} ${toString self.value}");
  plain = type: value: made type value (self: toString self.value);
  commas = lib.concatMapStringsSep "," toString;

  isGVariant = value: value._type or "" == "gvariant";
  mkValue =
    value:
    if lib.isBool value then
      mkBoolean value
    else if lib.isFloat value then
      plain type.double value
    else if lib.isString value then
      mkString value
    else if lib.isList value then
      mkArray value
    else if isGVariant value then
      value
    else
      throw "the GVariant type of a value of type ${builtins.typeOf value} is not clear";

  mkArray =
    items:
    let
      values = map mkValue (lib.throwIf (items == [ ]) "an empty array needs mkEmptyArray" items);
      first = (lib.head values).type;
      element = lib.throwIfNot (lib.all (each: each.type == first) values) "the items of an array are of one type" first;
    in
    made (type.arrayOf element) values (self: "@${self.type} [${commas self.value}]");
  mkMaybe =
    element: value:
    made (type.maybeOf element) value (
      self: if self.value == null then "@${self.type} nothing" else "just ${toString self.value}"
    );
  mkBoolean = value: made type.boolean value (self: lib.boolToString self.value);
  mkString =
    value:
    made type.string value (
      self: "'${lib.replaceString "\n" "\\n" (lib.escape [ "'" "\\" ] self.value)}'"
    );
in
{
  inherit
    isGVariant
    mkArray
    mkBoolean
    mkMaybe
    mkString
    mkValue
    type
    ;

  mkEmptyArray = element: made (type.arrayOf element) [ ] (self: "@${self.type} []");
  mkVariant = value: made type.variant (mkValue value) (self: "<${toString self.value}>");
  mkNothing = element: mkMaybe element null;
  mkJust =
    value:
    let
      known = mkValue value;
    in
    mkMaybe known.type known;
  mkTuple =
    items:
    let
      values = map mkValue items;
    in
    made (type.tupleOf (map (each: each.type) values)) values (
      self: "@${self.type} (${commas self.value})"
    );
  mkDictionaryEntry =
    name: value:
    let
      key = mkValue name;
      content = mkValue value;
    in
    made (type.dictionaryEntryOf key.type content.type) { inherit name value; } (
      self: "@${self.type} {${key},${content}}"
    );
  mkObjectpath =
    value:
    made type.string value (self: "objectpath '${lib.escape [ "'" ] self.value}'");
  mkUchar = typed type.uchar;
  mkInt16 = typed type.int16;
  mkUint16 = typed type.uint16;
  mkInt32 = plain type.int32;
  mkUint32 = typed type.uint32;
  mkInt64 = typed type.int64;
  mkUint64 = typed type.uint64;
  mkDouble = plain type.double;
}
