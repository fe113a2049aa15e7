import type { Proposal, RuleOutlook } from '#linter/proposal.ts';
import { counted } from '../format/summary.ts';

/** A `flakewise.toml` that says what is proposed, with what it would find today in its comments. */
export function proposalText(proposal: Proposal): string {
  const { seen, presets, inPresets, others } = proposal;
  const extended = presets.map((preset) => JSON.stringify(preset)).join(', ');
  const lines = [
    '# What each rule finds and why: `flakewise explain RULE`. All rules: `flakewise rules`.',
    ...seen.map((line) => `# Seen: ${line}.`),
    `extends = [${extended}]`,
    ...sharedLines(proposal),
    ...parameterLines(proposal),
    ...foundToday(inPresets),
    ...ruleLines(inPresets, others),
    '',
    '# Conventions of your own are written like this (docs/conventions.md):',
    '# [[convention]]',
    '# id = "services/own-user"',
    '# each = "service"',
    '# where = { scope = "system", exec = { set = true } }',
    '# must-set = ["user"]',
  ];
  return `${lines.join('\n')}\n`;
}

/** What counts as shared is what several machines have, unless globs say otherwise. */
function sharedLines({ shared }: Proposal): string[] {
  if (shared.length === 0) return [];
  const globs = shared.map((glob) => JSON.stringify(glob)).join(', ');
  return [
    '',
    '# Shared code is what several machines have, or what these say.',
    `# shared = [${globs}]`,
  ];
}

/** Parameters with the values that they have anyway: to be changed, not to be set. */
function parameterLines({ presets, parameters }: Proposal): string[] {
  return presets.flatMap((preset) => {
    const own = parameters.filter((parameter) => parameter.preset === preset);
    if (own.length === 0) return [];
    const lines = own.map(({ name, value }) => `# ${name} = ${JSON.stringify(value)}`);
    return [
      '',
      '# What follows from the facts; uncomment what should be otherwise.',
      `# [preset.${preset}]`,
      ...lines,
    ];
  });
}

function foundToday(outlooks: readonly RuleOutlook[]): string[] {
  const found = outlooks.filter(({ findings }) => findings > 0);
  if (found.length === 0) return [];
  const counts = found.map(({ rule, findings }) => `# ${rule.meta.name}: ${findings}`);
  return ['', '# Findings today:', ...counts];
}

/** What holds already is turned on; what does not is left to whoever reads it. */
function ruleLines(inPresets: readonly RuleOutlook[], others: readonly RuleOutlook[]): string[] {
  const lines = [
    ...inPresets.flatMap((outlook) =>
      Object.keys(outlook.options).length > 0 ? [settingText(outlook)] : [],
    ),
    ...others.map((outlook) => {
      const setting = settingText(outlook);
      return outlook.findings === 0
        ? `${setting} # holds today, in ${counted(outlook.decided, 'place')}`
        : `# ${setting} # ${counted(outlook.findings, 'finding')} today`;
    }),
  ];
  return lines.length === 0 ? [] : ['', '[rules]', ...lines];
}

function settingText({ rule: { meta }, options }: RuleOutlook): string {
  const values = Object.entries(options).map(
    ([name, value]) => `${name} = ${JSON.stringify(value)}`,
  );
  const level = JSON.stringify(meta.severity);
  return values.length === 0
    ? `"${meta.name}" = ${level}`
    : `"${meta.name}" = { severity = ${level}, ${values.join(', ')} }`;
}
