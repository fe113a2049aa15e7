import { type MeantBackup, meantBackups } from '#analyzer/backups/commands.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { didYouMean } from '#linter/closest.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'backups/command',
    summary: 'Commands that restore a backup mean one that a machine makes.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      The command that brings a backup back is written when the backup is made and
      needed on the worst day. Its bucket stands in a task, the backup's own in the
      configuration of a machine, and the two must be the same.

      Looked at are commands of \`restic\` in tasks and workflows: the bucket of an
      address, also where a task is called with it as a variable, and the wrappers
      that NixOS makes, such as \`restic-blog\`.
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
  services.restic.backups = {
    git = {
      paths = [ "/var/lib/git" ];
      repository = "s3:s3.amazonaws.com/oak.git";
      passwordFile = "/var/password";
    };
    blog = {
      paths = [ "/var/lib/blog" ];
      repository = "s3:s3.amazonaws.com/oak.blog";
      passwordFile = "/var/password";
    };
  };
}
-- Taskfile.yml --
version: "3"
tasks:
  restore:
    internal: true
    cmds:
      - restic -r s3:s3.amazonaws.com/{{.BUCKET}} restore latest --target /
  restore:git:
    cmds: [{ task: restore, vars: { BUCKET: oak.gti } }]
#                                           ^^^^^^^ no machine has a backup that goes to the bucket \`oak.gti\`, did you mean \`oak.git\`?
  restore:blog:
    cmds: [{ task: restore, vars: { BUCKET: oak.blog } }]
  list:blog:
    cmds: [sudo restic-blogs snapshots]
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ no machine has a backup called \`blogs\`, did you mean \`blog\`?
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
  services.restic.backups.git = {
    paths = [ "/var/lib/git" ];
    repository = "s3:s3.amazonaws.com/oak.git";
    passwordFile = "/var/password";
  };
}
-- Taskfile.yml --
version: "3"
vars: { BUCKET: oak.git }
tasks:
  list: sudo restic-git snapshots
  check: restic-profile status
  files: aws s3 ls s3://pictures
  restore:
    vars: { TARGET: { sh: mktemp -d } }
    cmds:
      - restic -r s3:s3.amazonaws.com/{{.BUCKET}} restore latest --target {{.TARGET}}
      - restic -r s3:s3.amazonaws.com/$OTHER snapshots
-- README.md --
Try \`restic -r s3:s3.amazonaws.com/example snapshots\` first.
      `,
    ],
  },

  check(context) {
    const meant = meantBackups(context.facts);
    if (meant.length === 0) return;
    const made = backupsOf(context.facts);
    for (const one of meant) checkMeant(context, one, made[one.kind]);
  },
});

/** What backups are called, and why there may be others. */
interface Made {
  readonly names: ReadonlySet<string>;
  readonly doubt: string | undefined;
}

function backupsOf(facts: Facts): Readonly<Record<MeantBackup['kind'], Made>> {
  const { rows, gaps } = facts.table('backup');
  const backups = rows.filter(({ tool }) => tool === 'restic');
  const gap = gaps.find(({ known }) => known.tool === undefined || known.tool === 'restic')?.reason;
  const buckets = backups.map(({ bucket }) => bucket);
  return {
    name: { names: new Set(backups.map(({ name }) => name)), doubt: gap },
    bucket: {
      names: new Set(buckets.flatMap((bucket) => (typeof bucket === 'string' ? bucket : []))),
      doubt: gap ?? buckets.find(isUndecided)?.undecided,
    },
  };
}

function checkMeant(
  { report, decided, undecided }: FleetContext,
  { kind, text, at }: MeantBackup,
  { names, doubt }: Made,
): void {
  if (names.has(text)) decided();
  else if (doubt !== undefined) undecided(doubt);
  else if (names.size > 0) {
    decided();
    const what = kind === 'bucket' ? `that goes to the bucket \`${text}\`` : `called \`${text}\``;
    report(at, { message: `no machine has a backup ${what}${didYouMean(text, names)}` });
  }
}
