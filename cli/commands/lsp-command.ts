import { type Command, Option } from 'commander';

/** Adds `lsp` to the command line; `speak` runs it. */
export function addLanguageServer(program: Command, speak: () => Promise<void>): void {
  program
    .command('lsp')
    .description('serve an editor over the standard input and output (Language Server Protocol)')
    .addOption(new Option('--stdio', 'what editors say; it is always so').hideHelp())
    .addOption(
      new Option(
        '--clientProcessId <number>',
        'what VS Code says; the end of the input tells',
      ).hideHelp(),
    )
    .action(speak);
}
