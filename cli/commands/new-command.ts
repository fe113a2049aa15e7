import { type Command, InvalidArgumentError, Option } from 'commander';
import { serviceParts } from '#emit/scaffold/plan.ts';
import type { NewServiceOptions } from './new-service.ts';

type Given = Omit<NewServiceOptions, 'name'>;

/** Adds `new service` to the command line; `run` runs it. */
export function addNewCommand(
  program: Command,
  run: (options: NewServiceOptions) => Promise<void>,
): void {
  const parts = new Option('--skip <part>', 'leave a part to you; may be given more than once')
    .choices(serviceParts)
    .argParser(collect)
    .default([] as readonly string[], 'none');
  program
    .command('new')
    .description('write what something new needs, in all of its places at once')
    .command('service <name>')
    .description('a unit with a user, a group, a secret, an open port, a route and a row')
    .requiredOption('--run <flake>', 'what it runs, as `nix run` takes it: `github:ada/blog`')
    .option('--host <name>', 'the machine; the only one that runs services otherwise')
    .option('--port <number>', 'the port that it listens on', portIn)
    .option('--domain <name>', 'the name by which the proxy passes requests on to it')
    .option('--secrets', 'it reads its environment from a secret', false)
    .addOption(parts)
    .option('--dry-run', 'print what would change and write nothing', false)
    .addOption(
      new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'),
    )
    .action(async (name: string, given: Given) => run({ ...given, name }));
}

function collect(value: string, before: readonly string[]): readonly string[] {
  if (!serviceParts.some((part) => part === value))
    throw new InvalidArgumentError(`Allowed choices are ${serviceParts.join(', ')}.`);
  return [...before, value];
}

function portIn(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('It is a number.');
  return Number(text);
}
