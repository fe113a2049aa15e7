import { choice, optional, type RowOf, table, text, texts, truth } from './schema.ts';

const tool = choice(
  ['any', 'claude', 'copilot', 'cursor', 'gemini', 'opencode', 'windsurf', 'cline'],
  'The program that it is for.',
);

export const agentRuleSchema = table('A file that tells coding agents what to do.', {
  file: text('The file.'),
  tool,
  kind: choice(
    ['instructions', 'rule', 'command', 'agent'],
    'Read always, read for some files, called by name, or another agent to ask.',
  ),
  name: text('Its name: what it says itself, else that of the file.'),
  description: optional(text('What it says it is for.')),
  globs: texts('Patterns of files that it is read for.'),
  always: truth('Whether it is read whatever files are at hand.'),
  title: optional(text('Its first heading.')),
  imports: texts('Files that it takes in by `@`, as written.'),
});

export const skillSchema = table('A skill of coding agents.', {
  file: text('Its `SKILL.md`.'),
  tool,
  folder: text('The name of its folder.'),
  name: optional(text('The name that it gives itself.')),
  description: optional(text('What it says it is for.')),
  'allowed-tools': texts('Tools that it may use without asking.'),
  title: optional(text('Its first heading.')),
  files: texts('Other files in its folder, from there on.'),
});

export type AgentRuleRow = RowOf<typeof agentRuleSchema>;
export type SkillRow = RowOf<typeof skillSchema>;
