import { type Command, Option } from 'commander';
import type { FactsOptions } from './facts.ts';

type Given = Omit<FactsOptions, 'names'>;

/** Adds `facts` to the command line; `answer` runs it. */
export function addFactsCommand(
  program: Command,
  answer: (options: FactsOptions) => Promise<void>,
): void {
  program
    .command('facts [host] [table]')
    .description('print what is known of the fleet, of a machine, of a table or of an option')
    .option('--table <name>', 'a table, also one that has the name of a machine')
    .option('--option <path>', 'an option as Nix writes it; `*` is any name')
    .option('--home <user>', 'the option is one of this user’s home on the machine')
    .option(
      '--where <condition>',
      'only rows where column=value, column!=value or column~expression; repeat to narrow down',
      (condition: string, before: readonly string[]) => [...before, condition],
      [],
    )
    .option('--gaps', 'list what could not be told, one by one', false)
    .addOption(
      new Option('--format <format>', 'how to print facts')
        .choices(['table', 'json'])
        .default('table'),
    )
    .addOption(
      new Option('--color <when>', 'colour the output')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .addHelpText('after', help)
    .action(async (host: string | undefined, table: string | undefined, given: Given) => {
      const names = [host, table].filter((name) => name !== undefined);
      await answer({ ...given, names });
    });
}

const help = `
Of two names the first is a machine and the second a table. One name alone is
a machine when there is one of that name, and a table otherwise.

  flakewise facts                                  machines, tables, what is not known
  flakewise facts web                              one machine
  flakewise facts open-port                        a table
  flakewise facts web open-port --where protocol=udp
  flakewise facts secret --where 'owner!=root' --where file~backups --gaps
  flakewise facts web --option services.nginx.virtualHosts
  flakewise facts web --option 'users.users."a.b".group'
  flakewise facts web --home alice --option programs.git.enable
  flakewise facts --option networking.hostName     an option on every machine
  flakewise facts --format json                    everything, for programs

A \`?\` stands before the reason why something is not known. docs/facts.md lists
the tables with their columns, docs/facts-command.md describes the JSON.
`;
