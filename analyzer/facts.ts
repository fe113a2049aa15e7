import type { Location } from './diagnostic.ts';
import type {
  CertificateRow,
  DnsRecordRow,
  DnsZoneRow,
  IngressRuleRow,
  OpenPortRow,
  RouteRow,
  TunnelRow,
} from './network-facts.ts';
import type { Site } from './site.ts';

export type {
  CertificateRow,
  CertificateSource,
  DnsRecordRow,
  DnsZoneRow,
  IngressRuleRow,
  OpenPortRow,
  RouteRow,
  TunnelRow,
} from './network-facts.ts';

/**
 * What one column of a row holds: the value, `undefined` when the
 * configuration leaves it unset, or the reason why it cannot be told.
 */
export type Cell<T> = T | undefined | Undecided;

/** A value that could not be worked out, with a short reason for people. */
export interface Undecided {
  readonly undecided: string;
}

export function isUndecided(cell: unknown): cell is Undecided {
  return typeof cell === 'object' && cell !== null && 'undecided' in cell;
}

/** The value of a cell when it is set and known. */
export function known<T>(cell: Cell<T>): T | undefined {
  return isUndecided(cell) ? undefined : (cell as T | undefined);
}

/** One fact. `at` is where it comes from, `places` where single columns come from. */
export interface Row {
  readonly at: Site;
  readonly places?: { readonly [column: string]: Site };
}

export type HostClass = 'nixos' | 'darwin' | 'home';
export type Protocol = 'tcp' | 'udp';

export interface HostRow extends Row {
  /** Unique in the workspace: the attribute name below `nixosConfigurations` and its like. */
  readonly name: string;
  readonly class: HostClass;
  readonly system: Cell<string>;
  readonly 'host-name': Cell<string>;
  /** The flake attribute path, such as `nixosConfigurations.web`. */
  readonly output: string;
  /** The file that first belongs to this host alone, for people: its configuration's entry. */
  readonly entry: string | undefined;
  /** Addresses the configuration gives to the machine, prefix lengths removed. */
  readonly addresses: readonly string[];
}

export interface ModuleRow extends Row {
  readonly file: string;
  /** A module of the machines, or code that modules `import` by a literal path. */
  readonly kind: 'module' | 'import';
  /** Names of the hosts that reach the file, sorted. */
  readonly hosts: readonly string[];
  /** Files that import it, sorted. */
  readonly importers: readonly string[];
}

export interface OptionRow extends Row {
  readonly host: string;
  /** Dotted; parts that are not plain names are quoted. */
  readonly path: string;
  readonly value: Cell<string | number | boolean>;
  readonly priority: number;
}

/** Whether something belongs to the machine or to the home of one of its users. */
export type SecretScope = 'system' | 'home';

export interface SecretRow extends Row {
  readonly host: string;
  readonly scope: SecretScope;
  readonly manager: 'sops' | 'agenix';
  readonly name: string;
  readonly owner: Cell<string>;
  readonly group: Cell<string>;
  /** Numbers that stand in for an owner and a group where those are unset. */
  readonly uid: Cell<number>;
  readonly gid: Cell<number>;
  readonly mode: Cell<string>;
  /** Effective path at run time. */
  readonly path: Cell<string>;
  /** Effective encrypted file, relative to the workspace. */
  readonly file: Cell<string>;
  readonly key: Cell<string>;
  readonly format: Cell<string>;
  readonly 'needed-for-users': Cell<boolean>;
  /** What certainly defines the secret, the value of `at` first. */
  readonly definitions: readonly Site[];
}

export interface SecretReferenceRow extends Row {
  readonly host: string;
  readonly scope: SecretScope;
  readonly manager: SecretRow['manager'];
  /** How the configuration names it. */
  readonly kind: 'option' | 'path';
  /** The secret's name for `option`, the run-time path for `path`. */
  readonly target: string;
  /** Whether the machine evaluates the place; a reference behind a false condition is none and has no row. */
  readonly evaluated: Cell<true>;
  /** What reads it, in words: a unit, a runner, a backup, a user, or the option path. */
  readonly reader: string;
  /** The account the reader runs as, where the configuration gives it one. */
  readonly 'reader-user': Cell<string>;
  readonly 'reader-group': Cell<string>;
}

export interface UserRow extends Row {
  readonly host: string;
  /** The attribute name; `name` is the login. */
  readonly key: string;
  readonly name: Cell<string>;
  readonly uid: Cell<number>;
  readonly gid: Cell<number>;
  readonly group: Cell<string>;
  readonly kind: 'normal' | 'system' | 'unknown';
}

