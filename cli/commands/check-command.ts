import { type Command, Help, InvalidArgumentError, Option } from 'commander';
import { formats } from './check-options.ts';

/** Adds what `check` and `fix` can be asked for, in the groups that the help shows. */
export function addCheckOptions(command: Command): Command {
  return addReporting(addKnown(addFixing(addChoice(command))));
}

const severities = ['hint', 'warning', 'error'];

function addChoice(command: Command): Command {
  return command
    .optionsGroup('What to check:')
    .option(
      '--changed [ref]',
      'report what changed since the last commit, or since the branch left this one; paths stand before it',
    )
    .addOption(
      new Option('--staged', 'the same for what is staged, read from the index')
        .conflicts('changed')
        .default(false),
    )
    .option(
      '--select <names>',
      'run only these rules, groups or presets, and the checks of syntax',
      listOf,
    )
    .option('--ignore <names>', 'leave out these rules, groups or presets', listOf, [])
    .option('--stdin-filename <path>', 'the path that the text given with `-` belongs to')
    .addOption(
      new Option(
        '--threads <number>',
        'how many threads evaluate machines and check files (default: as many as help)',
      ).argParser(threadCount),
    )
    .option('--files-from <file>', 'read paths from a file, one a line; `-` is the standard input');
}

function addFixing(command: Command): Command {
  const group = command.optionsGroup('Fixes:');
  const fixing =
    command.name() === 'fix'
      ? group
      : group.option('--fix', 'apply safe fixes and print what is left', false);
  return fixing
    .option('--unsafe-fixes', 'apply unsafe fixes as well', false)
    .option('--diff', 'print what the fixes would change, and change nothing', false);
}

function addKnown(command: Command): Command {
  return command
    .optionsGroup('Known findings:')
    .option('--baseline <file>', 'leave out the findings that this file knows')
    .option(
      '--write-baseline',
      'write what is found to the baseline (flakewise-baseline.toml unless --baseline names one)',
      false,
    );
}

function addReporting(command: Command): Command {
  return command
    .optionsGroup('What is printed:')
    .addOption(
      new Option('--format <format>', 'how to print findings').choices(formats).default('pretty'),
    )
    .addOption(
      new Option('--severity <level>', 'show findings at or above')
        .choices(severities)
        .default('hint'),
    )
    .addOption(
      new Option('--fail-on <level>', 'fail on findings at or above')
        .choices(severities)
        .default('warning'),
    )
    .option(
      '--statistics',
      'count what each rule found, and how much of it has a fix, instead of printing it',
      false,
    )
    .option('--coverage', 'say what could be decided, and what stood in the way of the rest', false)
    .option('--quiet', 'print findings and nothing else', false)
    .addOption(
      new Option('--color <when>', 'colour the output')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    );
}

/** What help says of an option; that a switch is off unless given goes without saying. */
export function describeOption(option: Option): string {
  const description = new Help().optionDescription(option);
  return description.replace(/ \(default: (?:false|\[\])\)$/, '');
}

function threadCount(value: string): number {
  if (!/^[1-9]\d?$/.test(value)) throw new InvalidArgumentError('It is a number from 1 to 99.');
  return Number(value);
}

/** Names apart by commas; the option may be given more than once. */
function listOf(value: string, before: readonly string[] | undefined): string[] {
  const names = value.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('Names stand apart by commas.');
  return [...(before ?? []), ...names];
}
