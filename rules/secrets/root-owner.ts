import type { Note } from '#analyzer/diagnostic.ts';
import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { SecretRow } from '#analyzer/facts/secrets.ts';
import { isReadByRoot, type SecretReader, soleReader } from '#analyzer/secrets/accounts.ts';
import { giveTo } from '#analyzer/secrets/giving.ts';
import { type OwnerColumn, ownerColumns } from '#analyzer/secrets/ownership.ts';
import { byPlace } from '#analyzer/secrets/places.ts';
import { matchesName, rootNames } from '#analyzer/secrets/root-names.ts';
import { textsOption } from '#linter/options.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'secrets/root-owner',
    summary: 'Only secrets of the system itself belong to root.',
    severity: 'warning',
    fix: 'unsafe',
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
      A secret that belongs to root can be read by nothing else, so the service
      that needs it runs as root, or gets the secret by a way around. Give it to
      the account of what reads it, and keep root for what only root uses: host
      keys, passwords, the tunnel.

      Names in \`root-allowed\` may belong to root. Secrets that are needed for
      users must. So may secrets that only root reads: for units with \`User\` set
      to root, and for templates, which root fills in. Secrets that everybody
      may read are left alone. A secret without an owner belongs to root as
      well; that is the subject of \`secrets/explicit-owner\`.

      The fix gives the secret to the user and the group of its reader, when
      there is exactly one. It is not applied unasked, because it changes who
      may read the secret.
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
      owner = "root";
#             ^^^^^^ secret \`blog/env\` belongs to root, which is meant for names like \`tailscale/*\` only
      group = "root";
    };
    "photos/env" = {
      owner = "photos";
      group = "root";
#             ^^^^^^ secret \`photos/env\` belongs to the group root, which is meant for names like \`tailscale/*\` only
    };
    unread = { owner = "root"; group = "wheel"; };
#                      ^^^^^^ secret \`unread\` belongs to root, which is meant for names like \`tailscale/*\` only
  };
  systemd.services.blog.serviceConfig = {
    EnvironmentFile = "/run/secrets/blog/env";
#                      ^^^^^^^^^^^^^^^^^^^^^ note: unit \`blog\` reads it here, as \`blog\`
    User = "blog";
    Group = "writers";
  };
  services.restic.backups.photos = {
    user = "photos";
    passwordFile = config.sops.secrets."photos/env".path;
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: backup \`photos\` reads it here, as \`photos\`
  };
  users.users.photos = { isSystemUser = true; group = "photos"; };
}
        `,
        fixed: `
-- oak.nix --
{ config, ... }:
{
  sops.secrets = {
    "blog/env" = {
      owner = "blog";
      group = "writers";
    };
    "photos/env" = {
      owner = "photos";
      group = "photos";
    };
    unread = { owner = "root"; group = "wheel"; };
  };
  systemd.services.blog.serviceConfig = {
    EnvironmentFile = "/run/secrets/blog/env";
    User = "blog";
    Group = "writers";
  };
  services.restic.backups.photos = {
    user = "photos";
    passwordFile = config.sops.secrets."photos/env".path;
  };
  users.users.photos = { isSystemUser = true; group = "photos"; };
}
        `,
      },
    ],
    good: [
      `
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
    "blog/banner" = { owner = "root"; group = "root"; mode = "0444"; };
    "blog/database" = { owner = "root"; group = "root"; };
    "blog/start" = { owner = "root"; group = "root"; };
    "early/token" = { owner = "root"; group = "root"; neededForUsers = true; };
    "oak/password" = { owner = "root"; group = "root"; neededForUsers = true; };
    "oak/ssh/host/ed25519/private" = { owner = "root"; group = "root"; };
    "oak/wireguard/private" = { owner = "root"; group = "root"; path = "/run/secrets/wg.key"; };
    "tailscale/auth" = { owner = "root"; group = "root"; };
  };
  sops.templates."blog.conf".content = "password=\${config.sops.placeholder."blog/database"}";
  systemd.services.blog-start.serviceConfig = {
    EnvironmentFile = config.sops.secrets."blog/start".path;
    User = "root";
  };
}
      `,
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
{
  sops.secrets."backup/key" = { owner = "root"; group = "root"; };
}
        `,
        options: { 'root-allowed': ['backup/*'] },
      },
    ],
  },

  check(context) {
    const allowed = textsOption(context.options, 'root-allowed');
    const found: RootSecret[] = [];
    for (const secret of context.facts.table('secret').rows) {
      if (secret.manager !== 'sops' || secret.scope !== 'system') continue;
      const verdict = judge(context.facts, secret, allowed);
      if (isUndecided(verdict)) context.undecided(verdict.undecided);
      else context.decided();
      if (verdict === 'owner' || verdict === 'group') found.push({ ...secret, column: verdict });
    }
    for (const [secret] of byPlace(found, placeOf)) report(context, secret);
  },
});

/** A secret that should not be root's, with what says that it is. */
type RootSecret = SecretRow & { readonly column: OwnerColumn };

function judge(facts: Facts, secret: SecretRow, allowed: readonly string[]) {
  const { owner, group, uid, gid, mode, name, 'needed-for-users': early } = secret;
  if (early === true || matchesName(name, allowed)) return 'fine';
  const isRoot = {
    owner: owner === 'root' || (owner === undefined && known(uid) === 0),
    group: group === 'root' || (group === undefined && known(gid) === 0),
  };
  const column = isRoot.owner ? 'owner' : isRoot.group ? 'group' : undefined;
  if (column === undefined) return [owner, group].find(isUndecided) ?? 'fine';
  if (isForAll(mode) || isReadByRoot(facts, secret)) return 'fine';
  return [early, mode].find(isUndecided) ?? column;
}

/** Whether everybody may read a file of this mode, so that it does not matter whose it is. */
function isForAll(mode: SecretRow['mode']): boolean {
  return /[4-7]$/.test(known(mode) ?? '');
}

function placeOf({ places, column, at }: RootSecret) {
  return places?.[column] ?? places?.[column === 'owner' ? 'uid' : 'gid'] ?? at;
}

function report({ facts, options, report }: FleetContext, secret: RootSecret): void {
  const reader = soleReader(facts, secret);
  const whose = secret.column === 'owner' ? 'root' : 'the group root';
  const isRoots = (column: OwnerColumn) => secret[column] === 'root';
  const fix = reader && giveTo(facts, { secret, reader, columns: ownerColumns.filter(isRoots) });
  const [allowed] = textsOption(options, 'root-allowed');
  const meant = allowed === undefined ? 'no secret' : `names like \`${allowed}\` only`;
  report(placeOf(secret), {
    message: `secret \`${secret.name}\` belongs to ${whose}, which is meant for ${meant}`,
    related: reader ? [noteOf(facts, reader)] : [],
    fixes: fix ? [fix] : [],
  });
}

function noteOf(facts: Facts, { reference, user }: SecretReader): Note {
  const message = `${reference.reader} reads it here, as \`${user}\``;
  return { ...facts.locate(reference.at), message };
}
