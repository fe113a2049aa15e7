import type { Note } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { CommandRow } from '#analyzer/facts/commands.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { RunnerRow } from '#analyzer/facts/runners.ts';
import type { WorkflowJobRow } from '#analyzer/facts/workflows.ts';
import { takersOf } from '#analyzer/workflows/takers.ts';
import { packagesOfTool } from '#analyzer/workflows/tools.ts';
import { textOption } from '#linter/options.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';
import { contains } from '#parser/span.ts';

export default fleetRule({
  meta: {
    name: 'runners/job-tools',
    summary: 'A runner has the programs that the jobs which it takes call.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: {
      repository: {
        summary: 'The address of this repository, as runners have it in `url`; empty for any.',
        default: '',
      },
    },
  },

  docs: {
    why: `
      A runner on NixOS finds bash, git, nix and a few tools beside them; whatever
      else a job calls must be in \`extraPackages\`. Unlike the runners of GitHub it
      has no \`gh\`, no \`curl\` and no \`jq\`, and the job fails when it gets there.

      Looked at are jobs of this repository that ask for \`self-hosted\`, and well-known
      programs in them. A job is left alone that runs in a container, uses actions
      that may install something, or changes its \`PATH\`; and so is a command that
      \`nix shell\`, \`nix develop\` and their like run. The tool must be there on every
      runner that could take the job.
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
-- .github/workflows/build.yml --
jobs:
  build:
    runs-on: [self-hosted, oak]
    steps:
      - uses: actions/checkout@v4
      - run: gh pr merge --auto
#            ^^^^^^^^^^^^^^^^^^ job \`build\` calls \`gh\`, which runner \`dotfiles\` of oak does not have
-- oak.nix --
{ pkgs, ... }:
{
  nixpkgs.hostPlatform = "x86_64-linux";
  services.github-runners.dotfiles = {
    enable = true;
    url = "https://github.com/ada/dotfiles";
    extraLabels = [ "oak" ];
    extraPackages = [ pkgs.jq ];
#                   ^^^^^^^^^^^ note: its packages are here
    tokenFile = "/var/keys/dotfiles";
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
    runs-on: [self-hosted, oak]
    steps:
      - uses: actions/checkout@v4
      - run: gh pr merge --auto
      - run: nix shell nixpkgs#jq --command jq . flake.lock
      - run: git push
  deploy:
    runs-on: [self-hosted, oak]
    steps:
      - uses: ada/setup-tofu@v1
      - run: tofu apply
  docs:
    runs-on: ubuntu-latest
    steps:
      - run: curl https://example.org
-- oak.nix --
{ pkgs, ... }:
{
  nixpkgs.hostPlatform = "x86_64-linux";
  services.github-runners.dotfiles = {
    enable = true;
    url = "https://github.com/ada/dotfiles";
    extraLabels = [ "oak" ];
    extraPackages = [ pkgs.gh ];
    tokenFile = "/var/keys/dotfiles";
    user = "root";
    group = "root";
  };
}
      `,
    ],
  },

  check(context) {
    const { facts, options } = context;
    const repository = textOption(options, 'repository');
    for (const job of facts.table('workflow-job').rows) {
      const calls = callsOf(facts, job);
      if (calls.length === 0) continue;
      const takers = takersOf(facts, job, repository);
      if (takers.kind === 'undecided' || takers.kind === 'several')
        context.undecided(takers.reason);
      if (takers.kind === 'known') checkJob(context, { job, calls, runners: takers.runners });
    }
  },
});

/** A job, the first call of each tool in it, and who could take it. */
interface Work {
  readonly job: WorkflowJobRow;
  readonly calls: readonly CommandRow[];
  readonly runners: readonly RunnerRow[];
}

function checkJob(context: FleetContext, { job, calls, runners }: Work): void {
  for (const call of calls) {
    const tool = call.program ?? '';
    const lacking = runners.filter((runner) => lacks(context, runner, tool));
    const [first] = lacking;
    if (!first) continue;
    const whose = `runner \`${first.attribute}\` of ${first.host}`;
    context.report(call.at, {
      message: `job \`${job.job}\` calls \`${tool}\`, which ${whose} does not have`,
      related: lacking.flatMap((runner) => noteOf(context.facts, runner)),
    });
  }
}

function lacks(context: FleetContext, { packages }: RunnerRow, tool: string): boolean {
  const own = packages ?? [];
  const doubt = isUndecided(own)
    ? own.undecided
    : own.some((name) => !/^pkgs\.[\w.-]+$/.test(name))
      ? 'a package of the runner is not known'
      : undefined;
  if (doubt !== undefined) context.undecided(doubt);
  if (doubt !== undefined || isUndecided(own)) return false;
  context.decided();
  const names = packagesOfTool.get(tool) ?? [];
  return !own.some((name) => names.includes(name.slice('pkgs.'.length)));
}

function noteOf(facts: Facts, { places, at }: RunnerRow): readonly Note[] {
  const place = places?.packages;
  const message = place ? 'its packages are here' : 'it has no packages of its own';
  return [{ ...facts.locate(place ?? at), message }];
}

/** The first call of each tool that the job certainly finds by its `PATH`. */
function callsOf(facts: Facts, job: WorkflowJobRow): readonly CommandRow[] {
  if (job.image !== undefined || job.uses !== undefined) return [];
  const isOwn = (row: { readonly file: string; readonly job: string }) =>
    row.file === job.file && row.job === job.job;
  const steps = facts.table('workflow-step').rows.filter(isOwn);
  if (steps.some(({ action }) => action !== undefined && !harmless.has(action))) return [];
  const commands = facts.table('command').rows.filter((row) => {
    return row.source === 'workflow' && row.file === job.file && row.in === job.job;
  });
  if (commands.some(({ text }) => /GITHUB_PATH|\bPATH=/.test(text))) return [];
  const shells = new Map(steps.map(({ index, shell }) => [index, shell]));
  const first = new Map<string, CommandRow>();
  for (const command of commands) {
    const { program, wrappers, step } = command;
    const shell = step === undefined ? undefined : shells.get(step);
    const isPlain = wrappers.length === 0 && (shell === undefined || /^(ba)?sh$/.test(shell));
    const isTold = isPlain && !isWithinOther(facts, command, commands);
    if (isTold && program !== undefined && packagesOfTool.has(program) && !first.has(program))
      first.set(program, command);
  }
  return [...first.values()];
}

/** Whether another command runs this one, perhaps with programs of its own. */
function isWithinOther(
  facts: Facts,
  command: CommandRow,
  commands: readonly CommandRow[],
): boolean {
  const { file, span } = facts.locate(command.at);
  return commands.some((other) => {
    const outer = other === command ? undefined : facts.locate(other.at);
    return outer !== undefined && outer.file === file && contains(outer.span, span);
  });
}

/** Actions that bring no programs. */
const harmless: ReadonlySet<string> = new Set([
  'actions/cache',
  'actions/checkout',
  'actions/create-github-app-token',
  'actions/download-artifact',
  'actions/upload-artifact',
]);
