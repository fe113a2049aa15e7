import type { SecretRow } from '#analyzer/facts/secrets.ts';
import { ownerFixes, ownershipOf } from '#analyzer/secrets/ownership.ts';
import { connected, enumerated } from '#analyzer/secrets/places.ts';
import { rootNames } from '#analyzer/secrets/root-names.ts';
import { textsOption } from '#linter/options.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'secrets/explicit-owner',
    summary: 'Every sops secret of a machine says which user and group it belongs to.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: {
      'root-allowed': {
        summary: 'Names of secrets that may belong to root; a star is any text.',
        default: rootNames,
      },
    },
  },

  docs: {
    why: `
      A secret without an owner belongs to root, and one without a group to the
      primary group of its owner, on a Mac to \`staff\`. Who may read it is then
      to be looked up in another module. Written down, it is seen where the
      secret is declared, and a review shows when it changes.

      Values that are set but cannot be worked out count as set, and so do
      \`uid\` and \`gid\`. Modules of other flakes are taken not to know the
      secrets declared here. Secrets of homes have no owner to set, and secrets
      that are needed for users always belong to root.

      The fix writes down what holds already: the owner's primary group, or root
      for names in \`root-allowed\`. It is unsafe where there is a choice: on
      nix-darwin, whose default is seldom meant, and where the owner would
      become the account of the one unit, runner or backup that reads the secret.
    `,
    bad: [
      {
        code: `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- oak.nix --
{ config, ... }:
{
  sops.secrets = {
    "blog/env" = {
#   ^^^^^^^^^^ secret \`blog/env\` has no \`group\`; declare owner and group explicitly
      # read by the blog
      owner = "blog"; # and nobody else
      mode = "0400";
    };
    "home/token".owner = "ada";
#   ^^^^^^^^^^^^ secret \`home/token\` has no \`group\`; declare owner and group explicitly
    "photos/env" = { };
#   ^^^^^^^^^^^^ secret \`photos/env\` has no \`owner\` and no \`group\`; declare owner and group explicitly
    "tailscale/auth" = { };
#   ^^^^^^^^^^^^^^^^ secret \`tailscale/auth\` has no \`owner\` and no \`group\`; declare owner and group explicitly
    "unread" = { };
#   ^^^^^^^^ secret \`unread\` has no \`owner\` and no \`group\`; declare owner and group explicitly
  };
  systemd.services.photos.serviceConfig = {
    EnvironmentFile = config.sops.secrets."photos/env".path;
    User = "photos";
  };
  users.users = {
    ada.isNormalUser = true;
    blog = { isSystemUser = true; group = "writers"; };
    photos = { isSystemUser = true; group = "photos"; };
  };
}
        `,
        fixed: `
-- oak.nix --
{ config, ... }:
{
  sops.secrets = {
    "blog/env" = {
      # read by the blog
      owner = "blog"; # and nobody else
      group = "writers";
      mode = "0400";
    };
    "home/token".owner = "ada";
    "photos/env" = {
      owner = "photos";
      group = "photos";
    };
    "tailscale/auth" = {
      owner = "root";
      group = "root";
    };
    "unread" = { };
  };
  systemd.services.photos.serviceConfig = {
    EnvironmentFile = config.sops.secrets."photos/env".path;
    User = "photos";
  };
  users.users = {
    ada.isNormalUser = true;
    blog = { isSystemUser = true; group = "writers"; };
    photos = { isSystemUser = true; group = "photos"; };
  };
}
        `,
      },
      {
        code: `
-- flake.nix --
{
  inputs.darwin.url = "github:nix-darwin/nix-darwin";
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { darwin, nixpkgs, ... }: {
    darwinConfigurations.fig = darwin.lib.darwinSystem { modules = [ ./fig.nix ]; };
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ ./shared.nix ]; };
    nixosConfigurations.elm = nixpkgs.lib.nixosSystem { modules = [ ./shared.nix ./elm.nix ]; };
  };
}
-- fig.nix --
{
  sops.secrets.netrc = { owner = "ada"; };
#              ^^^^^ secret \`netrc\` has no \`group\`; declare owner and group explicitly
}
-- shared.nix --
{
  sops.secrets."tailscale/auth" = { };
#              ^^^^^^^^^^^^^^^^ secret \`tailscale/auth\` has no \`owner\` and no \`group\`; declare owner and group explicitly
  sops.secrets.wifi = { };
#              ^^^^ secret \`wifi\` has no \`owner\` and no \`group\` on ash; declare owner and group explicitly
}
-- elm.nix --
{
  sops.secrets.wifi = { owner = "ada"; group = "wheel"; };
}
        `,
        fixed: `
-- fig.nix --
{
  sops.secrets.netrc = { owner = "ada"; group = "wheel"; };
}
-- shared.nix --
{
  sops.secrets."tailscale/auth" = {
    owner = "root";
    group = "root";
  };
  sops.secrets.wifi = { };
}
        `,
      },
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }@inputs: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
      specialArgs = { inherit inputs; };
      modules = [ ./oak.nix ./blog.nix ];
    };
  };
}
-- oak.nix --
{ config, inputs, ... }:
{
  sops.secrets = {
    "blog/env" = { };
    "chat/env" = { owner = inputs.chat.user; group = config.users.groups.chat.name; };
    "numbers" = { uid = 1000; gid = 100; };
    "oak/password".neededForUsers = true;
    "oak/ssh/host/private" = { owner = "root"; group = "root"; };
  };
  home-manager.users.ada.sops.secrets.token = { };
}
-- blog.nix --
{
  sops.secrets."blog/env" = { owner = "blog"; group = "blog"; };
  users.users.blog = { isSystemUser = true; group = "blog"; };
  users.groups.blog = { };
}
      `,
    ],
  },

  check(context) {
    const { rows, gaps } = context.facts.table('secret');
    for (const { known, reason } of gaps) {
      const isMeant = known.manager === 'sops' && known.scope === 'system';
      if (isMeant && known.name !== undefined) context.undecided(reason);
    }
    const secrets = rows.filter(({ manager, scope }) => manager === 'sops' && scope === 'system');
    const groups = connected(secrets, ({ at, definitions }) => [at, ...definitions]);
    for (const group of groups) checkGroup(context, group);
  },
});

/** One place may declare a secret of several machines, or several secrets that are computed. */
function checkGroup(context: FleetContext, rows: readonly SecretRow[]): void {
  const lacking = rows.filter((row) => lacksOwner(context, row));
  const [example] = lacking;
  if (!example) return;
  const names = [...new Set(lacking.map(({ name }) => `\`${name}\``))];
  const missing = new Set(lacking.flatMap(missingOf));
  const whats = (['owner', 'group'] as const).filter((column) => missing.has(column));
  const what = whats.map((column) => `no \`${column}\``).join(' and ');
  const where = lacking.length < rows.length ? ` on ${enumerated(hostsOf(lacking))}` : '';
  const subject =
    names.length === 1 ? `secret ${names[0]} has` : `secrets ${enumerated(names)} have`;
  const allowed = textsOption(context.options, 'root-allowed');
  const fixes =
    names.length === 1 && where === '' ? ownerFixes(context.facts, lacking, allowed) : [];
  const message = `${subject} ${what}${where}; declare owner and group explicitly`;
  context.report(example.at, { message, fixes });
}

function lacksOwner(context: FleetContext, row: SecretRow): boolean {
  const ownership = ownershipOf(row);
  if (ownership.kind === 'undecided') {
    context.undecided(ownership.reason);
    return false;
  }
  context.decided();
  return ownership.missing.length > 0;
}

function missingOf(row: SecretRow) {
  const ownership = ownershipOf(row);
  return ownership.kind === 'known' ? ownership.missing : [];
}

function hostsOf(rows: readonly SecretRow[]): string[] {
  return [...new Set(rows.map(({ host }) => host))].sort();
}
