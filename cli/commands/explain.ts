import { didYouMean } from '#linter/closest.ts';
import { engineRules } from '#linter/engine-rules.ts';
import { explain, explainEngineRule } from '#linter/explain.ts';
import { rules } from '#rules/index.ts';
import { complain, ExitCode, type Terminal } from '../terminal.ts';

/** Prints the page of one rule. */
export function explainRule(name: string, terminal: Terminal): number {
  const page = pageOf(name);
  if (page !== undefined) {
    terminal.output(page);
    return ExitCode.clean;
  }
  const names = [...rules, ...engineRules].map(({ meta }) => meta.name);
  complain(`there is no rule \`${name}\`${didYouMean(name, names)}`, terminal);
  return ExitCode.wrongUse;
}

function pageOf(name: string): string | undefined {
  const rule = rules.find(({ meta }) => meta.name === name);
  if (rule) return explain(rule);
  const engineRule = engineRules.find(({ meta }) => meta.name === name);
  return engineRule && explainEngineRule(engineRule);
}
