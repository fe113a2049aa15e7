import type { Note } from '#analyzer/diagnostic.ts';
import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { SecretRow } from '#analyzer/facts/secrets.ts';
import { readersOf, type SecretReader, soleReader } from '#analyzer/secrets/accounts.ts';
import { giveTo } from '#analyzer/secrets/giving.ts';
import type { OwnerColumn } from '#analyzer/secrets/ownership.ts';
import { byPlace } from '#analyzer/secrets/places.ts';
import { accountPlace } from '#analyzer/secrets/reader-account.ts';
import { matchesName, rootNames } from '#analyzer/secrets/root-names.ts';
import { textsOption } from '#linter/options.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'secrets/owner-is-reader',
    summary: 'A secret belongs to the account of what reads it.',
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
      A secret of one service that belongs to another can be read by a program
      that has nothing to do with it, and often not by the one that needs it:
      only \`EnvironmentFile\` and its like are opened by root before the service
      starts.

      Compared are the owner and the group of a secret with the user and the group
      of the units, runners and backups that read it. One of them is enough.
      Readers that run as root, or as whom is not known, do not count; neither do
      secrets that everybody may read, or that the reader may read by its group.
      Secrets that belong to root are the subject of \`secrets/root-owner\`, except
      those that \`root-allowed\` names.

      The fix gives the secret to its reader, when all are of one account. It is
      not applied unasked, because it changes who may read the secret.
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
    "blog/env" = { owner = "shop"; group = "shop"; };
#                          ^^^^^^ secret \`blog/env\` belongs to \`shop:shop\` but is read by unit \`blog\` running as \`blog:blog\`
    "mail/password" = { owner = "root"; group = "root"; };
#                               ^^^^^^ secret \`mail/password\` belongs to \`root:root\` but is read by backup \`mail\` running as \`mail:mail\`
    "shop/token" = { owner = "shop"; group = "wheel"; };
#                                            ^^^^^^^ secret \`shop/token\` belongs to \`shop:wheel\` but is read by runner \`shop\` running as \`shop:shop\`
  };
  services.github-runners.shop = {
    tokenFile = config.sops.secrets."shop/token".path;
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: runner \`shop\` reads it here
    group = "shop";
#           ^^^^^^ note: its group is set here
    user = "shop";
  };
  services.restic.backups.mail = {
    passwordFile = "/run/secrets/mail/password";
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^ note: backup \`mail\` reads it here
    user = "mail";
#          ^^^^^^ note: its user is set here
  };
  systemd.services.blog.serviceConfig = {
    EnvironmentFile = config.sops.secrets."blog/env".path;
#                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: unit \`blog\` reads it here
    Group = "blog";
    User = "blog";
#          ^^^^^^ note: its user is set here
  };
  users.users.mail = { isSystemUser = true; group = "mail"; };
}
        `,
        fixed: `
-- oak.nix --
{ config, ... }:
{
  sops.secrets = {
    "blog/env" = { owner = "blog"; group = "blog"; };
    "mail/password" = { owner = "mail"; group = "mail"; };
    "shop/token" = { owner = "shop"; group = "shop"; };
  };
  services.github-runners.shop = {
    tokenFile = config.sops.secrets."shop/token".path;
    group = "shop";
    user = "shop";
  };
  services.restic.backups.mail = {
    passwordFile = "/run/secrets/mail/password";
    user = "mail";
  };
  systemd.services.blog.serviceConfig = {
    EnvironmentFile = config.sops.secrets."blog/env".path;
    Group = "blog";
    User = "blog";
  };
  users.users.mail = { isSystemUser = true; group = "mail"; };
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
    "blog/banner" = { owner = "shop"; group = "shop"; mode = "0444"; };
    "blog/env" = { owner = "blog"; group = "blog"; };
    "blog/shared" = { owner = "shop"; group = "blog"; mode = "0440"; };
    "oak/wireguard/private" = { owner = "root"; group = "root"; };
    "shop/env" = { owner = "shop"; group = "shop"; };
    "shop/unread" = { owner = "blog"; group = "shop"; };
  };
  networking.wireguard.interfaces.wg0.privateKeyFile = config.sops.secrets."oak/wireguard/private".path;
  systemd.services.blog.serviceConfig = {
    EnvironmentFile = [
      "/run/secrets/blog/banner"
      "/run/secrets/blog/env"
      "/run/secrets/blog/shared"
    ];
    Group = "blog";
    User = "blog";
  };
  systemd.services."blog:preview".serviceConfig = {
    EnvironmentFile = "/run/secrets/blog/env";
    User = "blog";
  };
  systemd.services.shop.serviceConfig = {
    EnvironmentFile = "/run/secrets/shop/env";
    User = "shop";
    Group = "shop";
  };
  systemd.services.shop-watch.serviceConfig = {
    EnvironmentFile = "/run/secrets/shop/env";
    User = "blog";
  };
  systemd.services.shop-setup.serviceConfig.EnvironmentFile = "/run/secrets/shop/env";
  users.users.blog = { isSystemUser = true; group = "blog"; };
  users.users.shop = { isSystemUser = true; group = "shop"; };
  users.groups = {
    blog = { };
    shop = { };
  };
}
      `,
    ],
  },

  check(context) {
    const allowed = textsOption(context.options, 'root-allowed');
    const found: Misplaced[] = [];
    for (const secret of context.facts.table('secret').rows) {
      if (secret.scope !== 'system' || secret.owner === undefined) continue;
      const verdict = judge(context.facts, secret, allowed);
      if (isUndecided(verdict)) context.undecided(verdict.undecided);
      else context.decided();
      if (verdict && !isUndecided(verdict)) found.push({ secret, ...verdict });
    }
    for (const [misplaced] of byPlace(found.map(withPlace))) report(context, misplaced);
  },
});

