import type { Fix } from '#analyzer/diagnostic.ts';
import type { ServiceRow } from '#analyzer/facts/services.ts';
import { type LostState, lostState } from '#analyzer/units/state.ts';
import { addRow } from '#analyzer/writing/add-row.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'persistence/state-kept',
    summary: 'The state of a unit survives a restart of a machine with an empty root.',
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
}
        `,
        fixed: `
-- oak.nix --
{
  environment.persistence."/persist".directories = [
    "/var/lib/blog"
    "/var/lib/nixos"
    "/var/lib/wiki"
  ];
  systemd.services = {
    blog.serviceConfig = { ExecStart = "blog"; StateDirectory = "blog"; User = "root"; };
    wiki.serviceConfig = { ExecStart = "wiki"; StateDirectory = "wiki"; User = "root"; };
  };
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
}
      `,
    ],
  },

  check(context) {
    for (const unit of context.facts.table('service').rows)
      if (unit.scope === 'system') checkUnit(context, unit);
  },
});

function checkUnit(context: FleetContext, unit: ServiceRow): void {
  const { facts } = context;
  const state = lostState(facts, unit);
  if (!state) return;
  if (state.kind === 'undecided') {
    context.undecided(state.reason);
    return;
  }
  context.decided();
  const [first] = state.lost;
  if (first === undefined) return;
  context.report(unit.places?.['state-directories'] ?? unit.at, {
    message: `\`/var/lib/${first}\` of unit \`${unit.name}\` is gone after a restart of ${unit.host}`,
    related: [{ ...facts.locate(state.kept.at), message: 'what the machine keeps is here' }],
    fixes: keep(context, unit, state),
  });
}

function keep(
  { facts }: FleetContext,
  { host, at, 'dynamic-user': dynamic }: ServiceRow,
  { lost, kept }: Extract<LostState, { readonly kind: 'known' }>,
): readonly Fix[] {
  const parent = dynamic === true ? '/var/lib/private' : '/var/lib';
  return lost.slice(0, 1).flatMap((directory) => {
    const path = `${parent}/${directory}`;
    const columns = { host, kind: 'directory', root: kept.root, path };
    const writing = addRow(facts, { table: 'persisted', columns, near: at });
    return writing
      ? [{ title: `persist \`${path}\``, safety: 'unsafe' as const, edits: writing.edits }]
      : [];
  });
}
