import { didYouMean } from '#linter/closest.ts';
import { engineRules } from '#linter/engine-rules.ts';
import { explain, explainEngineRule } from '#linter/explain.ts';
import type { Rule } from '#linter/rule.ts';
import { rulesHere } from '../session.ts';
import { complain, ExitCode, type Terminal } from '../terminal.ts';
import { warnOfWrong } from './rules.ts';

/** Prints the page of one rule, or of a convention of the workspace. */
export async function explainRule(name: string, terminal: Terminal): Promise<number> {
  const here = await rulesHere(terminal.directory);
  const page = pageOf(name, here.rules);
  if (page !== undefined) {
    terminal.output(page);
    return ExitCode.clean;
  }
  warnOfWrong(here, terminal);
  const names = [...here.rules, ...engineRules].map(({ meta }) => meta.name);
  complain(`there is no rule \`${name}\`${didYouMean(name, names)}`, terminal);
  return ExitCode.wrongUse;
}

function pageOf(name: string, rules: readonly Rule[]): string | undefined {
  const rule = rules.find(({ meta }) => meta.name === name);
  if (rule) return explain(rule);
  const engineRule = engineRules.find(({ meta }) => meta.name === name);
  return engineRule && explainEngineRule(engineRule);
}