/** A secret that belongs to somebody else than what reads it. */
interface Misplaced {
  readonly secret: SecretRow;
  readonly reader: SecretReader;
  /** What differs; the group alone where the owner is the reader. */
  readonly column: OwnerColumn;
}

function withPlace(misplaced: Misplaced) {
  const { secret, column } = misplaced;
  return { ...misplaced, at: secret.places?.[column] ?? secret.at };
}

function judge(facts: Facts, secret: SecretRow, allowed: readonly string[]) {
  const { owner, group, mode, name, 'needed-for-users': early } = secret;
  const isRoots = owner === 'root' || group === 'root';
  if (early === true || (isRoots && !matchesName(name, allowed))) return undefined;
  const readers = readersOf(facts, secret).flatMap((reader) => reader ?? []);
  const others = readers.filter(({ user }) => user !== 'root');
  const [first] = others;
  if (!first) return undefined;
  const doubt = [owner, group, mode, early].find(isUndecided);
  if (doubt) return doubt;
  if (others.some((reader) => isOwner(secret, reader) || mayRead(secret, reader))) return undefined;
  const byOwner = others.find(({ user }) => user === owner);
  const reader = byOwner ?? first;
  return { reader, column: byOwner ? ('group' as const) : ('owner' as const) };
}

function isOwner({ owner, group }: SecretRow, reader: SecretReader): boolean {
  const isGroup = group === undefined || reader.group === undefined || reader.group === group;
  return reader.user === owner && isGroup;
}

/** Whether the mode lets the reader in although the secret belongs to somebody else. */
function mayRead({ owner, group, mode }: SecretRow, reader: SecretReader): boolean {
  const digits = /([0-7])([0-7])$/.exec(known(mode) ?? '');
  const [forGroup, forAll] = [Number(digits?.[1] ?? 0), Number(digits?.[2] ?? 0)];
  if (forAll >= 4) return true;
  return (
    reader.user !== owner && forGroup >= 4 && reader.group !== undefined && reader.group === group
  );
}

function report({ facts, report }: FleetContext, misplaced: Misplaced & Pick<SecretRow, 'at'>) {
  const { secret, reader, column, at } = misplaced;
  const { owner, group } = secret;
  const sole = soleReader(facts, secret);
  const columns = (['owner', 'group'] as const).filter((each) => {
    return (
      secret[each] !== undefined && secret[each] !== (each === 'owner' ? reader.user : reader.group)
    );
  });
  const fix = sole && giveTo(facts, { secret, reader: sole, columns });
  const whose = accountText(known(owner), known(group));
  report(at, {
    message: `secret \`${secret.name}\` belongs to \`${whose}\` but is read by ${reader.reference.reader} running as \`${accountText(reader.user, reader.group)}\``,
    related: notes(facts, reader, column),
    fixes: fix ? [fix] : [],
  });
}

function accountText(user: string | undefined, group: string | undefined): string {
  return group === undefined ? `${user}` : `${user}:${group}`;
}

/** Where the secret is read, and what says as whom. */
function notes(facts: Facts, { reference }: SecretReader, column: OwnerColumn): readonly Note[] {
  const word = column === 'owner' ? 'user' : 'group';
  const place = accountPlace(facts, reference, word);
  const read = { ...facts.locate(reference.at), message: `${reference.reader} reads it here` };
  return place ? [read, { ...facts.locate(place), message: `its ${word} is set here` }] : [read];
}
