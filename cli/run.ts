import { Command, CommanderError, Option } from 'commander';
import { peers } from '#linter/peers.ts';
import { check } from './commands/check.ts';
import { addCheckOptions, describeOption } from './commands/check-command.ts';
import type { CheckOptions } from './commands/check-options.ts';
import { emit } from './commands/emit.ts';
import { addEmitCommand } from './commands/emit-command.ts';
import { explainRule } from './commands/explain.ts';
import { facts } from './commands/facts.ts';
import { addFactsCommand } from './commands/facts-command.ts';
import { graph } from './commands/graph.ts';
import { addGraphCommand } from './commands/graph-command.ts';
import { type InitOptions, init } from './commands/init.ts';
import { addLanguageServer, languageServer } from './commands/lsp.ts';
import { addNewCommand } from './commands/new-command.ts';
import { startService } from './commands/new-service.ts';
import { listRules, type RulesOptions } from './commands/rules.ts';
import { printableLines } from './format/printable.ts';
import { ExitCode, type Terminal } from './terminal.ts';
import { version } from './version.ts';

export { runEngine } from './lsp/run-engine.ts';
export { help } from './threads/help.ts';
export { threadsOf } from './threads/start.ts';

/** The whole command line: arguments without the program's name in, exit code out. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = ExitCode.clean;
  const program = makeProgram(terminal, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? ExitCode.clean : ExitCode.wrongUse;
  }
}

function makeProgram(terminal: Terminal, finish: (code: number) => void): Command {
  const program = new Command('flakewise')
    .description('Checks the conventions of Nix flakes that describe fleets of machines.')
    .version(version, '-V, --version', 'print the version')
    .helpCommand(false)
    .configureHelp({ optionDescription: describeOption })
    .configureOutput({
      writeOut: terminal.output,
      writeErr: (text) => terminal.error(printableLines(text)),
    })
    .exitOverride();
  const checkCommand = program
    .command('check [paths...]', { isDefault: true })
    .description('check files, folders or patterns; everything without any (the default command)');
  const fixCommand = program.command('fix [paths...]').description('the same as check --fix');
  addCheckOptions(checkCommand).action(async (paths: string[], options: CheckOptions) => {
    finish(await check(paths, { ...options, fix: options.fix || options.unsafeFixes }, terminal));
  });
  addCheckOptions(fixCommand).action(async (paths: string[], options: CheckOptions) => {
    finish(await check(paths, { ...options, fix: true }, terminal));
  });
  program
    .command('explain <rule>')
    .description('print what a rule finds, why, and how to mend it')
    .action(async (rule: string) => finish(await explainRule(rule, terminal)));
  program
    .command('rules')
    .description('list every rule and every convention of `flakewise.toml`')
    .option('--test', 'run the examples of the conventions of `flakewise.toml`', false)
    .addOption(new Option('--peer <linter>', 'what stands for its checks').choices(peers))
    .addOption(new Option('--format <format>').choices(['pretty', 'json']).default('pretty'))
    .action(async (options: RulesOptions) => finish(await listRules(options, terminal)));
  program
    .command('init')
    .description('look at the repository and write a `flakewise.toml` that fits it')
    .option('--dry-run', 'print it and write nothing', false)
    .action(async (options: InitOptions) => finish(await init(options, terminal)));
  addLanguageServer(program, async () => finish(await languageServer(terminal)));
  addFactsCommand(program, async (options) => finish(await facts(options, terminal)));
  addEmitCommand(program, async (options) => finish(await emit(options, terminal)));
  addNewCommand(program, async (options) => finish(await startService(options, terminal)));
  addGraphCommand(program, async (options) => finish(await graph(options, terminal)));
  return program;
}
