import type { RuleMeta } from './rule.ts';

/** What the engine itself reports: no rule file stands behind these, but people meet their names. */
export interface EngineRule {
  readonly meta: Pick<RuleMeta, 'name' | 'summary' | 'severity'>;
  readonly why: string;
}

function engineRule(meta: EngineRule['meta'], why: string): EngineRule {
  return { meta, why };
}

export const suppressionUnused = engineRule(
  {
    name: 'suppression/unused',
    summary: 'A `flakewise-ignore` or `[[ignore]]` that silences nothing.',
    severity: 'warning',
  },
  'The finding it was written for is gone. Left in place, it would hide the next one. Remove it.',
);

export const suppressionUnknownRule = engineRule(
  {
    name: 'suppression/unknown-rule',
    summary: 'A `flakewise-ignore` that names no rule of flakewise.',
    severity: 'warning',
  },
  'A misspelt name silences nothing. `flakewise rules` lists the names.',
);

export const suppressionMissingReason = engineRule(
  {
    name: 'suppression/missing-reason',
    summary: 'A `flakewise-ignore` that does not say why.',
    severity: 'warning',
  },
  'Write the reason after a colon: `# flakewise-ignore rule: reason`. Without one the finding stays.',
);

export const fileUnreadable = engineRule(
  {
    name: 'file/unreadable',
    summary: 'A file that cannot be read as text.',
    severity: 'error',
  },
  `What stands in the file is not known to any rule, so a clean result would be a guess.
\`--fail-on\` does not lower this finding. Mend the file, or name it under \`exclude\`.`,
);

export const fileEncrypted = engineRule(
  {
    name: 'file/encrypted',
    summary: 'A file of git-crypt or Git LFS, whose content is not here.',
    severity: 'hint',
  },
  'The file counts as read. Rules treat what it may contain as unknown.',
);

export const configInvalid = engineRule(
  {
    name: 'config/invalid',
    summary: 'A `flakewise.toml` that does not say what it should.',
    severity: 'error',
  },
  'Nothing is checked until the configuration is right, because nobody knows what it meant.',
);

export const configUnknownMachine = engineRule(
  {
    name: 'config/unknown-machine',
    summary: 'A parameter or an option that names a machine which is not there.',
    severity: 'warning',
  },
  `Rules that are told to look at this machine look at none. A machine is named as the flake
names it, or by its host name; \`flakewise facts\` lists them.`,
);

export const baselineStale = engineRule(
  {
    name: 'baseline/stale',
    summary: 'An entry of a baseline whose finding is gone.',
    severity: 'hint',
  },
  `What was known is mended. Drop the entry, or write the baseline again with \`--write-baseline\`.
Left in place, it would hide the same finding when it comes back.`,
);

const internalErrorRule = engineRule(
  {
    name: 'internal-error',
    summary: 'A part of flakewise failed.',
    severity: 'error',
  },
  'This is a bug in flakewise. Everything else was still checked; the exit code is 3.',
);

export const engineRules: readonly EngineRule[] = [
  baselineStale,
  configInvalid,
  configUnknownMachine,
  fileEncrypted,
  fileUnreadable,
  internalErrorRule,
  suppressionMissingReason,
  suppressionUnknownRule,
  suppressionUnused,
];
