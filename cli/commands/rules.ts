import { type PeerCheck, peerChecks } from '#linter/peers.ts';
import type { Peer, Rule, RuleMeta } from '#linter/rule.ts';
import { type RulesHere, rulesHere } from '../session.ts';
import { complain, ExitCode, type Terminal } from '../terminal.ts';
import { testConventions } from './test-conventions.ts';

export interface RulesOptions {
  readonly format: 'pretty' | 'json';
  /** Runs the examples of the conventions instead of listing rules. */
  readonly test: boolean;
  /** Shows what stands for the checks of this linter. */
  readonly peer?: Peer;
}

/** Prints every rule and every convention with what it finds, or tests the conventions. */
export async function listRules(
  { format, test, peer }: RulesOptions,
  terminal: Terminal,
): Promise<number> {
  const here = await rulesHere(terminal.directory);
  if (test) return testConventions(here, terminal);
  if (peer !== undefined) {
    terminal.output(peerText(peer, peerChecks(here.rules, peer), format));
    return ExitCode.clean;
  }
  warnOfWrong(here, terminal);
  const metas = here.rules.map(({ meta }: Rule) => meta);
  terminal.output(format === 'json' ? jsonText(metas) : prettyText(metas));
  return ExitCode.clean;
}

/** Says that conventions may be missing. */
export function warnOfWrong({ isWrong }: RulesHere, terminal: Terminal): void {
  const problem = '`flakewise.toml` is wrong, so that its conventions are left out';
  if (isWrong) complain(`${problem}; \`flakewise check\` says where`, terminal);
}

/** Stands where no rule does. */
const none = '-';

function peerText(
  peer: Peer,
  checks: readonly PeerCheck[],
  format: RulesOptions['format'],
): string {
  if (format === 'json') return `${JSON.stringify({ version: 1, peer, checks }, undefined, 2)}\n`;
  const widths = {
    code: Math.max(0, ...checks.map(({ code }) => code.length)),
    rule: Math.max(0, ...checks.map(({ rule = none }) => rule.length)),
  };
  return checks
    .map(({ code, rule = none, differs }) => {
      const line = `${code.padEnd(widths.code)}  ${rule.padEnd(widths.rule)}  ${differs ?? ''}`;
      return `${line.trimEnd()}\n`;
    })
    .join('');
}

function jsonText(metas: readonly RuleMeta[]): string {
  const listed = metas.map(({ options = {}, ...meta }) => ({ ...meta, options }));
  return `${JSON.stringify({ version: 1, rules: listed }, undefined, 2)}\n`;
}

function prettyText(metas: readonly RuleMeta[]): string {
  const width = Math.max(0, ...metas.map(({ name }) => name.length));
  return metas
    .map((meta) => {
      const { name, severity, summary } = meta;
      return `${name.padEnd(width)}  ${severity.padEnd(7)}  ${summary} [${whereOn(meta)}]\n`;
    })
    .join('');
}

function whereOn({ presets, origin, since }: RuleMeta): string {
  if (origin === 'configuration') return since;
  return presets.length === 0 ? 'by name' : presets.join(', ');
}
