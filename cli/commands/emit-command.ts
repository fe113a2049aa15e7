import { type Command, Option } from 'commander';
import type { EmitOptions } from './emit.ts';

type Given = Omit<EmitOptions, 'name'>;

/** Adds `emit` to the command line; `run` runs it. */
export function addEmitCommand(
  program: Command,
  run: (options: EmitOptions) => Promise<void>,
): void {
  const collect = (value: string, before: readonly string[]): readonly string[] => [
    ...before,
    value,
  ];
  program
    .command('emit [name]')
    .description('write the configuration that follows from the flake; a list of it without a name')
    .option('--host <name>', 'only for this machine; may be given more than once', collect, [])
    .option('-o, --output <path>', 'where to write; `-` or nothing prints it')
    .option(
      '--set <option=value>',
      'an option of the emitter; may be given more than once',
      collect,
      [],
    )
    .option('--all', 'write everything that `flakewise.toml` asks for', false)
    .option('--check', 'write nothing; print what differs, and exit 1 if anything does', false)
    .option('--strict', 'write nothing and exit 1 where something is not known', false)
    .option('--overwrite', 'also replace files that were not written by flakewise', false)
    .addOption(
      new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'),
    )
    .addHelpText('after', help)
    .action(async (name: string | undefined, given: Given) => {
      await run({ ...given, name, output: given.output });
    });
}

const help = `
  flakewise emit                              what can be written here
  flakewise emit machine-inventory            print it
  flakewise emit machine-inventory -o README.md
                                              into its fence there, or the whole file
  flakewise emit --all                        everything that flakewise.toml asks for
  flakewise emit --check                      is any of it out of date?

A file that was there before and does not say that flakewise wrote it is never
replaced without --overwrite; of a file with the lines
  <!-- flakewise:begin NAME --> … <!-- flakewise:end NAME -->
(or in the comments of its language) only what is between them is.
`;
