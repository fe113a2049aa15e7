import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { HostRow } from '#analyzer/facts/machines.ts';
import type { SecretFileRow } from '#analyzer/facts/secret-files.ts';
import type { Problem } from '../emitter.ts';
import { keyOf, type SopsKey, type SopsKeys } from './sops-keys.ts';

/** A file of sops, and who is to open it. */
export interface FileRecipients {
  readonly file: string;
  readonly keys: readonly SopsKey[];
  /** How many key groups it takes, where there are several. */
  readonly threshold: number | undefined;
}

export interface AllRecipients {
  readonly files: readonly FileRecipients[];
  readonly problems: readonly Problem[];
}

/** Who opens files, beside those whom the files tell. */
export interface RecipientChoice {
  readonly by: string;
  readonly admins: readonly string[];
  /** Names of keys by patterns of files, with spaces between; a star is any text. */
  readonly recipients: Readonly<Record<string, string>>;
  readonly without: readonly string[];
}

/** Who is to open each of these files. A file of which nobody is known has no row, and a problem. */
export function fileRecipients(
  facts: Facts,
  files: readonly SecretFileRow[],
  { keys: book, choice }: { readonly keys: SopsKeys; readonly choice: RecipientChoice },
): AllRecipients {
  const problems: Problem[] = [];
  const found = files.flatMap((row): FileRecipients[] => {
    const own = choice.by === 'readers' ? readersOf(facts, row, book) : undefined;
    const base = own ?? { keys: keysIn(facts, row), problems: [] };
    const more = namedKeys(namesFor(row.file, choice), book);
    problems.push(
      ...base.problems,
      ...more.problems.map((problem) => ({ ...problem, at: row.at })),
    );
    const gone = namedKeys(choice.without, book).keys.map(({ recipient }) => recipient);
    const all = unique([...base.keys, ...more.keys]);
    const keys = all.filter(({ recipient }) => !gone.includes(recipient));
    if (keys.length > 0) return [{ file: row.file, keys, threshold: row.threshold }];
    problems.push({ message: `nobody is known who opens \`${row.file}\``, at: row.at });
    return [];
  });
  return { files: found, problems: unrepeated(problems) };
}

/** The keys of the rule of a file; those that the file has where it has no rule. */
function keysIn(facts: Facts, { file, rule }: SecretFileRow): readonly SopsKey[] {
  const id = known(rule);
  const ofRule = facts.table('rule-recipient').rows.filter((row) => row.rule === id);
  if (ofRule.length > 0)
    return ofRule.map(({ kind, recipient, age, group }) => {
      return { ...keyOf(kind, recipient, age), group };
    });
  const inFile = facts.table('secret-recipient').rows.filter((row) => row.file === file);
  return inFile.flatMap(({ kind, recipient, group }) => {
    return recipient === undefined ? [] : [{ ...keyOf(kind, recipient, undefined), group }];
  });
}

interface Found {
  readonly keys: readonly SopsKey[];
  readonly problems: readonly Problem[];
}

/** The machines and people that read a file; `undefined` where no machine is known that does. */
function readersOf(facts: Facts, { file }: SecretFileRow, book: SopsKeys): Found | undefined {
  const rows = facts
    .table('secret')
    .rows.filter((row) => row.file === file && row.manager === 'sops');
  const hosts = facts.table('host').rows;
  const reading = hosts.filter(({ name }) =>
    rows.some((row) => row.host === name && row.scope === 'system'),
  );
  const near =
    reading.length > 0 || rows.length > 0 ? reading : hosts.filter((host) => isNear(host, file));
  const users = [...new Set(rows.flatMap((row) => (row.scope === 'home' && row.account) || []))];
  if (near.length === 0 && users.length === 0) return undefined;
  const problems: Problem[] = [];
  const machines = near.flatMap((host) => {
    const key = book.ofHost(host);
    if (key) return [key];
    problems.push({
      message: `no public key of \`${host.name}\` is known, which reads \`${file}\``,
      at: host.at,
    });
    return [];
  });
  const people = users.flatMap((user) => {
    const key = book.ofUser(user);
    if (key) return [key];
    problems.push({
      message: `no public key of \`${user}\` is known, who reads \`${file}\``,
      at: rows[0]?.at,
    });
    return [];
  });
  return { keys: [...machines, ...people], problems };
}

/** Whether a file lies in the folder of a machine, or in a folder of several machines around it. */
function isNear({ folder }: HostRow, file: string): boolean {
  const directory = file.slice(0, Math.max(0, file.lastIndexOf('/')));
  if (folder === undefined || directory === '') return false;
  return `${directory}/`.startsWith(`${folder}/`) || `${folder}/`.startsWith(`${directory}/`);
}

function namesFor(file: string, { admins, recipients }: RecipientChoice): readonly string[] {
  const more = Object.entries(recipients).flatMap(([pattern, names]) => {
    return matches(file, pattern) ? names.split(/[\s,]+/).filter(Boolean) : [];
  });
  return [...admins, ...more];
}

/** A star is any text within a name, two are any text at all. */
function matches(file: string, pattern: string): boolean {
  const source = pattern
    .split(/(\*\*\/?|\*)/)
    .map((part) => {
      if (part.startsWith('**')) return '.*';
      return part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`).test(file);
}

function namedKeys(names: readonly string[], book: SopsKeys): Found {
  const problems: Problem[] = [];
  const keys = names.flatMap((name) => {
    const key = book.called(name);
    if (key) return [key];
    problems.push({ message: `no key is called \`${name}\`, or several are` });
    return [];
  });
  return { keys, problems };
}

function unique(keys: readonly SopsKey[]): readonly SopsKey[] {
  return [
    ...new Map(keys.map((key) => [`${key.group} ${key.kind} ${key.recipient}`, key])).values(),
  ];
}

function unrepeated(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}
