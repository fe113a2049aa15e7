lib:
let
  inherit (lib) isBool isList;
  valueString = lib.generators.mkValueStringDefault { };

  toGNUCommandLine =
    {
      mkOptionName ? name: if lib.stringLength name == 1 then "-${name}" else "--${name}",
      mkBool ? name: value: lib.optional value (mkOptionName name),
      mkList ? name: value: lib.concatMap (mkOption name) value,
      mkOption ?
        name: value:
        if value == null then
          [ ]
        else if optionValueSeparator == null then
          [
            (mkOptionName name)
            (valueString value)
          ]
        else
          [ "${mkOptionName name}${optionValueSeparator}${valueString value}" ],
      optionValueSeparator ? null,
    }:
    let
      render =
        name: value:
        if isBool value then
          mkBool name value
        else if isList value then
          mkList name value
        else
          mkOption name value;
    in
    options: lib.concatLists (lib.mapAttrsToList render options);

  toCommandLine =
    optionFormat:
    let
      render =
        name: value:
        let
          format = {
            formatArg = valueString;
          } // optionFormat name;
          inherit (format) option sep explicitBool formatArg;
        in
        if value == null || (!explicitBool && value == false) then
          [ ]
        else if !explicitBool && value == true then
          [ option ]
        else if sep == null then
          [
            option
            (formatArg value)
          ]
        else
          [ "${option}${sep}${formatArg value}" ];
      renderAll =
        name: value:
        if name == "" then
          throw "an option of a command line has no name"
        else if isList value then
          lib.concatMap (render name) value
        else
          render name value;
    in
    options: lib.concatLists (lib.mapAttrsToList renderAll options);

  toCommandLineGNU =
    {
      isLong ? name: lib.stringLength name > 1,
      explicitBool ? false,
      formatArg ? valueString,
    }:
    toCommandLine (name: {
      option = if isLong name then "--${name}" else "-${name}";
      sep = if isLong name then "=" else "";
      inherit explicitBool formatArg;
    });
in
{
  inherit toCommandLine toCommandLineGNU toGNUCommandLine;
  toCommandLineShell = format: options: lib.escapeShellArgs (toCommandLine format options);
  toCommandLineShellGNU = format: options: lib.escapeShellArgs (toCommandLineGNU format options);
  toGNUCommandLineShell = format: options: lib.escapeShellArgs (toGNUCommandLine format options);
}
