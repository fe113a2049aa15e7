lib:
let
  moduleFrom = read: file: {
    _file = file;
    config = read file;
  };
in
{
  importJSON = moduleFrom lib.importJSON;
  importTOML = moduleFrom lib.importTOML;
}
