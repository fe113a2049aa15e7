import { apply } from '../evaluate/apply.ts';
import type { Session } from '../evaluate/session.ts';
import { attributes, type Thunk, type Value } from '../evaluate/value.ts';
import { fromNix, type InputReason } from './framework.ts';

/**
 * `lib.hm` in Nix, from `lib` and from what is not known of it: the entries of
 * graphs, such as those of `home.activation`.
 */
export const homeFunctions = `
  lib: unknown:
  let
    entryBetween = before: after: data: { inherit data before after; };
    isEntry = value: value ? data && value ? after && value ? before;
    entriesBetween = tag: before: after: entries:
      let
        last = lib.length entries - 1;
        entry = index: data: {
          name = "\${tag}-\${toString index}";
          value = entryBetween (if index == last then before else [ ])
            (if index == 0 then after else [ "\${tag}-\${toString (index - 1)}" ]) data;
        };
      in
      lib.listToAttrs (lib.imap0 entry entries);
    topoSort = graph:
      let
        entry = name: value: {
          inherit name;
          inherit (value) data;
          after = value.after ++ lib.filter (other: lib.elem name graph.\${other}.before) (lib.attrNames graph);
        };
        sorted = lib.toposort (a: b: lib.elem a.name b.after) (lib.attrValues (lib.mapAttrs entry graph));
      in
      if sorted ? result then
        { result = map (value: { inherit (value) name data; }) sorted.result; }
      else
        sorted;
  in
  unknown
  // {
    dag = {
      inherit entryBetween isEntry entriesBetween topoSort;
      empty = { };
      isDag = value: lib.isAttrs value && lib.all isEntry (lib.attrValues value);
      map = change: lib.mapAttrs (name: value: value // { data = change name value.data; });
      entryAnywhere = entryBetween [ ] [ ];
      entryAfter = entryBetween [ ];
      entryBefore = before: entryBetween before [ ];
      entriesAnywhere = tag: entriesBetween tag [ ] [ ];
      entriesAfter = tag: entriesBetween tag [ ];
      entriesBefore = tag: before: entriesBetween tag before [ ];
    };
  }
`;

const extended = fromNix(`
  { upstream, ... }:
  given: given.extend (final: _: { hm = (${homeFunctions}) final upstream.lib.hm; })
`);

const homeManager: InputReason = { kind: 'input', name: 'home-manager', path: [] };

/** `lib` as Home Manager hands it to the modules of homes: what the machine has, with `hm`. */
export function homeLibrary(session: Session, lib: Thunk): Value {
  const inputsOf = () => attributes(new Map());
  const extend = extended({ session, reason: homeManager, inputsOf });
  return apply(extend, lib, { session, at: lib.site });
}