export interface GroupRow extends Row {
  readonly host: string;
  readonly name: string;
  readonly gid: Cell<number>;
}

export interface ServiceRow extends Row {
  readonly host: string;
  readonly name: string;
  readonly scope: 'system' | 'user' | 'initrd';
  readonly user: Cell<string>;
  readonly group: Cell<string>;
  readonly 'dynamic-user': Cell<boolean>;
}

/** One row of a table in a document. */
export interface DocTableRow extends Row {
  readonly file: string;
  /** The nearest heading above the table. */
  readonly heading: string | undefined;
  /** The texts of the first row; `places` has the cells of this row by them. */
  readonly headers: readonly string[];
  readonly cells: readonly string[];
}

/** One place where code decides by the identity of a machine; the letters follow the specification of host-name checks. */
export interface IdentityCheckRow extends Row {
  readonly file: string;
  /** `profile`: a comparison, predicate or membership of a profile or a user; `operator` tells which. */
  readonly form: 'comparison' | 'predicate' | 'membership' | 'dispatch' | 'path' | 'profile';
  readonly subject: 'host' | 'profile' | 'user';
  /** The identity as written, such as `config.networking.hostName`. */
  readonly identity: string;
  /** Whether it is the machine's host name itself; an argument or a setting may have another value. */
  readonly certain: boolean;
  /** What it is compared with; the keys of the table for `dispatch`. */
  readonly literals: readonly string[];
  readonly operator: IdentityOperator;
  /** Whether the condition holds where the operator does not: `!=`, `!`, `== null` of a match. */
  readonly negated: boolean;
  /** The identity is compared in this case, whatever case it has. */
  readonly case: 'lower' | 'upper' | undefined;
  /** For `path`: what the path is for. */
  readonly use: 'import' | 'exists' | 'file' | undefined;
  /** For `path`: the file in the workspace, with `{}` where the identity stands. */
  readonly path: Cell<string>;
  /** Whether a lookup gives a value to identities that are not in the table. */
  readonly fallback: boolean;
  /** Whether this is code that makes machines out of names, and so may choose by name. */
  readonly composes: boolean;
}

/** `equal` is also membership: the identity is one of the literals. */
export type IdentityOperator =
  | 'equal'
  | 'prefix'
  | 'suffix'
  | 'infix'
  | 'match'
  | 'select'
  | 'path';

/** Every table with the type of its rows. */
export interface TableRows {
  readonly host: HostRow;
  readonly module: ModuleRow;
  readonly option: OptionRow;
  readonly secret: SecretRow;
  readonly 'secret-reference': SecretReferenceRow;
  readonly user: UserRow;
  readonly group: GroupRow;
  readonly service: ServiceRow;
  readonly 'open-port': OpenPortRow;
  readonly route: RouteRow;
  readonly tunnel: TunnelRow;
  readonly certificate: CertificateRow;
  readonly 'dns-record': DnsRecordRow;
  readonly 'dns-zone': DnsZoneRow;
  readonly 'ingress-rule': IngressRuleRow;
  readonly 'doc-table': DocTableRow;
  readonly 'identity-check': IdentityCheckRow;
}

export type TableName = keyof TableRows;

/**
 * Something an extractor could not read or decide. `known` holds the columns
 * that are certain; a row that may be missing could have anything elsewhere.
 */
export interface Gap<Name extends TableName = TableName> {
  readonly table: Name;
  readonly known: Partial<Omit<TableRows[Name], 'at' | 'places'>>;
  readonly reason: string;
  readonly at: Site | undefined;
}

/** The rows of one table, and what could not be known about it. */
export interface Table<Name extends TableName> {
  readonly rows: readonly TableRows[Name][];
  readonly gaps: readonly Gap<Name>[];
}

/** What rules, emitters and editor features all read. */
export interface Facts {
  table<Name extends TableName>(name: Name): Table<Name>;
  /** Turns a site into a place in today's text. */
  locate(site: Site): Location;
  /** The text of a file of the workspace, for building edits; `undefined` when it is not there. */
  text(file: string): string | undefined;
}

/**
 * The first gap that could hold a row with these columns, or `undefined` when
 * the table is complete for the question.
 */
export function gapFor<Name extends TableName>(
  table: Table<Name>,
  question: Gap<Name>['known'],
): Gap<Name> | undefined {
  return table.gaps.find((gap) => couldMatch(gap.known, question));
}

function couldMatch(gap: object, question: object): boolean {
  const columns = gap as { readonly [column: string]: unknown };
  return Object.entries(question).every(([column, asked]) => {
    const value = columns[column];
    return value === undefined || isUndecided(value) || value === asked;
  });
}
