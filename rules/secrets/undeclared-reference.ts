import type { Note } from '#analyzer/diagnostic.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { SecretReferenceRow } from '#analyzer/facts/secrets.ts';
import { closestSecret, secretsBeside } from '#analyzer/secrets/closest-secret.ts';
import { byCause, correction, type Dangling, declaration } from '#analyzer/secrets/dangling.ts';
import { byPlace, enumerated } from '#analyzer/secrets/places.ts';
import { resolutionOf } from '#analyzer/secrets/references.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'secrets/undeclared-reference',
    summary: 'Every secret that a module reads is declared on the same machine.',
    severity: 'error',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['recommended', 'proxied-fleet'],
  },

  docs: {
    why: `
      A unit that reads \`/run/secrets/blog/env\` starts only when the machine
      declares a secret that is put there. Nix does not know what the text
      means, so a slip in it is found at run time, on the machine.

      Looked at are \`config.sops.secrets."x".path\`, \`config.sops.placeholder."x"\`,
      \`config.age.secrets.x.path\`, and paths below \`/run/secrets\` and
      \`/run/agenix\` wherever they stand in texts. A path is compared with the
      path that a secret has in the end, and may be a directory of secrets or a
      rendered template. Paths count only on machines that declare
      secrets of the manager; others fill the directory in their own way. So do
      containers and scripts that write the file themselves, and scripts that
      first ask whether it is there, as in \`[ -r /run/secrets/x ]\`.

      Several places that lack one secret are one finding. A place is left alone where it cannot be told whether the machine
      evaluates it. The fixes correct a name that differs from a declared one by
      two letters at most, or declare the secret for the account that reads it.
      Both are unsafe: only you know which name was meant, and a new secret also
      needs its key in the encrypted file.
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
#   ^^^^^^^^^^ note: \`oak\` declares its secrets here
#   ^^^^^^^^^^ note: the closest declared secret is \`blog/env\`
      owner = "blog";
      group = "blog";
    };
    "tailscale/auth" = {
#   ^^^^^^^^^^^^^^^^ note: the closest declared secret is \`tailscale/auth\`
      owner = "root";
      group = "root";
    };
  };
  services.tailscale.authKeyFile = config.sops.secrets."tailscale/auht".path;
#                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`services.tailscale.authKeyFile\` reads the secret \`tailscale/auht\`, but oak declares no such secret
  systemd.services.blog.serviceConfig.EnvironmentFile = "/run/secrets/blog/evn";
#                                                        ^^^^^^^^^^^^^^^^^^^^^ unit \`blog\` reads \`/run/secrets/blog/evn\`, but oak declares no such secret
  systemd.services.coffee.serviceConfig = {
    EnvironmentFile = "-/run/secrets/coffee/production/env";
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unit \`coffee\` reads \`/run/secrets/coffee/production/env\`, but oak declares no such secret
    User = "coffee";
    Group = "coffee";
  };
  systemd.services.coffee-backup.serviceConfig = {
    EnvironmentFile = config.sops.secrets."coffee/production/env".path;
#                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: unit \`coffee-backup\` reads it, too
    User = "coffee";
    Group = "coffee";
  };
}
        `,
        fixed: `
-- oak.nix --
{ config, ... }:
{
  sops.secrets = {
    "blog/env" = {
      owner = "blog";
      group = "blog";
    };
    "coffee/production/env" = {
      owner = "coffee";
      group = "coffee";
    };
    "tailscale/auth" = {
      owner = "root";
      group = "root";
    };
  };
  services.tailscale.authKeyFile = config.sops.secrets."tailscale/auth".path;
  systemd.services.blog.serviceConfig.EnvironmentFile = "/run/secrets/blog/env";
  systemd.services.coffee.serviceConfig = {
    EnvironmentFile = "-/run/secrets/coffee/production/env";
    User = "coffee";
    Group = "coffee";
  };
  systemd.services.coffee-backup.serviceConfig = {
    EnvironmentFile = config.sops.secrets."coffee/production/env".path;
    User = "coffee";
    Group = "coffee";
  };
}
        `,
      },
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ ./shared.nix ./ash.nix ]; };
    nixosConfigurations.elm = nixpkgs.lib.nixosSystem { modules = [ ./shared.nix ]; };
    nixosConfigurations.fir = nixpkgs.lib.nixosSystem { modules = [ ./fir.nix ]; };
  };
}
-- ash.nix --
{
  age.secrets.wifi.file = ./wifi.age;
#             ^^^^ note: \`ash\` declares its secrets here
}
-- shared.nix --
{ config, ... }:
let
  secrets = config.age.secrets;
