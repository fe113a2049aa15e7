import type { Note } from '#analyzer/diagnostic.ts';
import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { RunnerRow } from '#analyzer/facts/runners.ts';
import type { ServiceRow } from '#analyzer/facts/services.ts';
import { byPlace } from '#analyzer/secrets/places.ts';
import { readShell } from '#analyzer/shell/commands.ts';
import { takersOf } from '#analyzer/workflows/takers.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'services/no-sudo',
    summary: 'Units and jobs of runners do without `sudo`.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      The \`sudo\` of nixpkgs lies in the store, where nothing can be setuid, so it
      never works: \`sudo: must be owned by uid 0\`. The one that works is
      \`/run/wrappers/bin/sudo\`, and not even that one does in a runner, whose
      sandbox forbids new privileges. A rule of polkit lets a user restart the one
      unit that it has to, and nothing else.

      Looked at are the packages of runners and the paths of units, the commands
      and scripts of units that do not run as root, and the steps of jobs that
      runners of the fleet take. Commands for people are not looked at.
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
-- .github/workflows/deploy.yml --
jobs:
  deploy:
    runs-on: [self-hosted, oak]
    steps:
      - run: sudo systemctl restart blog
#            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ job \`deploy\` calls \`sudo\` on a runner, which cannot gain privileges; use polkit
-- oak.nix --
{ pkgs, ... }:
{
  nixpkgs.hostPlatform = "x86_64-linux";
  services.github-runners.blog = {
#                         ^^^^ note: runner \`blog\` of oak takes it
    enable = true;
    url = "https://github.com/ada/blog";
    extraLabels = [ "oak" ];
    extraPackages = [ pkgs.gh pkgs.sudo ];
#                   ^^^^^^^^^^^^^^^^^^^^^ runner \`blog\` has \`pkgs.sudo\`, which is not setuid; use polkit
    tokenFile = "/var/keys/blog";
  };
  services.github-runners.shop = {
#                         ^^^^ note: runner \`shop\` of oak takes it
    enable = true;
    url = "https://github.com/ada/shop";
    extraLabels = [ "oak" ];
    tokenFile = "/var/keys/shop";
  };
  systemd.services.deploy = {
    path = [ pkgs.sudo ];
#          ^^^^^^^^^^^^^ unit \`deploy\` has \`pkgs.sudo\`, which is not setuid; use polkit
    serviceConfig.User = "blog";
  };
  systemd.services.watch = {
#                  ^^^^^ unit \`watch\` calls \`sudo\` as \`blog\`; use polkit
    script = "sudo systemctl restart blog";
    serviceConfig.User = "blog";
  };
}
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
-- .github/workflows/build.yml --
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: sudo apt-get install jq
-- README.md --
    sudo nixos-rebuild switch --flake .#oak
-- oak.nix --
{ pkgs, ... }:
{
  environment.systemPackages = [ pkgs.sudo ];
  systemd.services.dump = {
    enable = true;
    script = "sudo -u postgres pg_dumpall > /var/backup/all.sql";
  };
  systemd.services.watch = {
    script = ''
      /run/wrappers/bin/sudo systemctl restart blog
      echo "without sudo" # sudo
    '';
    serviceConfig.User = "blog";
  };
  users.users.blog = { isSystemUser = true; group = "blog"; };
  users.groups.blog = { };
}
      `,
    ],
  },

  check(context) {
    checkPackages(context);
    checkUnits(context);
    checkJobs(context);
  },
});

const sudo = 'pkgs.sudo';

function checkPackages({ facts, report, decided }: FleetContext): void {
  const runners = facts.table('runner').rows.map((row) => {
    const { attribute, packages, places } = row;
    return { owner: `runner \`${attribute}\``, packages, at: places?.packages ?? row.at };
  });
  const units = facts.table('service').rows.map((row) => {
    return { owner: `unit \`${row.name}\``, packages: row.path, at: row.places?.path ?? row.at };
  });
  for (const [{ owner, packages, at }] of byPlace([...runners, ...units])) {
    decided();
    if (!known(packages)?.some((name) => name === sudo)) continue;
    report(at, { message: `${owner} has \`${sudo}\`, which is not setuid; use polkit` });
  }
}

function checkUnits({ facts, report, decided, undecided }: FleetContext): void {
  const units = facts
    .table('service')
    .rows.filter(({ user }) => user !== undefined && user !== 'root');
  for (const [unit] of byPlace(units)) {
    const user = known(unit.user);
    if (user === undefined) {
      undecided('the user of the unit is not known');
      continue;
    }
    decided();
    if (!callsSudo(unit)) continue;
    const message = `unit \`${unit.name}\` calls \`sudo\` as \`${user}\`; use polkit`;
    report(unit.places?.exec ?? unit.at, { message });
  }
}

/** Whether a command or script of the unit begins with a `sudo` that is not the wrapper. */
function callsSudo({ exec }: ServiceRow): boolean {
  const texts = (known(exec) ?? []).filter((text) => text.includes('sudo'));
  return texts.some((text) => {
    return readShell(text).commands.some(({ words }) => isSudo(words[0]?.text ?? ''));
  });
}

function isSudo(program: string): boolean {
  const word = program.replaceAll('"', '');
  return /(^|\/)sudo$/.test(word) && !word.startsWith('/run/wrappers/');
}

function checkJobs({ facts, report, decided }: FleetContext): void {
  for (const job of facts.table('workflow-job').rows) {
    const takers = takersOf(facts, job, '');
    if (takers.kind === 'elsewhere' || takers.kind === 'undecided') continue;
    if (takers.runners.length === 0) continue;
    decided();
    const call = facts.table('command').rows.find((row) => {
      const isOwn = row.source === 'workflow' && row.file === job.file && row.in === job.job;
      return isOwn && (row.program === 'sudo' || row.wrappers.includes('sudo'));
    });
    if (!call) continue;
    report(call.at, {
      message: `job \`${job.job}\` calls \`sudo\` on a runner, which cannot gain privileges; use polkit`,
      related: takers.runners.map((runner) => takerNote(facts, runner)),
    });
  }
}

function takerNote(facts: Facts, { at, attribute, host }: RunnerRow): Note {
  return { ...facts.locate(at), message: `runner \`${attribute}\` of ${host} takes it` };
}
