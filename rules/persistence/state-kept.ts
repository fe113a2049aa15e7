import type { Fix } from '#analyzer/diagnostic.ts';
import type { ServiceRow } from '#analyzer/facts/services.ts';
import type { BackupRow, PersistedRow } from '#analyzer/facts/storage.ts';
import { enumerated } from '#analyzer/secrets/places.ts';
import type { Site } from '#analyzer/site.ts';
import { type LostState, lostBackups, lostState } from '#analyzer/units/state.ts';
import { addRow } from '#analyzer/writing/add-row.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'persistence/state-kept',
    summary: 'State of units and what is backed up survive a restart with an empty root.',
    severity: 'hint',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      On a machine whose root is made anew at every start, a unit begins with
      nothing unless its \`StateDirectory\` is persisted. That is found after
      the first restart, when what it had kept is gone.

      What is backed up is worth keeping as well: restored by hand after every
      restart, it would be of little use.

      Looked at are machines that persist directories. A directory counts as
      kept when it, one above it or one in it is persisted or a file system of
      its own. The fix persists it, which is unsafe: a unit may be meant to
      forget.
    `,
    bad: [
      {
        code: `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.impermanence.url = "github:nix-community/impermanence";
  outputs = { nixpkgs, impermanence, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
      modules = [ impermanence.nixosModules.impermanence ./oak.nix ];
    };
  };
}
-- oak.nix --
{
  environment.persistence."/persist".directories = [
    "/var/lib/nixos"
#   ^^^^^^^^^^^^^^^^ note: what the machine keeps is here
    "/var/lib/wiki"
  ];
  systemd.services = {
    blog.serviceConfig = { ExecStart = "blog"; StateDirectory = "blog"; User = "root"; };
#                                                               ^^^^^^ \`/var/lib/blog\` of unit \`blog\` is gone after a restart of oak
    wiki.serviceConfig = { ExecStart = "wiki"; StateDirectory = "wiki"; User = "root"; };
  };
  services.restic.backups.all.paths = [ "/var/lib/wiki" "/var/lib/shop" ];
#                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`/var/lib/shop\` is backed up, but is gone after a restart of oak
}
        `,
        fixed: `
-- oak.nix --
{
  environment.persistence."/persist".directories = [
    "/var/lib/blog"
    "/var/lib/nixos"
    "/var/lib/shop"
    "/var/lib/wiki"
  ];
  systemd.services = {
    blog.serviceConfig = { ExecStart = "blog"; StateDirectory = "blog"; User = "root"; };
    wiki.serviceConfig = { ExecStart = "wiki"; StateDirectory = "wiki"; User = "root"; };
  };
  services.restic.backups.all.paths = [ "/var/lib/wiki" "/var/lib/shop" ];
}
        `,
      },
      {
        code: `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.impermanence.url = "github:nix-community/impermanence";
  outputs = { nixpkgs, impermanence, ... }: {
    nixosConfigurations = nixpkgs.lib.genAttrs [ "elm" "oak" ] (name: nixpkgs.lib.nixosSystem {
      modules = [ impermanence.nixosModules.impermanence ./lamps.nix ./machines/\${name} ];
    });
  };
}
-- lamps.nix --
{
  systemd.services.lamps.serviceConfig = { ExecStart = "lamps"; StateDirectory = "lamps"; User = "root"; };
#                                                                                ^^^^^^^ \`/var/lib/lamps\` of unit \`lamps\` is gone after a restart of elm and oak
}
-- phones.nix --
{
  environment.persistence."/persist".directories = [ "/var/lib/phones" ];
#                                                    ^^^^^^^^^^^^^^^^^ note: what elm keeps is here
}
-- machines/elm/default.nix --
{ imports = [ ../../phones.nix ]; }
-- machines/oak/default.nix --
{
  environment.persistence."/persist".directories = [ "/var/lib/nixos" ];
#                                                    ^^^^^^^^^^^^^^^^ note: what oak keeps is here
}
        `,
        fixed: `
-- phones.nix --
{
  environment.persistence."/persist".directories = [ "/var/lib/phones" ];
}
-- machines/oak/default.nix --
{
  environment.persistence."/persist".directories = [ "/var/lib/nixos" ];
}
        `,
      },
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.impermanence.url = "github:nix-community/impermanence";
  outputs = { nixpkgs, impermanence, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ ./ash.nix ]; };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
      modules = [ impermanence.nixosModules.impermanence ./oak.nix ];
    };
  };
}
-- ash.nix --
{
  systemd.services.blog.serviceConfig = { ExecStart = "blog"; StateDirectory = "blog"; User = "root"; };
}
-- oak.nix --
{
  environment.persistence."/persist".directories = [
    "/var/lib/chat"
    "/var/lib/private/docs"
  ];
  fileSystems."/var/lib/photos" = { device = "/dev/sdb"; fsType = "ext4"; };
  systemd.services = {
    chat.serviceConfig = { ExecStart = "chat"; StateDirectory = "chat/rooms"; User = "root"; };
    docs.serviceConfig = { DynamicUser = true; ExecStart = "docs"; StateDirectory = "docs"; };
    photos.serviceConfig = { ExecStart = "photos"; StateDirectory = "photos"; User = "root"; };
    tool.serviceConfig = { CacheDirectory = "tool"; ExecStart = "tool"; User = "root"; };
  };
  services.restic.backups = {
    chat.paths = [ "/var/lib/chat/rooms" "/persist/keys" ];
    photos.paths = [ "/var/lib/photos" ];
  };
}
      `,
    ],
  },

  check(context) {
    const { facts } = context;
    const lost = [
      ...facts
        .table('service')
        .rows.flatMap((unit) =>
          unit.scope === 'system' ? lostBy(context, lostState(facts, unit), ofUnit(unit)) : [],
        ),
      ...facts
        .table('backup')
        .rows.flatMap((backup) => lostBy(context, lostBackups(facts, backup), ofBackup(backup))),
    ];
    const together = new Map<string, Lost[]>();
    for (const each of lost) {
      const { at, says } = each.need;
      const key = JSON.stringify([at.file, at.expr, at.content?.start, says(each.path, '')]);
      together.set(key, [...(together.get(key) ?? []), each]);
    }
    for (const alike of together.values()) report(context, alike);
  },
});

/** Who needs a path, and how it is said that the path is lost. */
interface Need {
  readonly at: Site;
  readonly host: string;
  readonly says: (path: string, hosts: string) => string;
  /** What is to be persisted for it. */
  readonly persisted: (path: string) => string;
}

/** A path that a machine loses. */
interface Lost {
  readonly need: Need;
  readonly path: string;
  readonly kept: PersistedRow;
}

function ofUnit({ at, places, host, name, 'dynamic-user': dynamic }: ServiceRow): Need {
  return {
    at: places?.['state-directories'] ?? at,
    host,
    says: (path, hosts) => `\`${path}\` of unit \`${name}\` is gone after a restart of ${hosts}`,
    persisted: (path) => (dynamic === true ? path.replace('/var/lib/', '/var/lib/private/') : path),
  };
}

