import { known } from '#analyzer/facts/cell.ts';
import type { ServiceRow } from '#analyzer/facts/services.ts';
import { completeCache, type UnitCache, unitCache } from '#analyzer/units/cache.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'services/nix-run-cache',
    summary: 'A unit that runs `nix run` as a user has a cache of its own.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      \`nix run\` writes what it fetches into a cache below the home of its
      user. The user of a service has none, so that the unit fails at its start.
      It needs \`CacheDirectory\`, which systemd makes below \`/var/cache\` for
      that user, and \`HOME\` and \`XDG_CACHE_HOME\` that lead there.

      The cache is called like the user, so that several units of a project may
      share it, or like the unit. The fix writes what is missing; it is unsafe
      where the two names differ and the unit has no cache yet.
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
{ pkgs, ... }:
{
  systemd.services.blog = {
    wantedBy = [ "multi-user.target" ];
    serviceConfig = {
      ExecStart = "\${pkgs.nix}/bin/nix run github:ada/blog --refresh";
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`nix run\` as \`blog\` needs a cache: \`CacheDirectory\`, \`HOME\`, \`XDG_CACHE_HOME\` missing
      Restart = "always";
      User = "blog";
    };
  };
  systemd.services."blog:preview" = {
    environment.PORT = "3000";
    serviceConfig = {
      ExecStart = "\${pkgs.nix}/bin/nix run github:ada/blog -- --port 3000";
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`nix run\` as \`blog\` needs a cache: \`CacheDirectory\`, \`HOME\`, \`XDG_CACHE_HOME\` missing
      User = "blog";
    };
  };
  systemd.services.shop = {
#                  ^^^^ \`nix run\` as \`shop\` needs a cache: \`XDG_CACHE_HOME\` missing
    environment.HOME = "/var/cache/shop";
    serviceConfig = {
      CacheDirectory = "shop";
#                      ^^^^^^ note: its cache is here
      User = "shop";
    };
    script = "exec nix run github:ada/shop";
  };
  systemd.services.wiki = {
#                  ^^^^ \`HOME\` of unit \`wiki\` is \`/var/cache/wik\`, but its cache is \`/var/cache/wiki\`
    environment = {
      HOME = "/var/cache/wik";
      XDG_CACHE_HOME = "/var/cache/wiki";
    };
    serviceConfig = {
      CacheDirectory = "wiki";
#                      ^^^^^^ note: its cache is here
      User = "wiki";
    };
    script = "exec nix run github:ada/wiki";
  };
  systemd.services.mail = {
#                  ^^^^ the cache of unit \`mail\` is called \`post\`, neither like its user nor like the unit
    environment = {
      HOME = "/var/cache/post";
      XDG_CACHE_HOME = "/var/cache/post";
    };
    serviceConfig = {
      CacheDirectory = "post";
#                      ^^^^^^ note: its cache is here
      User = "mail";
    };
    script = "exec nix run github:ada/mail";
  };
  users.users = {
    blog.isNormalUser = true;
    mail.isNormalUser = true;
    shop.isNormalUser = true;
    wiki.isNormalUser = true;
  };
}
        `,
        fixed: `
-- oak.nix --
{ pkgs, ... }:
{
  systemd.services.blog = {
    wantedBy = [ "multi-user.target" ];
    serviceConfig = {
      CacheDirectory = "blog";
      ExecStart = "\${pkgs.nix}/bin/nix run github:ada/blog --refresh";
      Restart = "always";
      User = "blog";
    };
    environment.HOME = "/var/cache/blog";
    environment.XDG_CACHE_HOME = "/var/cache/blog";
  };
  systemd.services."blog:preview" = {
    environment.PORT = "3000";
    environment.HOME = "/var/cache/blog";
    environment.XDG_CACHE_HOME = "/var/cache/blog";
    serviceConfig = {
      CacheDirectory = "blog";
      ExecStart = "\${pkgs.nix}/bin/nix run github:ada/blog -- --port 3000";
      User = "blog";
    };
  };
  systemd.services.shop = {
    environment.HOME = "/var/cache/shop";
    environment.XDG_CACHE_HOME = "/var/cache/shop";
    serviceConfig = {
      CacheDirectory = "shop";
      User = "shop";
    };
    script = "exec nix run github:ada/shop";
  };
  systemd.services.wiki = {
    environment = {
      HOME = "/var/cache/wik";
      XDG_CACHE_HOME = "/var/cache/wiki";
    };
    serviceConfig = {
      CacheDirectory = "wiki";
      User = "wiki";
    };
    script = "exec nix run github:ada/wiki";
  };
  systemd.services.mail = {
    environment = {
      HOME = "/var/cache/post";
      XDG_CACHE_HOME = "/var/cache/post";
    };
    serviceConfig = {
      CacheDirectory = "post";
      User = "mail";
    };
    script = "exec nix run github:ada/mail";
  };
  users.users = {
    blog.isNormalUser = true;
    mail.isNormalUser = true;
    shop.isNormalUser = true;
    wiki.isNormalUser = true;
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
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- oak.nix --
{ pkgs, ... }:
{
  systemd.services = {
    blog = {
      environment = {
        HOME = "/var/cache/blog";
        XDG_CACHE_HOME = "/var/cache/blog";
      };
      serviceConfig = {
        CacheDirectory = "blog";
        ExecStart = "\${pkgs.nix}/bin/nix run github:ada/blog";
        User = "blog";
      };
    };
    "blog:preview" = {
      environment = {
        HOME = "/var/cache/blog";
        XDG_CACHE_HOME = "/var/cache/blog";
      };
      serviceConfig = {
        CacheDirectory = "blog";
        ExecStart = "\${pkgs.nix}/bin/nix run github:ada/blog -- --port 3000";
        User = "blog";
      };
    };
    shop-production = {
      environment = {
        HOME = "/var/cache/shop-production/home";
        XDG_CACHE_HOME = "/var/cache/shop-production";
      };
      serviceConfig = {
        CacheDirectory = "shop-production";
        ExecStart = "\${pkgs.nix}/bin/nix run github:ada/shop";
        User = "blog";
      };
    };
    update.serviceConfig = {
      ExecStart = "\${pkgs.nix}/bin/nix run github:ada/update";
      User = "root";
    };
    wiki.serviceConfig = {
      ExecStart = "\${pkgs.wiki}/bin/wiki";
      User = "blog";
    };
  };
  users.users.blog.isNormalUser = true;
}
      `,
    ],
  },

  check(context) {
    const seen = new Set<string>();
    for (const unit of context.facts.table('service').rows) {
      const { at, scope, manager } = unit;
      const place = `${at.file} ${at.expr}`;
      if (scope !== 'system' || manager !== 'systemd' || seen.has(place)) continue;
      seen.add(place);
      checkUnit(context, unit);
    }
  },
});

