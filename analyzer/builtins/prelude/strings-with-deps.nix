lib:
let
  # Texts after those that they depend on, each once.
  closure =
    known: done: entries:
    if entries == [ ] then
      {
        texts = [ ];
        inherit done;
      }
    else
      let
        entry = lib.head entries;
        rest = lib.tail entries;
        before = closure known done entry.deps;
        after = closure known before.done rest;
      in
      if lib.isAttrs entry then
        {
          texts = before.texts ++ [ entry.text ] ++ after.texts;
          inherit (after) done;
        }
      else if done ? ${entry} then
        closure known done rest
      else
        closure known (done // { ${entry} = true; }) ([ known.${entry} ] ++ rest);
  textClosureList = known: names: (closure known { } names).texts;
in
{
  inherit textClosureList;
  textClosureMap =
    fn: known: names:
    lib.concatMapStringsSep "\n" fn (textClosureList known names);
  noDepEntry = text: {
    inherit text;
    deps = [ ];
  };
  fullDepEntry = text: deps: { inherit text deps; };
  packEntry = deps: {
    inherit deps;
    text = "";
  };
  stringAfter = deps: text: { inherit deps text; };
}
