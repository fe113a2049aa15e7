import { apply } from '../evaluate/apply.ts';
import { valueAt } from '../evaluate/look.ts';
import type { Session } from '../evaluate/session.ts';
import { attributes, type Thunk, unsupported, type Value } from '../evaluate/value.ts';
import { type Framework, fromNix } from './framework.ts';

/**
 * `zhaofengli/colmena`: machines that are the attributes of a hive, with what
 * they have in common under `defaults`, and under `meta` what they are called
 * with. A node may be one module or a list of them.
 */
export const colmena: Framework = {
  repository: /^(zhaofengli|nix-community)\/colmena$/,
  name: /^colmena$/,
  outputs: fromNix(`
    { lib, upstream, nixosSystem, ... }:
    let
      makeHive = hive:
        let
          written = if lib.isFunction hive then hive { } else hive;
          meta = written.meta or written.network or { };
          packagesOf = name:
            let given = meta.nodeNixpkgs.\${name} or meta.nixpkgs or (import <nixpkgs>);
            in if lib.isFunction given then given { } else if lib.isPath given then import given { } else given;

          nodes = lib.mapAttrs makeNode (removeAttrs written [ "meta" "network" "defaults" ]);
          makeNode = name: node: nixosSystem {
            inherit (packagesOf name) system;
            modules = [ deploymentOptions keyUnits (written.defaults or { }) ]
              ++ (if lib.isList node then node else [ node ]);
            specialArgs = { inherit name nodes; } // meta.specialArgs or { } // meta.nodeSpecialArgs.\${name} or { };
          };
        in
        {
          __schema = "v0.5";
          inherit nodes;
          toplevel = lib.mapAttrs (_: node: node.config.system.build.toplevel) nodes;
          deploymentConfig = lib.mapAttrs (_: node: node.config.deployment) nodes;
          metaConfig = lib.filterAttrs (name: _: lib.elem name [ "name" "description" "machinesFile" "allowApplyAll" ]) meta;
        };

      option = type: default: lib.mkOption { inherit type default; };

      deploymentOptions = { name, lib, ... }: {
        options.deployment = with lib.types; {
          targetHost = option (nullOr str) name;
          targetPort = option (nullOr ints.unsigned) null;
          targetUser = option (nullOr str) "root";
          allowLocalDeployment = option bool false;
          buildOnTarget = option bool false;
          tags = option (listOf str) [ ];
          keys = option (attrsOf (submodule keyOptions)) { };
          replaceUnknownProfiles = option bool true;
          privilegeEscalationCommand = option (listOf str) [ "sudo" "-H" "--" ];
          sshOptions = option (listOf str) [ ];
        };
      };

      keyOptions = { name, config, ... }: {
        options = with lib.types; {
          name = option str name;
          text = option (nullOr str) null;
          keyFile = option (nullOr path) null;
          keyCommand = option (nullOr (listOf str)) null;
          destDir = option path "/run/keys";
          path = option path "\${config.destDir}/\${config.name}";
          user = option str "root";
          group = option str "root";
          permissions = option str "0600";
          uploadAt = option (enum [ "pre-activation" "post-activation" ]) "pre-activation";
        };
      };

      keyUnits = { config, lib, ... }: {
        systemd.services = lib.mapAttrs' (name: _: lib.nameValuePair "\${name}-key" { enable = true; })
          config.deployment.keys;
      };
    in
    {
      lib.makeHive = makeHive;
      nixosModules = upstream.nixosModules // { inherit deploymentOptions; };
    }
  `),
};

/** The machines of a hive as it is written, by name. */
export function hiveNodes(session: Session, hive: Thunk): Value {
  const library = colmena.outputs({
    session,
    reason: { kind: 'input', name: 'colmena', path: [] },
    inputsOf: () => attributes(new Map()),
  });
  const makeHive = valueAt(library, 'lib', 'makeHive') ?? unsupported('colmena');
  const made = apply(makeHive, hive, { session, at: undefined });
  return valueAt(made, 'nodes') ?? made;
}
