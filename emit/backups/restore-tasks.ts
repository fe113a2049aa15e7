import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { BackupRow } from '#analyzer/facts/storage.ts';
import { type EmitContext, emitter, type Problem } from '../emitter.ts';
import { indented } from '../fence.ts';
import { titleOf } from '../network/needed-ports.ts';
import type { ValuesOf } from '../options.ts';
import { yamlText } from '../print/yaml.ts';
import { optionOf, type Plain, plainOf } from '../values.ts';
import { keptBelow, ownerOf, unitOf } from './restored.ts';

const options = {
  services: {
    summary: 'The unit that is stopped meanwhile, by the name of the backup; empty to work it out.',
    default: {} as Readonly<Record<string, string>>,
  },
  part: {
    summary: 'A whole Taskfile, or only what stands inside of its `tasks`.',
    default: 'file',
    choices: ['file', 'tasks'],
  },
} as const;

type Context = EmitContext<ValuesOf<typeof options>>;

export const restoreTasks = emitter({
  name: 'restore-tasks',
  summary: 'Tasks for Task that bring back what restic has backed up on a machine.',
  inputs: ['backup', 'service', 'user', 'persisted'],
  formats: ['yaml'],
  output: 'machines/{host}/Taskfile.yml',
  effect: 'configuration',
  options,
  emit: (context) => {
    const {
      facts,
      wants,
      compare,
      options: { part },
    } = context;
    const rows = facts
      .table('backup')
      .rows.filter((row) => row.tool === 'restic' && wants(row.host));
    const hosts = [...new Set(rows.map(({ host }) => host))].toSorted(compare);
    const made = hosts.map((host) => {
      const own = rows.filter((row) => row.host === host && row.account === undefined);
      const tasks = own
        .toSorted((a, b) => compare(a.name, b.name))
        .map((row) => taskOf(context, row));
      const texts = tasks.flatMap((task) => ('problem' in task ? [] : [yamlText(task.task)]));
      const text = [yamlText(shared), ...texts].join('\n');
      const whole = `version: "3"\n\ntasks:\n${indented(text, '  ')}`;
      return {
        part: texts.length === 0 ? [] : [{ names: { host }, text: part === 'file' ? whole : text }],
        problems: tasks.flatMap((task) => ('problem' in task ? [task.problem] : [])),
      };
    });
    return {
      parts: made.flatMap((machine) => machine.part),
      problems: made.flatMap(({ problems }) => problems),
    };
  },
});

/** What every task calls. What cleans up comes first, so that it is done whatever fails. */
const shared: Plain = {
  restore: {
    internal: true,
    vars: { TMPDIR: { sh: 'mktemp -d' } },
    cmds: [
      { defer: 'sudo rm -rf {{.TMPDIR}}' },
      'sudo systemctl stop {{.SERVICE}}.service',
      'sudo restic-{{.BACKUP}} restore latest --target {{.TMPDIR}} --include /{{.PATH}}',
      'sudo rsync -a --delete {{.TMPDIR}}/{{.PATH}}/ {{.ROOT}}/{{.PATH}}/',
      'sudo chown -R {{.OWNER}} {{.ROOT}}/{{.PATH}}',
      'sudo systemctl start {{.SERVICE}}.service',
    ],
  },
};

function taskOf(
  { facts, machine, options: { services } }: Context,
  row: BackupRow,
): { readonly task: Plain } | { readonly problem: Problem } {
  const { host, name } = row;
  const left = (reason: string): { readonly problem: Problem } => ({
    problem: { message: `no task restores \`${name}\`: ${reason}`, at: row.at },
  });
  const { paths } = row;
  if (isUndecided(paths)) return left(paths.undecided);
  if (paths === undefined || paths.length === 0) return left('what it holds is not known');
  if (!paths.every(isPlainPath)) return left('its paths are not plain folders');
  if (isUndecided(row.user)) return left(row.user.undecided);
  const service = services[name] ?? unitOf(facts, row, paths);
  if (service === undefined) return left('which unit uses it is not certain; set `services`');
  const fleetHost = machine(host);
  const wrapper = fleetHost && plainOf(optionOf(fleetHost, wrapperOf(name))).value;
  if (wrapper === false) return left('it has no command of its own');
  const cmds = paths.map((path) => ({
    task: 'restore',
    vars: {
      SERVICE: service,
      BACKUP: name,
      PATH: path.slice(1),
      ROOT: keptBelow(facts, host, path),
      OWNER: ownerOf(facts, host, known(row.user)),
    },
  }));
  const desc = `Restore ${titleOf(name)} from the latest backup`;
  return { task: { [`restore:${name}`]: { desc, cmds } } };
}

function wrapperOf(name: string): readonly string[] {
  return ['services', 'restic', 'backups', name, 'createWrapper'];
}

/** Patterns, variables and spaces would mean something else to a shell. */
function isPlainPath(path: string): boolean {
  return /^\/[\w./@:+-]+$/.test(path) && !path.endsWith('/');
}
