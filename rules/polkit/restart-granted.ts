import { known } from '#analyzer/facts/cell.ts';
import type { CommandRow } from '#analyzer/facts/commands.ts';
import type { RunnerRow } from '#analyzer/facts/runners.ts';
import { mayManage, unitsManaged } from '#analyzer/units/restarts.ts';
import { takersOf } from '#analyzer/workflows/takers.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'polkit/restart-granted',
    summary: 'Polkit lets a runner restart the units that its jobs restart.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      Runners set \`no_new_privs\`, so that sudo does not work in their jobs. A
      job that restarts a unit needs a rule of polkit for the user of its
      runner and for that unit; without one it fails with "Interactive
      authentication required".

      Looked at are the workflows of this repository whose jobs name a label of
      a runner that is declared here. Jobs of other repositories are not known, and
      where runners of several repositories have the label nothing is said.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- oak.nix --
{
  security.polkit.enable = true;
  environment.etc."polkit-1/rules.d/50-runners.rules".source = ./50-runners.rules;
  services.github-runners.fleet = {
#                         ^^^^^ note: the runner is here
    enable = true;
    url = "https://github.com/ada/fleet";
    tokenFile = "/var/token";
    user = "fleet";
    group = "fleet";
    extraLabels = [ "oak" ];
  };
  systemd.services = {
    blog.serviceConfig = { ExecStart = "blog"; User = "fleet"; };
    shop.serviceConfig = { ExecStart = "shop"; User = "fleet"; };
  };
  users.users.fleet = { isSystemUser = true; group = "fleet"; };
  users.groups.fleet = { };
}
-- 50-runners.rules --
polkit.addRule(function (action, subject) {
  if (action.id == "org.freedesktop.systemd1.manage-units" &&
      action.lookup("unit") == "blog.service" && subject.user == "fleet") {
    return polkit.Result.YES;
  }
});
-- .github/workflows/deploy.yml --
on: push
jobs:
  deploy:
    runs-on: [self-hosted, oak]
    steps:
      - run: systemctl restart blog.service
      - run: systemctl restart shop
#            ^^^^^^^^^^^^^^^^^^^^^^ job \`deploy\` manages \`shop.service\` as \`fleet\`, which polkit on oak does not allow
      `,
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
{
  security.polkit.enable = true;
  environment.etc."polkit-1/rules.d/50-runners.rules".source = ./50-runners.rules;
  services.github-runners.fleet = {
    enable = true;
    url = "https://github.com/ada/fleet";
    tokenFile = "/var/token";
    user = "fleet";
    group = "fleet";
    extraLabels = [ "oak" ];
  };
  systemd.services.blog.serviceConfig = { ExecStart = "blog"; User = "fleet"; };
  users.users.fleet = { isSystemUser = true; group = "fleet"; };
  users.groups.fleet = { };
}
-- 50-runners.rules --
polkit.addRule(function (action, subject) {
  if (action.id == "org.freedesktop.systemd1.manage-units" &&
      action.lookup("unit") == "blog.service" && subject.user == "fleet") {
    return polkit.Result.YES;
  }
});
-- .github/workflows/deploy.yml --
on: push
jobs:
  deploy:
    runs-on: [self-hosted, oak]
    steps:
      - run: systemctl restart blog && systemctl status shop
      - run: systemctl --user restart shop
  hosted:
    runs-on: ubuntu-latest
    steps:
      - run: systemctl restart shop
      `,
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- oak.nix --
{ lib, ... }:
{
  security.polkit.enable = true;
  services.github-runners = lib.genAttrs [ "blog" "fleet" ] (name: {
    enable = true;
    url = "https://github.com/ada/\${name}";
    tokenFile = "/var/\${name}";
    user = "root";
    group = name;
    extraLabels = [ "oak" ];
  }) // {
    shop = {
      enable = true;
      url = "https://github.com/ada/shop";
      tokenFile = "/var/shop";
      user = "shop";
      group = "shop";
      extraLabels = [ "oak" ];
    };
  };
  users.users.shop = { isSystemUser = true; group = "shop"; };
  users.groups.shop = { };
}
-- .github/workflows/deploy.yml --
on: push
jobs:
  deploy:
    runs-on: [self-hosted, oak]
    steps:
      - run: systemctl restart shop
      `,
    ],
  },

  check(context) {
    for (const command of context.facts.table('command').rows) {
      const units = command.source === 'workflow' ? unitsManaged(command) : [];
      if (units.length > 0) checkCommand(context, command, units);
    }
  },
});

function checkCommand(context: FleetContext, command: CommandRow, units: readonly string[]): void {
  const { facts } = context;
  const job = facts
    .table('workflow-job')
    .rows.find(({ file, job: name }) => file === command.file && name === command.in);
  const takers = job && takersOf(facts, job, '');
  if (!takers || takers.kind === 'elsewhere') return;
  if (takers.kind !== 'known') {
    context.undecided(takers.reason);
    return;
  }
  for (const runner of takers.runners)
    for (const unit of units) checkUnit(context, { command, runner, unit });
}

interface Restart {
  readonly command: CommandRow;
  readonly runner: RunnerRow;
  readonly unit: string;
}

function checkUnit(context: FleetContext, { command, runner, unit }: Restart): void {
  const { facts } = context;
  const user = known(runner.user);
  if (user === undefined) {
    context.undecided('the user of the runner is not known');
    return;
  }
  const allowed = user === 'root' ? undefined : mayManage(facts, runner.host, { user, unit });
  if (allowed?.kind === 'undecided') {
    context.undecided(allowed.reason);
    return;
  }
  context.decided();
  if (allowed?.kind !== 'no') return;
  context.report(command.at, {
    message: `job \`${command.in}\` manages \`${unit}\` as \`${user}\`, which polkit on ${runner.host} does not allow`,
    related: [{ ...facts.locate(runner.at), message: 'the runner is here' }],
  });
}