function checkUnit(context: FleetContext, unit: ServiceRow): void {
  const user = known(unit.user);
  const runsNix = known(unit.exec)?.some((command) => /\bnix run\b/.test(command)) ?? false;
  if (!runsNix || user === undefined || user === 'root' || known(unit['dynamic-user'])) return;
  const cache = unitCache(unit, user);
  if (cache.kind === 'undecided') {
    context.undecided(cache.reason);
    return;
  }
  context.decided();
  const message = problemOf(unit, user, cache);
  if (message === undefined) return;
  const { facts } = context;
  const at = unit.places?.['cache-directories'];
  context.report(unit.places?.exec ?? unit.at, {
    message,
    related: at ? [{ ...facts.locate(at), message: 'its cache is here' }] : [],
    fixes: completeCache(facts, unit, cache),
  });
}

function problemOf(
  { name }: ServiceRow,
  user: string,
  { directory, missing, elsewhere }: Extract<UnitCache, { readonly kind: 'known' }>,
): string | undefined {
  if (missing.length > 0) {
    const what = missing.map((part) => `\`${part}\``).join(', ');
    return `\`nix run\` as \`${user}\` needs a cache: ${what} missing`;
  }
  const [wrong] = elsewhere;
  if (wrong)
    return `\`${wrong[0]}\` of unit \`${name}\` is \`${wrong[1]}\`, but its cache is \`/var/cache/${directory}\``;
  const first = directory.split('/')[0];
  return first === user || first === name
    ? undefined
    : `the cache of unit \`${name}\` is called \`${directory}\`, neither like its user nor like the unit`;
}
