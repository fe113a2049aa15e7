import { emitter } from '../emitter.ts';
import { type Guest, guestsOf, recordOptions } from '../guests/guests.ts';
import { shellWord } from '../print/shell.ts';
import { yamlText } from '../print/yaml.ts';
import type { Plain } from '../values.ts';

export const deployTasks = emitter({
  name: 'deploy-tasks',
  summary: 'Tasks of a Taskfile that build and deploy each machine at its address.',
  inputs: ['host', 'deployment'],
  formats: ['yaml'],
  output: 'Taskfile.machines.yml',
  effect: 'configuration',
  options: {
    ...recordOptions,
    part: {
      summary: 'A whole Taskfile to include, or the tasks for a fence in one.',
      default: 'file',
      choices: ['file', 'tasks'],
    },
    task: {
      summary: 'A task of yours that deploys, to call instead of `nixos-rebuild`.',
      default: '',
    },
    variables: {
      summary:
        'What that task is given; `{name}`, `{attribute}`, `{address}` and `{user}` are put in.',
      default: { TARGET_IP: '{address}', FLAKE_TARGET: '{attribute}' },
    },
    prefix: { summary: 'What the names of the tasks begin with.', default: 'deploy:' },
  },
  emit: (context) => {
    const { options } = context;
    const { guests, problems } = guestsOf(context, options);
    const tasks = Object.fromEntries(
      guests.flatMap((guest): [string, Plain][] => {
        const command = options.task === '' ? commandFor(guest) : callOf(guest, options);
        if (command === undefined) return [];
        const desc = `Build ${guest.host.name} and switch it over`;
        return [[`${options.prefix}${guest.host.name}`, { desc, cmds: [command] }]];
      }),
    );
    const text = yamlText(options.part === 'tasks' ? tasks : { version: '3', tasks });
    return { parts: [{ names: {}, text }], problems };
  },
});

/** How the configuration gets onto its machine; nix-darwin switches the machine that it runs on. */
function commandFor({ host, address, user }: Guest): string | undefined {
  const name = attributeOf(host.output);
  if (host.class === 'darwin') return `darwin-rebuild switch --flake ${taskWord(`.#${name}`)}`;
  if (address === undefined) return undefined;
  const sudo = user === 'root' ? '' : ' --sudo';
  const flake = taskWord(`.#${name}`);
  return `nixos-rebuild switch --flake ${flake} --target-host ${taskWord(`${user}@${address}`)}${sudo}`;
}

/** A call of a task of the repository. */
function callOf(
  { host, address, user }: Guest,
  {
    task,
    variables,
  }: { readonly task: string; readonly variables: Readonly<Record<string, string>> },
): Plain | undefined {
  if (address === undefined) return undefined;
  const values = { name: host.name, attribute: attributeOf(host.output), address, user };
  const vars = Object.entries(variables).map(([name, text]) => {
    const filled = text.replace(
      /\{(name|attribute|address|user)\}/g,
      (_, key: keyof typeof values) => {
        return values[key];
      },
    );
    return [name, filled];
  });
  return { task, vars: Object.fromEntries(vars) };
}

/** What follows `nixosConfigurations.`, as the command line of Nix reads it. */
function attributeOf(output: string): string {
  return output.slice(output.indexOf('.') + 1);
}

/** A word as the shell of a task reads it; two braces would begin a template of the Taskfile. */
function taskWord(text: string): string {
  return shellWord(text).replaceAll('{{', '{{"{{"}}');
}