in
{
  age.secrets.backup.file = ./backup.age;
#             ^^^^^^ note: \`elm\` declares its secrets here
  networking.wireless.secretsFile = secrets.wifi.path;
#                                   ^^^^^^^^^^^^^^^^^ \`networking.wireless.secretsFile\` reads the secret \`wifi\`, but elm declares no such secret
  services.restic.backups.all.passwordFile = "/run/agenix/restic";
#                                             ^^^^^^^^^^^^^^^^^^ backup \`all\` reads \`/run/agenix/restic\`, but none of the 2 machines with this file declares such a secret
}
-- fir.nix --
{ config, ... }:
{
  home-manager.users.ada = { osConfig, ... }: {
    home.file.token.source = osConfig.sops.secrets.token.path;
#                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`home-manager.users.ada.home.file.token.source\` reads the secret \`token\`, but fir declares no such secret
  };
  sops.templates.conf.content = "key=\${config.sops.placeholder.key}";
#                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ template \`conf\` reads the secret \`key\`, but fir declares no such secret
}
      `,
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.gate = nixpkgs.lib.nixosSystem { modules = [ ./gate.nix ]; };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ./shop.nix ]; };
  };
}
-- gate.nix --
{
  # A script puts the key there, and nothing here has secrets of its own.
  networking.wg-quick.interfaces.wg0.privateKeyFile = "/run/secrets/wg.key";
}
-- oak.nix --
{ config, lib, ... }:
{
  sops.secrets = {
    "blog/env" = { owner = "blog"; group = "blog"; };
    "blog/key" = { owner = "blog"; group = "blog"; name = "blog-key"; };
    "oak/password".neededForUsers = true;
    "oak/wireguard/private" = { owner = "root"; group = "root"; path = "/run/secrets/wg.key"; };
  };
  sops.templates."blog.conf".content = config.sops.placeholder."blog/env";
  users.users.blog = { isSystemUser = true; group = "blog"; };
  users.groups.blog = { };
  networking.wg-quick.interfaces.wg0.privateKeyFile = "/run/secrets/wg.key";
  users.users.ada.hashedPasswordFile = "/run/secrets-for-users/oak/password";
  systemd.services.blog.serviceConfig = {
    EnvironmentFile = "/run/secrets/blog/env";
    ExecStart = "blog --config \${config.sops.templates."blog.conf".path} --also /run/secrets/rendered/blog.conf";
    ReadOnlyPaths = [ "/run/secrets/blog" "/run/secrets/blog-key" ];
    BindReadOnlyPaths = [ "/srv/blog:/run/secrets/inside" ];
  };
  services.gitea = {
    enable = false;
    mailerPasswordFile = config.sops.secrets.mail.path;
  };
  virtualisation.oci-containers.containers.db.environment.PASSWORD_FILE = "/run/secrets/db";
}
-- shop.nix --
{ config, lib, ... }:
let
  _unused = config.sops.secrets.unused.path;
  shops = { };
in
{
  options.shop.enable = lib.mkEnableOption "the shop";
  config = lib.mkMerge [
    (lib.mkIf config.shop.enable {
      systemd.services.shop.serviceConfig.EnvironmentFile = config.sops.secrets."shop/env".path;
    })
    {
      systemd.services = lib.mapAttrs (name: shop: {
        serviceConfig.EnvironmentFile = "/run/secrets/shops";
      }) shops;
    }
  ];
}
      `,
    ],
  },

  check(context) {
    const dangling: Dangling[] = [];
    for (const place of byPlace(context.facts.table('secret-reference').rows))
      for (const target of new Set(place.map((row) => row.target))) {
        const found = danglingAt(
          context,
          place.filter((row) => row.target === target),
        );
        if (found) dangling.push(found);
      }
    for (const places of byCause(context.facts, dangling)) report(context, places);
  },
});

function danglingAt(
  context: FleetContext,
  rows: readonly SecretReferenceRow[],
): Dangling | undefined {
  const missing = rows.filter((row) => {
    const resolution = resolutionOf(context.facts, row);
    if (resolution.kind === 'undecided') context.undecided(resolution.reason);
    else if (resolution.kind !== 'elsewhere') context.decided();
    return resolution.kind === 'missing';
  });
  const [first] = missing.toSorted((a, b) => (a.host < b.host ? -1 : 1));
  return first && { rows, missing, first };
}

function report({ facts, report }: FleetContext, places: readonly [Dangling, ...Dangling[]]): void {
  const [dangling, ...others] = places;
  const { first } = dangling;
  const what = first.kind === 'path' ? `\`${first.target}\`` : `the secret \`${first.target}\``;
  const fixes = [correction(facts, places), declaration(facts, places)];
  const more = others.map(({ first: other }) => {
    return { ...facts.locate(other.at), message: `${other.reader} reads it, too` };
  });
  report(first.at, {
    message: `${first.reader} reads ${what}, but ${lack(dangling)}`,
    related: [...notes(facts, first), ...more],
    fixes: fixes.flatMap((fix) => fix ?? []),
  });
}

/** Who declares no such secret: the machine, some of several, or none of them. */
function lack({ rows, missing, first }: Dangling): string {
  const isTemplate = first.kind === 'path' && first.target.startsWith('/run/secrets/rendered/');
  const thing = isTemplate ? 'template' : 'secret';
  const hosts = [...new Set(missing.map(({ host }) => host))].sort();
  const all = new Set(rows.map(({ host }) => host)).size;
  if (hosts.length > 1 && hosts.length === all)
    return `none of the ${all} machines with this file declares such a ${thing}`;
  const where = first.scope === 'home' ? `the homes of ${enumerated(hosts)}` : enumerated(hosts);
  const verb = hosts.length > 1 || first.scope === 'home' ? 'declare' : 'declares';
  return `${where} ${verb} no such ${thing}`;
}

/** Where the machine declares its secrets, and the one that may be meant. */
function notes(facts: Facts, reference: SecretReferenceRow): readonly Note[] {
  const close = closestSecret(facts, reference);
  if (close) {
    const message = `the closest declared secret is \`${close.secret.name}\``;
    return [{ ...facts.locate(close.secret.at), message }];
  }
  const [place] = secretsBeside(facts, reference)
    .map(({ at }) => facts.locate(at))
    .toSorted((a, b) =>
      a.file === b.file ? a.span.start - b.span.start : a.file < b.file ? -1 : 1,
    );
  return place ? [{ ...place, message: `\`${reference.host}\` declares its secrets here` }] : [];
}
