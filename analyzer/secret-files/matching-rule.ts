import type { FilePath } from '../diagnostic.ts';
import { directoryOf } from '../evaluate/path-value.ts';
import type { CreationRule, SopsRules } from './sops-rules.ts';

/** The name that sops gives its rules. */
export const rulesName = '.sops.yaml';

/** What the rules of a repository say of one file. */
export type RuleMatch =
  /** No `.sops.yaml` lies above the file, or it has no rules. */
  | { readonly kind: 'no rules' }
  /** There are rules, and none of them takes the file. */
  | { readonly kind: 'unmatched'; readonly source: FilePath }
  | {
      readonly kind: 'matched';
      readonly source: FilePath;
      readonly rule: CreationRule;
      readonly index: number;
    }
  | { readonly kind: 'undecided'; readonly source: FilePath; readonly reason: string };

/**
 * The rule that sops follows for a file: the first that takes it, of the
 * rules in the nearest directory above it. Paths are relative to that directory.
 */
export function matchingRule(sources: ReadonlyMap<FilePath, SopsRules>, file: FilePath): RuleMatch {
  const source = nearestSource(sources, file);
  const found = source === undefined ? undefined : sources.get(source);
  if (source === undefined || !found) return { kind: 'no rules' };
  if (found.problems.length > 0)
    return { kind: 'undecided', source, reason: `\`${source}\` cannot be read` };
  if (found.rules.length === 0) return { kind: 'no rules' };
  const directory = directoryOf(source);
  const path = directory === '' ? file : file.slice(directory.length + 1);
  for (const [index, rule] of found.rules.entries()) {
    if (rule.takes === 'unknown') return { kind: 'undecided', source, reason: unknownRule(rule) };
    const isTaken = rule.takes === 'every file' || rule.takes.matches(path);
    if (isTaken && rule.problem !== undefined)
      return { kind: 'undecided', source, reason: rule.problem };
    if (isTaken) return { kind: 'matched', source, rule, index };
  }
  return { kind: 'unmatched', source };
}

function unknownRule({ problem }: CreationRule): string {
  return problem ?? 'the rule goes by `filename_regex`, which only old versions of sops know';
}

function nearestSource(
  sources: ReadonlyMap<FilePath, SopsRules>,
  file: FilePath,
): FilePath | undefined {
  for (let directory = directoryOf(file); ; directory = directoryOf(directory)) {
    const source = (directory === '' ? rulesName : `${directory}/${rulesName}`) as FilePath;
    if (sources.has(source)) return source;
    if (directory === '') return undefined;
  }
}
