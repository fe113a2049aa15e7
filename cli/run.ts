import { Command, CommanderError, Option } from 'commander';
import { peers } from '#linter/peers.ts';
import type { EnginePort } from '#lsp/engine/messages.ts';
import { check } from './commands/check.ts';
import { addCheckOptions, describeOption } from './commands/check-command.ts';
import type { CheckOptions } from './commands/check-options.ts';
import { addEmitCommand } from './commands/emit-command.ts';
import { addFactsCommand } from './commands/facts-command.ts';
import { addGraphCommand } from './commands/graph-command.ts';
import type { InitOptions } from './commands/init.ts';
import { addLanguageServer } from './commands/lsp-command.ts';
import { addNewCommand } from './commands/new-command.ts';
import type { RulesOptions } from './commands/rules.ts';
import { optimizeLater } from './compiling.ts';
import { printableLines } from './format/printable.ts';
import { ExitCode, type Terminal } from './terminal.ts';
import { version } from './version.ts';

export { help } from './threads/help.ts';
export { threadsOf } from './threads/start.ts';

/** The engine of a language server in a thread of its own. */
export async function runEngine(root: string, port: EnginePort): Promise<void> {
  optimizeLater();
  const { runEngine: run } = await import('./lsp/run-engine.ts');
  run(root, port);
}

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

type Finish = (code: number) => void;

function makeProgram(terminal: Terminal, finish: Finish): Command {
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
  addCheckCommands(program, terminal, finish);
  addRuleCommands(program, terminal, finish);
  addFleetCommands(program, terminal, finish);
  return program;
}

function addCheckCommands(program: Command, terminal: Terminal, finish: Finish): void {
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
}

/** What a command alone needs is loaded when it is called, as for those below. */
function addRuleCommands(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('explain <rule>')
    .description('print what a rule finds, why, and how to mend it')
    .action(async (rule: string) => {
      const { explainRule } = await import('./commands/explain.ts');
      finish(await explainRule(rule, terminal));
    });
  program
    .command('rules')
    .description('list every rule and every convention of `flakewise.toml`')
    .option('--test', 'run the examples of the conventions of `flakewise.toml`', false)
    .addOption(new Option('--peer <linter>', 'what stands for its checks').choices(peers))
    .addOption(new Option('--format <format>').choices(['pretty', 'json']).default('pretty'))
    .action(async (options: RulesOptions) => {
      const { listRules } = await import('./commands/rules.ts');
      finish(await listRules(options, terminal));
    });
  program
    .command('init')
    .description('look at the repository and write a `flakewise.toml` that fits it')
    .option('--dry-run', 'print it and write nothing', false)
    .action(async (options: InitOptions) => {
      const { init } = await import('./commands/init.ts');
      finish(await init(options, terminal));
    });
}

function addFleetCommands(program: Command, terminal: Terminal, finish: Finish): void {
  addLanguageServer(program, async () => {
    const { languageServer } = await import('./commands/lsp.ts');
    finish(await languageServer(terminal));
  });
  addFactsCommand(program, async (options) => {
    const { facts } = await import('./commands/facts.ts');
    finish(await facts(options, terminal));
  });
  addEmitCommand(program, async (options) => {
    const { emit } = await import('./commands/emit.ts');
    finish(await emit(options, terminal));
  });
  addNewCommand(program, async (options) => {
    const { startService } = await import('./commands/new-service.ts');
    finish(await startService(options, terminal));
  });
  addGraphCommand(program, async (options) => {
    const { graph } = await import('./commands/graph.ts');
    finish(await graph(options, terminal));
  });
}