function ofBackup({ at, places, host }: BackupRow): Need {
  return {
    at: places?.paths ?? at,
    host,
    says: (path, hosts) => `\`${path}\` is backed up, but is gone after a restart of ${hosts}`,
    persisted: (path) => path,
  };
}

function lostBy(context: FleetContext, state: LostState | undefined, need: Need): readonly Lost[] {
  if (!state) return [];
  if (state.kind === 'undecided') {
    context.undecided(state.reason);
    return [];
  }
  context.decided();
  const [path] = state.lost;
  return path === undefined ? [] : [{ need, path, kept: state.kept }];
}

/** One finding for what one place means on several machines; a fix mends all of them. */
function report(context: FleetContext, all: readonly Lost[]): void {
  const { facts } = context;
  const [first] = all;
  if (!first) return;
  const path = first.need.persisted(first.path);
  const writings = all.map(({ need: { host, at }, kept: { root } }) =>
    addRow(facts, {
      table: 'persisted',
      columns: { host, kind: 'directory', root, path },
      near: at,
    }),
  );
  const edits = writings.flatMap((writing) => writing?.edits ?? []);
  const fix: Fix = { title: `persist \`${path}\``, safety: 'unsafe', edits };
  context.report(first.need.at, {
    message: first.need.says(first.path, enumerated(all.map(({ need }) => need.host))),
    related: all.map(({ need: { host }, kept }) => {
      const whose = all.length === 1 ? 'the machine' : host;
      return { ...facts.locate(kept.at), message: `what ${whose} keeps is here` };
    }),
    fixes: writings.includes(undefined) ? [] : [fix],
  });
}
