import type { TableName } from '../facts/tables.ts';
import type { Value } from './writing.ts';

/** How the rows of a table are written in Nix: as sets with a name, below an option. */
export interface NamedSets {
  /** Only rows whose columns hold this. */
  readonly where?: { readonly [column: string]: string };
  readonly option: readonly string[];
  /** The column with the name of the set. */
  readonly key: string;
  /** A column that holds the name, too, where nothing else is said. */
  readonly alias?: string;
  /** Where columns stand in the set. */
  readonly columns: { readonly [column: string]: readonly string[] };
  /** What a new set has besides, on machines of these classes. */
  readonly fresh?: { readonly [hostClass: string]: { readonly [attribute: string]: Value } };
}

/** How the rows of a table are written in Nix: as texts in a list. */
export interface ListedTexts {
  readonly where?: { readonly [column: string]: string };
  /** Columns in which the texts of one list agree. */
  readonly alike?: readonly string[];
  /** The list, where a new one can be written. */
  readonly option?: readonly string[];
  /** The column with the text. */
  readonly key: string;
}

const unit = {
  type: ['serviceConfig', 'Type'],
  user: ['serviceConfig', 'User'],
  group: ['serviceConfig', 'Group'],
  'dynamic-user': ['serviceConfig', 'DynamicUser'],
  'working-directory': ['serviceConfig', 'WorkingDirectory'],
  'state-directories': ['serviceConfig', 'StateDirectory'],
  'cache-directories': ['serviceConfig', 'CacheDirectory'],
  'log-directories': ['serviceConfig', 'LogsDirectory'],
  'runtime-directories': ['serviceConfig', 'RuntimeDirectory'],
  'ambient-capabilities': ['serviceConfig', 'AmbientCapabilities'],
  after: ['after'],
  wants: ['wants'],
  requires: ['requires'],
  'wanted-by': ['wantedBy'],
} as const;

const account = { owner: ['owner'], group: ['group'], mode: ['mode'] } as const;

/** Tables whose rows are named sets; where several forms fit, the first does. */
export const namedSets: { readonly [Name in TableName]?: readonly NamedSets[] } = {
  secret: [
    {
      where: { manager: 'sops', scope: 'system' },
      option: ['sops', 'secrets'],
      key: 'name',
      columns: { ...account, key: ['key'], path: ['path'], format: ['format'] },
    },
    {
      where: { manager: 'agenix', scope: 'system' },
      option: ['age', 'secrets'],
      key: 'name',
      columns: { ...account, path: ['path'] },
    },
  ],
  user: [
    {
      option: ['users', 'users'],
      key: 'key',
      alias: 'name',
      columns: { uid: ['uid'], gid: ['gid'], group: ['group'], linger: ['linger'] },
      fresh: { nixos: { isSystemUser: true } },
    },
  ],
  group: [{ option: ['users', 'groups'], key: 'name', columns: { gid: ['gid'] } }],
  service: [
    {
      where: { manager: 'systemd', scope: 'system' },
      option: ['systemd', 'services'],
      key: 'name',
      columns: unit,
    },
  ],
  runner: [
    {
      where: { tool: 'github' },
      option: ['services', 'github-runners'],
      key: 'attribute',
      columns: { url: ['url'], name: ['name'], user: ['user'], group: ['group'] },
    },
  ],
  backup: [
    {
      where: { tool: 'restic' },
      option: ['services', 'restic', 'backups'],
      key: 'name',
      columns: { user: ['user'], repository: ['repository'] },
    },
  ],
  container: [
    {
      where: { source: 'oci-containers' },
      option: ['virtualisation', 'oci-containers', 'containers'],
      key: 'name',
      columns: { image: ['image'], 'auto-start': ['autoStart'], pull: ['pull'] },
    },
  ],
};

/** Tables whose rows are texts in a list. */
export const listedTexts: { readonly [Name in TableName]?: readonly ListedTexts[] } = {
  'known-account': [
    { where: { kind: 'user' }, option: ['users', 'knownUsers'], key: 'name' },
    { where: { kind: 'group' }, option: ['users', 'knownGroups'], key: 'name' },
  ],
  persisted: [
    { where: { kind: 'directory' }, alike: ['account', 'root'], key: 'path' },
    { where: { kind: 'file' }, alike: ['account', 'root'], key: 'path' },
  ],
  database: [
    {
      where: { engine: 'postgresql' },
      option: ['services', 'postgresql', 'ensureDatabases'],
      key: 'name',
    },
    { where: { engine: 'mysql' }, option: ['services', 'mysql', 'ensureDatabases'], key: 'name' },
  ],
};

/** The form that fits what is known of a row. */
export function formFor<Form extends Pick<NamedSets, 'where'>>(
  forms: readonly Form[] | undefined,
  columns: { readonly [column: string]: unknown },
): Form | undefined {
  return forms?.find(({ where = {} }) =>
    Object.entries(where).every(([column, value]) => columns[column] === value),
  );
}
