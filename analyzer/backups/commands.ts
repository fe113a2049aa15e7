import type { CommandRow } from '../facts/commands.ts';
import type { Facts } from '../facts/facts.ts';
import type { TaskVariableRow } from '../facts/tasks.ts';
import type { Site } from '../site.ts';
import { bucketIn } from './bucket.ts';

/** Something that a command of a task or a workflow says of a backup. */
export interface MeantBackup {
  readonly kind: 'bucket' | 'name';
  /** What the bucket or the backup is called. */
  readonly text: string;
  readonly at: Site;
}

/**
 * The backups that commands of `restic` mean: by the bucket in an address, also
 * where a task gets it as a variable, and by the wrapper that NixOS makes of
 * each (`restic-NAME`). Documents are left out, because they show examples.
 */
export function meantBackups(facts: Facts): readonly MeantBackup[] {
  const variables = facts.table('task-variable').rows;
  return facts.table('command').rows.flatMap((command) => {
    if (command.source === 'document') return [];
    if (command.program === 'restic') return bucketsIn(command, variables);
    const name = /^restic-(.+)$/.exec(command.program ?? '')?.[1];
    const isOne = name !== undefined && subcommands.has(command.arguments[0] ?? '');
    return isOne ? [{ kind: 'name' as const, text: name, at: command.at }] : [];
  });
}

/** https://restic.readthedocs.io/en/stable/manual_rest.html */
const subcommands: ReadonlySet<string> = new Set([
  'backup',
  'cat',
  'check',
  'copy',
  'diff',
  'dump',
  'find',
  'forget',
  'init',
  'key',
  'list',
  'ls',
  'mount',
  'prune',
  'repair',
  'restore',
  'rewrite',
  'snapshots',
  'stats',
  'tag',
  'unlock',
]);

function bucketsIn(
  command: CommandRow & { readonly at: Site },
  variables: readonly (TaskVariableRow & { readonly at: Site })[],
): readonly MeantBackup[] {
  return command.arguments.flatMap((argument): readonly MeantBackup[] => {
    const bucket = bucketIn(argument);
    if (bucket === undefined) return [];
    const variable = /^\{\{\s*\.(\w+)\s*\}\}$/.exec(bucket)?.[1];
    const said =
      variable === undefined
        ? [{ value: bucket, at: command.at }]
        : valuesOf(variable, command, variables);
    return said.flatMap(({ value, at }) =>
      /[{}$]/.test(value) ? [] : [{ kind: 'bucket', text: value, at }],
    );
  });
}

/** What a task itself says counts more than what its callers say, and that more than its file. */
function valuesOf(
  name: string,
  { in: task, file }: CommandRow,
  variables: readonly (TaskVariableRow & { readonly at: Site })[],
): readonly { readonly value: string; readonly at: Site }[] {
  const all = variables.filter((row) => row.name === name);
  const own = all.filter((row) => row.task === task && row.caller === undefined);
  const given = all.filter((row) => row.task === task && row.caller !== undefined);
  const around = all.filter((row) => row.task === undefined && row.file === file);
  return [own, given, around].find((rows) => rows.length > 0) ?? [];
}
