import { languageOf } from '#analyzer/language.ts';
import type { EngineRule } from './engine-rules.ts';
import { dedent, parseExample } from './example.ts';
import type { Example, PeerCode, Rule, RuleMeta, RuleOption } from './rule.ts';

/** The page of a rule, in Markdown: what `explain` prints and what stands in the documentation. */
export function explain(rule: Rule): string {
  const { meta, docs } = rule;
  return pageOf([
    `# ${meta.name}`,
    meta.summary,
    factsOf(meta),
    dedent(docs.why),
    optionsOf(meta),
    ...peersOf(meta),
    ...examplesOf('## What is reported', docs.bad),
    ...examplesOf('## What is accepted', docs.good),
    '## How to silence it',
    silenceText(rule),
    `Source: \`${sourceOf(meta)}\``,
  ]);
}

function sourceOf({ name, origin, since }: RuleMeta): string {
  if (origin === 'configuration') return since;
  return `rules/${name}.${origin === 'convention' ? 'toml' : 'ts'}`;
}

function examplesOf(heading: string, examples: readonly Example[]): string[] {
  return examples.length === 0 ? [] : [heading, ...examples.flatMap(exampleBlocks)];
}

/** The page of something that the engine itself reports. */
export function explainEngineRule({ meta, why }: EngineRule): string {
  return pageOf([
    `# ${meta.name}`,
    meta.summary,
    `Severity: ${meta.severity}. Reported by flakewise itself.`,
    dedent(why),
  ]);
}

function pageOf(blocks: readonly string[]): string {
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function factsOf({ severity, fix, since, presets, origin }: RuleMeta): string {
  if (origin === 'configuration')
    return `- Severity: ${severity}\n- A convention of this repository`;
  const on = presets.length === 0 ? 'none; turn it on by name' : presets.join(', ');
  const fixText = {
    safe: 'yes, `--fix` applies it',
    unsafe: 'yes, with `--unsafe-fixes`',
    none: 'none',
  }[fix];
  return [
    `- Severity: ${severity}`,
    `- Fix: ${fixText}`,
    `- Presets: ${on}`,
    `- Since: ${since}`,
  ].join('\n');
}

function optionsOf({ options = {}, name }: RuleMeta): string {
  const entries = Object.entries(options);
  if (entries.length === 0) return '';
  const lines = entries.map(([option, { summary, default: value }]) => {
    return `- \`${option}\` (${typeName(value)}, default \`${tomlValue(value)}\`): ${summary}`;
  });
  const sample = entries.map(([option, { default: value }]) => `${option} = ${tomlValue(value)}`);
  const toml = `[rules]\n"${name}" = { ${sample.join(', ')} }`;
  return ['## Options', lines.join('\n'), fence('toml', toml)].join('\n\n');
}

/** The checks of other linters that the rule stands for. */
function peersOf({ peers = [] }: RuleMeta): string[] {
  return peers.length === 0 ? [] : ['## In other linters', peers.map(peerLine).join('\n')];
}

function peerLine({ peer, code, differs }: PeerCode): string {
  return `- ${peer}: ${code}${differs === undefined ? '' : `. ${differs}`}`;
}

function typeName(value: RuleOption['default']): string {
  return typeof value === 'object' ? 'list of strings' : typeof value;
}

/** The value of an option as TOML. */
export function tomlValue(value: RuleOption['default']): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  return `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
}

/** An example as written; a test proves that its markers are what is reported. */
function exampleBlocks(example: Example): string[] {
  const { code, fixed, options } = typeof example === 'string' ? { code: example } : example;
  const given = Object.entries(options ?? {}).map(
    ([name, value]) => `\`${name} = ${tomlValue(value)}\``,
  );
  return [
    given.length === 0 ? '' : `With ${given.join(' and ')}:`,
    codeBlock(code),
    ...(fixed === undefined ? [] : ['After the fix:', codeBlock(fixed)]),
  ];
}

function codeBlock(source: string): string {
  const languages = new Set([...parseExample(source).files.keys()].map((file) => languageOf(file)));
  const [language] = languages;
  return fence(languages.size === 1 ? (language ?? 'text') : 'text', dedent(source));
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function silenceText(rule: Rule): string {
  const comment = `# flakewise-ignore ${rule.meta.name}: the reason`;
  const language = rule.scope === 'file' ? rule.language : 'nix';
  const config = `[rules]\n"${rule.meta.name}" = "off"`;
  return [
    'On the line before the finding, or at the end of its line:',
    fence(language, comment),
    'In `flakewise.toml`, for the whole workspace:',
    fence('toml', config),
  ].join('\n\n');
}
