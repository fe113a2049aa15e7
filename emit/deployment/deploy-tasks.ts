import { emitter } from '../emitter.ts';
import { type Guest, guestsOf, recordOptions } from '../guests/guests.ts';
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
    prefix: { summary: 'What the names of the tasks begin with.', default: 'deploy:' },
  },
  emit: (context) => {
    const { options } = context;
    const { guests, problems } = guestsOf(context, options);
    const tasks = Object.fromEntries(
      guests.flatMap((guest): [string, Plain][] => {
        const command = commandFor(guest);
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
  if (host.class === 'darwin') return `darwin-rebuild switch --flake ${shellWord(`.#${name}`)}`;
  if (address === undefined) return undefined;
  const sudo = user === 'root' ? '' : ' --sudo';
  const flake = shellWord(`.#${name}`);
  return `nixos-rebuild switch --flake ${flake} --target-host ${shellWord(`${user}@${address}`)}${sudo}`;
}

/** What follows `nixosConfigurations.`, as the command line of Nix reads it. */
function attributeOf(output: string): string {
  return output.slice(output.indexOf('.') + 1);
}

/** A word as a shell reads it back. Braces would be a template of the Taskfile. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./#-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
