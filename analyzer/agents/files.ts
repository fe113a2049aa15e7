import type { AgentRuleRow } from '../facts/agents.ts';

type Tool = AgentRuleRow['tool'];

/** What a file is to coding agents. */
export type AgentFile =
  | { readonly kind: AgentRuleRow['kind']; readonly tool: Tool }
  | { readonly kind: 'skill'; readonly tool: Tool };

const instructions: readonly (readonly [RegExp, Tool])[] = [
  [/(^|\/)AGENTS(\.override)?\.md$/, 'any'],
  [/(^|\/)CLAUDE(\.local)?\.md$/, 'claude'],
  [/(^|\/)GEMINI\.md$/, 'gemini'],
  [/(^|\/)\.cursorrules$/, 'cursor'],
  [/(^|\/)\.windsurfrules$/, 'windsurf'],
  [/(^|\/)\.clinerules$/, 'cline'],
  [/(^|\/)\.github\/copilot-instructions\.md$/, 'copilot'],
];

const folders: ReadonlyMap<string, Tool> = new Map([
  ['.claude', 'claude'],
  ['.cursor', 'cursor'],
  ['.opencode', 'opencode'],
  ['.windsurf', 'windsurf'],
  ['.gemini', 'gemini'],
  ['.github', 'copilot'],
  ['.agents', 'any'],
]);

const parts: ReadonlyMap<string, AgentRuleRow['kind']> = new Map([
  ['rules', 'rule'],
  ['instructions', 'rule'],
  ['commands', 'command'],
  ['command', 'command'],
  ['prompts', 'command'],
  ['agents', 'agent'],
  ['agent', 'agent'],
]);

/** What a file is to coding agents by its name; `undefined` for every other file. */
export function agentFileOf(file: string): AgentFile | undefined {
  const always = instructions.find(([pattern]) => pattern.test(file));
  if (always) return { kind: 'instructions', tool: always[1] };
  const inside = /(?:^|\/)(\.\w+)\/(\w+)\/(?:.+\/)?[^/]+\.(?:md|mdc)$/.exec(file);
  const tool = folders.get(inside?.[1] ?? '');
  if (/(^|\/)SKILL\.md$/.test(file)) return { kind: 'skill', tool: tool ?? 'any' };
  const kind = parts.get(inside?.[2] ?? '');
  if (tool === undefined || kind === undefined) return undefined;
  return tool === 'copilot' && !/\.(instructions|prompt|chatmode|agent)\.md$/.test(file)
    ? undefined
    : { kind, tool };
}
