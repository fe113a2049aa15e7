import type { FilePath } from '../diagnostic.ts';
import { languageOf } from '../language.ts';
import { matchingRule, type RuleMatch, rulesName } from './matching-rule.ts';
import { isStructuredName } from './sops-format.ts';
import type { SopsRules } from './sops-rules.ts';
import type { Reading, StoredFile } from './stored-file.ts';

/** Where to look for files of secrets. */
export interface FileSearch {
  readonly paths: readonly FilePath[];
  readonly rules: ReadonlyMap<FilePath, SopsRules>;
  /** Files that machines or rules of agenix name. */
  readonly named: ReadonlySet<FilePath>;
  /** Whether git keeps the file encrypted. */
  readonly isFiltered: (file: FilePath) => boolean;
  /** Reads a file as one of secrets. */
  readonly stored: (file: FilePath, reading: Reading) => StoredFile | undefined;
}

/** A file of secrets and the rule of sops for it. */
export interface FoundFile {
  readonly stored: StoredFile;
  readonly match: RuleMatch;
  /** Whether a machine or a rule that goes by its name wants it encrypted. */
  readonly expected: boolean;
}

/** All files of secrets of the workspace, by path. */
export function foundFiles(search: FileSearch): readonly FoundFile[] {
  const all = new Set([...search.paths, ...search.named]);
  return [...all].sort().flatMap((file): readonly FoundFile[] => {
    const found = foundFile(search, file);
    return found ? [found] : [];
  });
}

function foundFile(search: FileSearch, file: FilePath): FoundFile | undefined {
  const isNamed = search.named.has(file);
  if (isNamed || !isNever(file)) {
    const match = matchingRule(search.rules, file);
    const expected = isNamed || picks(match, file);
    const mayBe = expected || isLikely(file, match);
    const stored = mayBe ? search.stored(file, expected ? 'whatever' : 'signs') : undefined;
    if (stored && (expected || isEncrypted(stored))) return { stored, match, expected };
  }
  return search.isFiltered(file) ? filteredFile(search, file) : undefined;
}

/** Whether a file that nobody names is one of secrets. */
function isEncrypted(stored: StoredFile): boolean {
  switch (stored.kind) {
    case 'sops':
      return stored.content.metadata !== undefined;
    case 'age':
    case 'git-crypt':
      return true;
    case 'unreadable':
      return stored.file.endsWith('.age');
  }
}

function filteredFile(search: FileSearch, file: FilePath): FoundFile | undefined {
  const stored = search.stored(file, 'whatever');
  if (stored === undefined) return undefined;
  const match = { kind: 'no rules' } as const;
  if (stored.kind === 'git-crypt') return { stored, match, expected: true };
  const reason = 'git-crypt has opened the files of this working tree';
  return { stored: { kind: 'unreadable', file, reason }, match, expected: true };
}

/** Files in languages of the fleet hold no secrets of sops, and the rules are none themselves. */
function isNever(file: FilePath): boolean {
  return languageOf(file) !== undefined || file.endsWith(rulesName) || /\.(md|pub)$/.test(file);
}

/** Whether a file may be encrypted without anybody naming it. */
function isLikely(file: FilePath, match: RuleMatch): boolean {
  if (file.endsWith('.age') || isStructuredName(file)) return true;
  if (match.kind === 'matched' || match.kind === 'undecided') return true;
  const isPlain = !/\.[^/]*$/.test(file);
  return isPlain && /(^|\/)(secrets?|vars|sops)\//.test(file);
}

/**
 * Whether a rule means the very file: its pattern takes neither every file of
 * the directory nor every file of that form, wherever it is.
 */
function picks(match: RuleMatch, file: FilePath): boolean {
  if (match.kind !== 'matched' || typeof match.rule.takes === 'string') return false;
  const { takes } = match.rule;
  const directory = match.source.slice(0, -rulesName.length);
  const path = file.slice(directory.length);
  const slash = path.lastIndexOf('/') + 1;
  const form = /\.[^./]+$/.exec(path)?.[0] ?? '';
  return !takes.matches(`${path.slice(0, slash)}${other}`) && !takes.matches(`${other}${form}`);
}

/** A name that no pattern has in mind. */
const other = 'x7q';
