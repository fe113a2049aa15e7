import type { TableName } from '#analyzer/facts/tables.ts';
import { homesPath } from '#analyzer/options/find.ts';
import { type OptionPattern, parseOptionName } from '#analyzer/options/name.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { didYouMean } from '#linter/closest.ts';
import type { WrongUse } from '../terminal.ts';
import { hostColumn, isTableName, tableNames } from './tables.ts';

/** What the command line names. */
export interface FactsArguments {
  readonly names: readonly string[];
  readonly table: string | undefined;
  readonly option: string | undefined;
  readonly home: string | undefined;
  readonly where: readonly string[];
}

/** What is asked for. */
export type Question =
  | { readonly kind: 'overview' }
  | { readonly kind: 'machine'; readonly host: string }
  | { readonly kind: 'table'; readonly table: TableName; readonly host: string | undefined }
  | {
      readonly kind: 'option';
      readonly hosts: readonly string[];
      readonly pattern: OptionPattern;
    };

/** Finds out what is meant: the first name is a machine, the second a table; one alone may be either. */
export function questionOf(asked: FactsArguments, snapshot: Snapshot): Question | WrongUse {
  const misused = misuse(asked);
  if (misused !== undefined) return { wrongUse: misused };
  const hosts = snapshot.machineWork().machines.map(({ name }) => name);
  const { names } = asked;
  const isTable = names.length === 1 && isTableAlone(names[0] ?? '', hosts);
  const hostName = isTable ? undefined : names[0];
  const tableName = asked.table ?? (isTable ? names[0] : names[1]);
  if (hostName !== undefined && !hosts.includes(hostName)) {
    return { wrongUse: noSuchMachine(hostName, snapshot, names.length === 1) };
  }
  if (asked.option !== undefined) {
    return optionQuestion(asked, hostName === undefined ? hosts : [hostName], snapshot);
  }
  if (tableName !== undefined) return tableQuestion(tableName, hostName);
  return hostName === undefined ? { kind: 'overview' } : { kind: 'machine', host: hostName };
}

function misuse({ names, table, option, home, where }: FactsArguments): string | undefined {
  if (names.length > 2) return 'at most a machine and a table can be named';
  if (table !== undefined && names.length > 1) return 'the table is named twice';
  if (option !== undefined && (table !== undefined || names.length > 1)) {
    return 'an option is not part of a table; leave one of them out';
  }
  if (home !== undefined && option === undefined) return '`--home` belongs to `--option`';
  if (home !== undefined && names.length === 0) return '`--home` needs a machine';
  const hasTable = table !== undefined || names.length > 0;
  if (where.length > 0 && (option !== undefined || !hasTable)) return '`--where` needs a table';
  return undefined;
}

/** A name that a machine and a table have is the machine's. */
function isTableAlone(name: string, hosts: readonly string[]): boolean {
  return isTableName(name) && !hosts.includes(name);
}

function noSuchMachine(name: string, snapshot: Snapshot, mayBeTable: boolean): string {
  const { rows, gaps } = snapshot.facts().table('host');
  const names = rows.map((row) => row.name);
  const near = didYouMean(name, mayBeTable ? [...names, ...tableNames()] : names);
  const what = mayBeTable ? 'machine or table' : 'machine';
  if (near !== '') return `there is no ${what} \`${name}\`${near}`;
  const some =
    gaps.length === 0 ? '' : '; some machines could not be told, `flakewise facts` says why';
  return `there is no ${what} \`${name}\`${some}`;
}

function tableQuestion(name: string, host: string | undefined): Question | WrongUse {
  if (!isTableName(name)) {
    return { wrongUse: `there is no table \`${name}\`${didYouMean(name, tableNames())}` };
  }
  if (host !== undefined && hostColumn(name) === undefined) {
    return {
      wrongUse: `the table \`${name}\` says nothing of single machines; leave out \`${host}\``,
    };
  }
  return { kind: 'table', table: name, host };
}

function optionQuestion(
  { option = '', home }: FactsArguments,
  hosts: readonly string[],
  snapshot: Snapshot,
): Question | WrongUse {
  const pattern = parseOptionName(option);
  if ('wrong' in pattern) return { wrongUse: pattern.wrong };
  if (home === undefined) return { kind: 'option', hosts, pattern };
  const [host = ''] = hosts;
  const users = snapshot.machine(host)?.homes.map(({ user }) => user) ?? [];
  if (!users.includes(home)) {
    const known = users.length === 0 ? '; it has no homes' : didYouMean(home, users);
    return { wrongUse: `\`${host}\` has no home of \`${home}\`${known}` };
  }
  return { kind: 'option', hosts, pattern: [...homesPath, home, ...pattern] };
}
