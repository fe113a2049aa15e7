import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { ServiceRow } from '#analyzer/facts/services.ts';
import { matchesName } from '#analyzer/secrets/root-names.ts';
import {
  harden,
  hardeningDirectives,
  missingDirectives,
  nameOf,
} from '#analyzer/units/hardening.ts';
import { textsOption } from '#linter/options.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'services/hardening',
    summary: 'A unit of the repository is kept away from what it does not need.',
    severity: 'hint',
    fix: 'unsafe',
    since: '0.1.0',
    presets: [],
    options: {
      directives: {
        summary: 'What each unit must have, with the value that a fix writes.',
        default: hardeningDirectives,
      },
      exempt: {
        summary: 'Names of units that are left alone; a star is any text.',
        default: [],
      },
    },
  },

  docs: {
    why: `
      A unit sees the whole machine unless it says otherwise. These directives
      of systemd cost a service that talks to the network nothing, and leave
      little to whoever takes it over.

      Looked at are units with commands and a user other than root that do not
      run once. A directive counts with any value but one that turns it off.
      Units that need more, such as devices or other homes, belong into
      \`exempt\`. The fix adds what is missing and is unsafe, as a unit may need
      what it then no longer has.
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
{
  systemd.services.blog.serviceConfig = {
#                  ^^^^ unit \`blog\` does not set \`NoNewPrivileges\` and 1 more
    ExecStart = "blog";
    PrivateTmp = true;
    User = "blog";
  };
  systemd.services.shop.serviceConfig = {
#                  ^^^^ unit \`shop\` does not set \`NoNewPrivileges\` and 1 more
    ExecStart = "shop";
    NoNewPrivileges = false;
    PrivateTmp = true;
    User = "shop";
  };
}
        `,
        options: {
          directives: ['NoNewPrivileges=true', 'PrivateTmp=true', 'ProtectSystem=strict'],
        },
        fixed: `
-- oak.nix --
{
  systemd.services.blog.serviceConfig = {
    ExecStart = "blog";
    NoNewPrivileges = true;
    PrivateTmp = true;
    ProtectSystem = "strict";
    User = "blog";
  };
  systemd.services.shop.serviceConfig = {
    ExecStart = "shop";
    NoNewPrivileges = false;
    PrivateTmp = true;
    User = "shop";
  };
}
        `,
      },
    ],
    good: [
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
  systemd.services = {
    blog.serviceConfig = {
      ExecStart = "blog";
      NoNewPrivileges = true;
      PrivateTmp = "disconnected";
      User = "blog";
    };
    camera.serviceConfig = {
      ExecStart = "camera";
      User = "camera";
    };
    nginx.serviceConfig.User = "web";
    root.serviceConfig = {
      ExecStart = "root";
      User = "root";
    };
    update.serviceConfig = {
      ExecStart = "update";
      Type = "oneshot";
      User = "blog";
    };
  };
}
        `,
        options: { directives: ['NoNewPrivileges=true', 'PrivateTmp=true'], exempt: ['cam*'] },
      },
    ],
  },

  check(context) {
    const seen = new Set<string>();
    for (const unit of context.facts.table('service').rows) {
      const place = `${unit.at.file} ${unit.at.expr}`;
      if (seen.has(place) || !isMeant(context, unit)) continue;
      seen.add(place);
      checkUnit(context, unit);
    }
  },
});

function isMeant({ options }: FleetContext, unit: ServiceRow): boolean {
  const { scope, manager, name } = unit;
  if (scope !== 'system' || manager !== 'systemd' || known(unit.type) === 'oneshot') return false;
  const user = known(unit.user);
  if (user === undefined || user === 'root' || (known(unit.exec) ?? []).length === 0) return false;
  return !matchesName(name, textsOption(options, 'exempt'));
}

function checkUnit(context: FleetContext, unit: ServiceRow): void {
  const { directives, name } = unit;
  if (isUndecided(directives)) {
    context.undecided(directives.undecided);
    return;
  }
  context.decided();
  const missing = missingDirectives(directives ?? [], textsOption(context.options, 'directives'));
  const [first, ...more] = missing.map(nameOf);
  if (first === undefined) return;
  const rest = more.length > 0 ? ` and ${more.length} more` : '';
  context.report(unit.at, {
    message: `unit \`${name}\` does not set \`${first}\`${rest}`,
    fixes: harden(context.facts, unit, missing),
  });
}
