import { type ExampleFailure, exampleFailures } from '#linter/example-run.ts';
import type { Rule } from '#linter/rule.ts';
import { counted } from '../format/summary.ts';
import type { RulesHere } from '../session.ts';
import { complain, ExitCode, type Terminal } from '../terminal.ts';

/** Runs the examples of the repository's own conventions, and prints which say what is not so. */
export function testConventions({ rules, isWrong }: RulesHere, terminal: Terminal): number {
  if (isWrong) {
    complain('`flakewise.toml` is wrong, `flakewise check` says where', terminal);
    return ExitCode.wrongUse;
  }
  const conventions = rules.filter(({ meta }) => meta.origin === 'configuration');
  if (conventions.length === 0) terminal.output('there are no conventions in `flakewise.toml`\n');
  let hasFailed = false;
  for (const convention of conventions) {
    const failures = exampleFailures(convention);
    terminal.output(lineOf(convention, failures) + failures.map(failureText).join(''));
    hasFailed ||= failures.length > 0;
  }
  return hasFailed ? ExitCode.findings : ExitCode.clean;
}

function lineOf({ meta, docs }: Rule, failures: readonly ExampleFailure[]): string {
  const count = docs.bad.length + docs.good.length;
  if (count === 0) return `none  ${meta.name}: no examples\n`;
  const examples = counted(count, 'example');
  return failures.length === 0
    ? `ok    ${meta.name}: ${examples}\n`
    : `FAIL  ${meta.name}: ${failures.length} of ${examples}\n`;
}

function failureText({ expected, actual }: ExampleFailure): string {
  return `expected:\n${indented(expected)}found:\n${indented(actual)}`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
