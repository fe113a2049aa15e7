import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { check } from './commands/check.ts';
import { type CheckOptions, formats } from './commands/check-options.ts';
import { explainRule } from './commands/explain.ts';
import { facts } from './commands/facts.ts';
import { addFactsCommand } from './commands/facts-command.ts';
import { graph } from './commands/graph.ts';
import { addGraphCommand } from './commands/graph-command.ts';
import { listRules, type RulesOptions } from './commands/rules.ts';
import { printableLines } from './format/printable.ts';
import { ExitCode, type Terminal } from './terminal.ts';
import { version } from './version.ts';

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
    .configureOutput({
      writeOut: terminal.output,
      writeErr: (text) => terminal.error(printableLines(text)),
    })
    .exitOverride();
  const checkCommand = program
    .command('check [paths...]', { isDefault: true })
    .description('check files, folders or patterns; everything without any (the default command)')
    .option('--fix', 'apply safe fixes and print what is left', false);
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
    .addOption(new Option('--format <format>').choices(['pretty', 'json']).default('pretty'))
    .action(async (options: RulesOptions) => finish(await listRules(options, terminal)));
  addFactsCommand(program, async (options) => finish(await facts(options, terminal)));
  addGraphCommand(program, async (options) => finish(await graph(options, terminal)));
  return program;
}

function addCheckOptions(command: Command): Command {
  const severities = ['hint', 'warning', 'error'];
  return addGitOptions(command)
    .option('--unsafe-fixes', 'apply unsafe fixes as well', false)
    .option('--diff', 'print what the fixes would change, and change nothing', false)
    .option(
      '--select <names>',
      'run only these rules, groups or presets, and the checks of syntax',
      listOf,
    )
    .option('--ignore <names>', 'leave out these rules, groups or presets', listOf, [])
    .addOption(
      level('--severity <level>', 'show findings at or above').choices(severities).default('hint'),
    )
    .addOption(
      level('--fail-on <level>', 'fail on findings at or above')
        .choices(severities)
        .default('warning'),
    )
    .addOption(
      new Option('--format <format>', 'how to print findings').choices(formats).default('pretty'),
    )
    .addOption(
      new Option('--color <when>', 'colour the output')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .option('--coverage', 'say what could be decided, and what stood in the way of the rest', false)
    .option(
      '--statistics',
      'count what each rule found, and how much of it has a fix, instead of printing it',
      false,
    )
    .option('--quiet', 'print findings and nothing else', false)
    .option('--stdin-filename <path>', 'the path that the text given with `-` belongs to')
    .option('--files-from <file>', 'read paths from a file, one a line; `-` is the standard input');
}

function addGitOptions(command: Command): Command {
  return command
    .option(
      '--changed [ref]',
      'report what changed since the last commit, or since the branch left this one; paths stand before it',
    )
    .addOption(
      new Option('--staged', 'the same for what is staged, read from the index')
        .conflicts('changed')
        .default(false),
    );
}

function level(flags: string, description: string): Option {
  return new Option(flags, description);
}

/** Names apart by commas; the option may be given more than once. */
function listOf(value: string, before: readonly string[] | undefined): string[] {
  const names = value.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('Names stand apart by commas.');
  return [...(before ?? []), ...names];
}
