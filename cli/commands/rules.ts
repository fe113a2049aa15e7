import type { RuleMeta } from '#linter/rule.ts';
import { rules } from '#rules/index.ts';
import { ExitCode, type Terminal } from '../terminal.ts';

/** Prints every rule with what it finds. */
export function listRules(format: 'pretty' | 'json', terminal: Terminal): number {
  const metas = rules.map(({ meta }) => meta);
  terminal.output(format === 'json' ? jsonText(metas) : prettyText(metas));
  return ExitCode.clean;
}

function jsonText(metas: readonly RuleMeta[]): string {
  const listed = metas.map(({ options = {}, ...meta }) => ({ ...meta, options }));
  return `${JSON.stringify({ version: 1, rules: listed }, undefined, 2)}\n`;
}

function prettyText(metas: readonly RuleMeta[]): string {
  const width = Math.max(0, ...metas.map(({ name }) => name.length));
  return metas
    .map(({ name, severity, summary, presets }) => {
      const on = presets.length === 0 ? 'by name' : presets.join(', ');
      return `${name.padEnd(width)}  ${severity.padEnd(7)}  ${summary} [${on}]\n`;
    })
    .join('');
}
