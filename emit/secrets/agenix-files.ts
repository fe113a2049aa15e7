import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts, Gap } from '#analyzer/facts/facts.ts';
import type { SecretRow } from '#analyzer/facts/secrets.ts';
import type { Site } from '#analyzer/site.ts';
import type { Problem } from '../emitter.ts';
import { gapProblem } from '../gaps.ts';
import { pathFrom } from '../paths.ts';
import type { Opener } from './agenix-keys.ts';

/** A file of agenix that machines or homes declare. */
export interface DeclaredFile {
  /** Its name in the rules: the way from there. */
  readonly name: string;
  readonly openers: readonly Opener[];
  readonly at: Site;
}

export interface DeclaredFiles {
  readonly files: readonly DeclaredFile[];
  readonly problems: readonly Problem[];
}

/** The files that some machine declares, with everybody who does; of what is not known, why. */
export function declaredFiles(facts: Facts, rules: string): DeclaredFiles {
  const { rows, gaps } = facts.table('secret');
  const own = rows.filter(({ manager, rekeyed }) => manager === 'agenix' && !rekeyed);
  const elsewhere = filesOfOtherRules(facts, rules);
  const files = new Map<string, DeclaredFile>();
  // A fleet without agenix has no secrets of it to miss.
  const manager = own.length === 0 ? undefined : 'agenix';
  const relevant = gaps.filter(({ known: columns }) => (columns.manager ?? manager) === 'agenix');
  const problems: Problem[] = [...gapProblems(relevant)];
  for (const row of own) {
    const problem = fileProblem(row);
    const file = known(row.file) ?? '';
    if (problem !== undefined) problems.push({ message: problem, at: row.places?.file ?? row.at });
    else if (!elsewhere.has(file)) {
      const before = files.get(file) ?? { name: pathFrom(rules, file), openers: [], at: row.at };
      files.set(file, { ...before, openers: withOpener(before.openers, openerOf(facts, row)) });
    }
  }
  return { files: [...files.values()], problems };
}

function openerOf(facts: Facts, { host: name, scope, account }: SecretRow): Opener | undefined {
  const host = facts.table('host').rows.find((row) => row.name === name);
  return host && { host, account: scope === 'home' ? account : undefined, scope };
}

function withOpener(before: readonly Opener[], opener: Opener | undefined): readonly Opener[] {
  if (opener === undefined) return before;
  const isThere = before.some(({ host, scope, account }) => {
    return host.name === opener.host.name && scope === opener.scope && account === opener.account;
  });
  return isThere ? before : [...before, opener];
}

/** Files that have their rule in another file of rules. */
function filesOfOtherRules(facts: Facts, rules: string): ReadonlySet<string> {
  const rows = facts.table('secret-rule').rows.filter(({ manager }) => manager === 'agenix');
  const own = rows
    .filter(({ source }) => source === rules)
    .flatMap(({ files }) => known(files) ?? []);
  const others = rows.filter(({ source }) => source !== rules);
  const files = others.flatMap((row) => known(row.files) ?? []);
  return new Set(files.filter((file) => !own.includes(file)));
}

/** What may be missing: what is known to be a secret by its place, all else at once. */
function gapProblems(gaps: readonly Gap<'secret'>[]): readonly Problem[] {
  const groups = new Map<string, Gap<'secret'>[]>();
  for (const gap of gaps) {
    const { at, known: columns } = gap;
    const key = columns.name === undefined ? '' : `${columns.name} ${at?.file}:${at?.expr}`;
    groups.set(key, [...(groups.get(key) ?? []), gap]);
  }
  return [...groups.values()].flatMap((group) => {
    const name = group[0]?.known.name;
    return gapProblem(name === undefined ? 'secrets' : `the secret \`${name}\``, group);
  });
}

/** Why a secret has no file that rules can name. */
function fileProblem({ host, name, file }: SecretRow): string | undefined {
  if (isUndecided(file))
    return `the file of \`${name}\` on \`${host}\` is not known: ${file.undecided}`;
  if (file === undefined) return `\`${name}\` on \`${host}\` has no file`;
  const isElsewhere = file.startsWith('/') || file.includes('${');
  return isElsewhere
    ? `\`${name}\` on \`${host}\` is in another repository: \`${file}\``
    : undefined;
}
