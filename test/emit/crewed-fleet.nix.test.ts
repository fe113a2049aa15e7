import { execFileSync, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('the crewed fleet, evaluated by Nix');

/** As much of a module system as the fleet needs: sets are joined, lists are put behind each other. */
const machineExpression = (entry: string): string => `
let
  join = a: b:
    if builtins.isAttrs a && builtins.isAttrs b then
      a // builtins.mapAttrs (name: value: if a ? \${name} then join a.\${name} value else value) b
    else if builtins.isList a && builtins.isList b then a ++ b
    else b;
  load = path:
    let
      module = import path;
      body = if builtins.isFunction module then module { inherit config; pkgs.nix = "/nix"; } else module;
    in
    builtins.foldl' join (removeAttrs body [ "imports" ]) (map load (body.imports or [ ]));
  loaded = load ${entry};
  withPath = name: secret: { path = "/run/secrets/\${name}"; } // secret;
  config = loaded // {
    sops = loaded.sops // { secrets = builtins.mapAttrs withPath loaded.sops.secrets; };
  };
  units = builtins.attrValues (config.systemd.services or { });
  runners = builtins.attrValues config.services.github-runners;
  backups = builtins.attrValues (config.services.restic.backups or { });
  reader = user: group: path: { inherit user group path; };
in {
  inherit (config) users;
  secrets = builtins.attrValues config.sops.secrets;
  readers =
    map (unit: reader unit.serviceConfig.User unit.serviceConfig.Group (unit.serviceConfig.EnvironmentFile or null)) units
    ++ map (runner: reader runner.user runner.group runner.tokenFile) runners
    ++ map (backup: reader backup.user backup.user backup.passwordFile) backups;
}`;

interface Machine {
  readonly users: {
    readonly users: {
      readonly [name: string]: {
        readonly group?: string;
        readonly uid?: number;
        readonly gid?: number;
      };
    };
    readonly groups: { readonly [name: string]: { readonly gid?: number } };
    readonly knownUsers?: readonly string[];
    readonly knownGroups?: readonly string[];
  };
  readonly secrets: readonly {
    readonly path: string;
    readonly owner?: string;
    readonly group?: string;
  }[];
  readonly readers: readonly {
    readonly user: string;
    readonly group: string;
    readonly path: string | null;
  }[];
}

function machineOf(name: string): Machine {
  const entry = resolve(`fixtures/fleets/crewed/machines/${name}/configuration.nix`);
  const flags = ['--eval', '--strict', '--json', '--expr', machineExpression(entry)];
  return JSON.parse(execFileSync('nix-instantiate', flags, { encoding: 'utf8', stdio: 'pipe' }));
}

function checkMachine({ users, secrets, readers }: Machine): void {
  assert.ok(readers.length > 0);
  for (const { user, group, path } of readers) {
    assert.ok(user in users.users, `there is a user ${user}`);
    assert.ok(group in users.groups, `there is a group ${group}`);
    if (path === null) continue;
    const secret = secrets.find((each) => each.path === path);
    assert.equal([secret?.owner, secret?.group], [user, group], path);
  }
}

if (spawnSync('nix-instantiate', ['--version']).status === 0) {
  test('whatever runs on brig has its account, and reads secrets that are its own', () => {
    const machine = machineOf('brig');
    checkMachine(machine);
    for (const [name, { group }] of Object.entries(machine.users.users))
      assert.ok(name === 'captain' || (group ?? '') in machine.users.groups, name);
  });

  test('whatever runs on sloop has an account in all of its five places', () => {
    const machine = machineOf('sloop');
    checkMachine(machine);
    for (const { user } of machine.readers) {
      const { uid, gid } = machine.users.users[user] ?? {};
      assert.type(uid, 'number');
      assert.is(machine.users.groups[user]?.gid, gid);
      assert.ok(machine.users.knownUsers?.includes(user));
      assert.ok(machine.users.knownGroups?.includes(user));
    }
  });
} else {
  test('nix-instantiate is not on the PATH, so real Nix judges nothing here', () => {});
}

test.run();
