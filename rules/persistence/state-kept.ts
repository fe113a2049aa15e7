import type { ServiceRow } from '#analyzer/facts/services.ts';
import type { BackupRow } from '#analyzer/facts/storage.ts';
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
    for (const unit of facts.table('service').rows)
      if (unit.scope === 'system') checkState(context, lostState(facts, unit), ofUnit(unit));
    for (const backup of facts.table('backup').rows)
      checkState(context, lostBackups(facts, backup), ofBackup(backup));
  },
});

/** Who needs a path, and how it is said that the path is lost. */
interface Need {
  readonly at: Site;
  readonly host: string;
  readonly says: (path: string) => string;
  /** What is to be persisted for it. */
  readonly persisted: (path: string) => string;
}

function ofUnit({ at, places, host, name, 'dynamic-user': dynamic }: ServiceRow): Need {
  return {
    at: places?.['state-directories'] ?? at,
    host,
    says: (path) => `\`${path}\` of unit \`${name}\` is gone after a restart of ${host}`,
    persisted: (path) => (dynamic === true ? path.replace('/var/lib/', '/var/lib/private/') : path),
  };
}

function ofBackup({ at, places, host }: BackupRow): Need {
  return {
    at: places?.paths ?? at,
    host,
    says: (path) => `\`${path}\` is backed up, but is gone after a restart of ${host}`,
    persisted: (path) => path,
  };
}

function checkState(context: FleetContext, state: LostState | undefined, need: Need): void {
  const { facts } = context;
  if (!state) return;
  if (state.kind === 'undecided') {
    context.undecided(state.reason);
    return;
  }
  context.decided();
  const [first] = state.lost;
  if (first === undefined) return;
  const path = need.persisted(first);
  const columns = { host: need.host, kind: 'directory', root: state.kept.root, path };
  const writing = addRow(facts, { table: 'persisted', columns, near: need.at });
  const title = `persist \`${path}\``;
  context.report(need.at, {
    message: need.says(first),
    related: [{ ...facts.locate(state.kept.at), message: 'what the machine keeps is here' }],
    fixes: writing ? [{ title, safety: 'unsafe', edits: writing.edits }] : [],
  });
}
