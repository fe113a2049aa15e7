import type { Span } from '#parser/span.ts';
import { siteAt } from '../data/place.ts';
import type { FilePath } from '../diagnostic.ts';
import type { AgentRuleRow, SkillRow } from '../facts/agents.ts';
import { type Frontmatter, partsOf, textUnder, wordsUnder } from '../markdown/frontmatter.ts';
import type { ReadDocument } from '../mentions/documents.ts';
import type { Site } from '../site.ts';
import type { AgentFile } from './files.ts';

/** A file for agents as a row. */
export function agentRuleRow(
  document: ReadDocument,
  { kind, tool }: Exclude<AgentFile, { kind: 'skill' }>,
): AgentRuleRow {
  const { file, text, frontmatter } = document;
  const globs = globKeys.flatMap((key) => globsUnder(document, key));
  const always = textUnder(frontmatter, 'alwaysApply');
  const imports = kind === 'instructions' || tool === 'claude' ? importsIn(text) : [];
  return {
    at: markOf(document),
    places: { ...placesOf(file, frontmatter), ...importPlaces(file, imports) },
    file,
    tool,
    kind,
    name: textUnder(frontmatter, 'name') ?? nameOf(file),
    description: textUnder(frontmatter, 'description'),
    globs,
    always: isAlways({ kind, tool, globs, always }),
    title: titleOf(document),
    imports: imports.map(({ path }) => path),
  };
}

/** The keys under which the programs look for patterns of files. */
const globKeys = ['paths', 'globs', 'applyTo'];

/** The programs take patterns without quotes, which YAML does not: a star there stands for an anchor. */
function globsUnder({ text, frontmatter }: ReadDocument, key: string): readonly string[] {
  const words = wordsUnder(frontmatter, key);
  if (words.length > 0 || !frontmatter || frontmatter.problems.length === 0) return words;
  const { start, end } = frontmatter.span;
  const lines = new RegExp(`^${key}:[ \\t]*(.*)((?:\\n[ \\t]*-[ \\t].+)*)`, 'm');
  const [, first = '', rest = ''] = lines.exec(text.slice(start, end)) ?? [];
  const items = [first, ...rest.split(/\n[ \t]*-[ \t]/)].map((item) => item.replace(/["']/g, ''));
  return items.flatMap(partsOf);
}

interface Scope {
  readonly kind: AgentRuleRow['kind'];
  readonly tool: AgentRuleRow['tool'];
  readonly globs: readonly string[];
  readonly always: string | undefined;
}

/** Cursor reads a rule always only when it says so; others read one without patterns always. */
function isAlways({ kind, tool, globs, always }: Scope): boolean {
  if (kind === 'instructions') return true;
  if (kind !== 'rule') return false;
  if (tool === 'cursor') return always === 'true';
  return globs.length === 0 || globs.includes('**');
}

/** A skill as a row, without its other files. */
export function skillRow(document: ReadDocument, tool: SkillRow['tool']): SkillRow {
  const { file, frontmatter } = document;
  const [folder = ''] = file.split('/').slice(-2);
  return {
    at: markOf(document),
    places: placesOf(file, frontmatter),
    file,
    tool,
    folder,
    name: textUnder(frontmatter, 'name'),
    description: textUnder(frontmatter, 'description'),
    'allowed-tools': wordsUnder(frontmatter, 'allowed-tools'),
    title: titleOf(document),
    files: [],
  };
}

/** A skill with the files below its folder. */
export function withFiles(skill: SkillRow, files: readonly FilePath[]): SkillRow {
  const below = skill.file.slice(0, skill.file.lastIndexOf('/') + 1);
  const others = files.flatMap((other) => {
    return other.startsWith(below) && other !== skill.file ? [other.slice(below.length)] : [];
  });
  return { ...skill, files: others };
}

function titleOf({ markdown }: ReadDocument): string | undefined {
  return markdown.headings[0]?.text;
}

/** The data at the beginning, else the first heading, else the first line. */
function markOf({ file, text, markdown, frontmatter }: ReadDocument): Site {
  const entry = frontmatter?.data?.kind === 'map' ? frontmatter.data.entries[0] : undefined;
  const end = text.indexOf('\n');
  const firstLine = { start: 0, end: end === -1 ? text.length : end };
  return siteAt(file, entry?.keySpan ?? markdown.headings[0]?.span ?? firstLine);
}

function placesOf(
  file: FilePath,
  frontmatter: Frontmatter | undefined,
): { readonly [column: string]: Site } {
  const entries = frontmatter?.data?.kind === 'map' ? frontmatter.data.entries : [];
  return Object.fromEntries(
    entries.map(({ key, value, keySpan }) => {
      const column = globKeys.includes(key) ? 'globs' : key;
      return [
        column,
        siteAt(file, value.kind === 'scalar' && value.text !== '' ? value.span : keySpan),
      ];
    }),
  );
}

function importPlaces(
  file: FilePath,
  imports: readonly Import[],
): { readonly [column: string]: Site } {
  return Object.fromEntries(
    imports.map(({ span }, index) => [`imports[${index}]`, siteAt(file, span)]),
  );
}

function nameOf(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return name.replace(/\.(instructions|prompt|chatmode|agent)?\.?(md|mdc)$/, '');
}

interface Import {
  readonly path: string;
  readonly span: Span;
}

/** `@path` at the beginning of a word, outside of code. */
function importsIn(text: string): readonly Import[] {
  const prose = text.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`/g, (code) => ' '.repeat(code.length));
  const found = prose.matchAll(/(?<=^|\s)@((?:~\/|\.{0,2}\/)?[\w.-]+(?:\/[\w.-]+)*)/g);
  return [...found].flatMap((match) => {
    const path = match[1]?.replace(/\.+$/, '') ?? '';
    const start = match.index + 1;
    return isPath(path) ? [{ path, span: { start, end: start + path.length } }] : [];
  });
}

/** A word with a slash or an ending; `@name` alone is a person. */
function isPath(word: string): boolean {
  return /\.(md|txt|nix|toml|ya?ml|json)$/.test(word) || /^(~|\.{1,2})\//.test(word);
}
