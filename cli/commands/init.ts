import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Proposal, propose } from '#linter/proposal.ts';
import { configFile } from '#linter/settings.ts';
import { rules } from '#rules/index.ts';
import { counted } from '../format/summary.ts';
import { originOf } from '../git/origin.ts';
import { openWhole } from '../session.ts';
import { complain, ExitCode, type Terminal } from '../terminal.ts';
import { proposalText } from './proposal-text.ts';

export interface InitOptions {
  /** Whether the configuration is printed and not written. */
  readonly dryRun: boolean;
}

/** Looks at the workspace, and writes a configuration that fits it where there is none. */
export async function init({ dryRun }: InitOptions, terminal: Terminal): Promise<number> {
  const workspace = await openWhole(terminal.directory);
  if ('wrongUse' in workspace) {
    complain(workspace.wrongUse, terminal);
    return ExitCode.wrongUse;
  }
  const { disk, snapshot } = workspace;
  const { root } = disk;
  if (snapshot.contents.read(configFile).kind !== 'absent') {
    complain(`there is a \`${configFile}\` already`, terminal);
    return ExitCode.wrongUse;
  }
  const proposal = propose(snapshot, rules, originOf(root));
  const text = proposalText(proposal);
  if (dryRun) {
    terminal.output(text);
    return ExitCode.clean;
  }
  const failure = writeNew(join(root, configFile), text);
  if (failure !== undefined) {
    complain(failure, terminal);
    return ExitCode.wrongUse;
  }
  terminal.output(summaryOf(proposal));
  return ExitCode.clean;
}

/** Writes a file that must not be there yet; gives back what went wrong. */
function writeNew(path: string, text: string): string | undefined {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function summaryOf({ seen, presets, inPresets, others }: Proposal): string {
  const holding = others.filter(({ findings }) => findings === 0).length;
  const broken = others.length - holding;
  const findings = inPresets.reduce((sum, outlook) => sum + outlook.findings, 0);
  return [
    ...seen,
    `wrote ${configFile} with ${presets.map((preset) => `\`${preset}\``).join(' and ')}: ${counted(findings, 'finding')} today`,
    ...(holding > 0 ? [`turned on what holds today beside: ${counted(holding, 'rule')}`] : []),
    ...(broken > 0
      ? [
          `left as comments what does not hold: ${counted(broken, 'rule')}, with how much each finds`,
        ]
      : []),
    '`flakewise` checks it',
    '',
  ].join('\n');
}
