import {
  cell,
  choice,
  number,
  optional,
  partialTexts,
  type RowOf,
  table,
  text,
  texts,
  truth,
} from './schema.ts';

const host = text('The machine.');

export const persistedSchema = table(
  'A path that survives although the root file system does not.',
  {
    host,
    account: optional(text('The user below whose home it is.')),
    root: text('Where it is kept, such as `/persist`.'),
    path: cell(text('The path as programs see it.')),
    kind: choice(['directory', 'file'], 'What it is.'),
    user: cell(text('Who owns it.')),
    group: cell(text('Its group.')),
    mode: cell(text('Its permissions.')),
    source: choice(['impermanence', 'preservation'], 'The modules that keep it.'),
  },
);

export const mountSchema = table('A file system that a machine mounts.', {
  host,
  path: cell(text('The mount point.')),
  device: cell(text('What is mounted.')),
  type: cell(text('The type of the file system.')),
  options: cell(texts('Mount options.')),
  source: choice(['fileSystems', 'systemd.mounts'], 'The option that declares it.'),
});

export const backupSchema = table('A backup that a machine makes.', {
  host,
  account: optional(text('The user whose Home Manager has it.')),
  tool: choice(['restic', 'borgbackup', 'borgmatic', 'syncoid', 'sanoid'], 'What makes it.'),
  name: text('The attribute name.'),
  user: cell(text('The user that it runs as; unset for the tool’s own default.')),
  paths: cell(partialTexts('What is backed up: paths, or data sets.')),
  excludes: cell(partialTexts('Patterns that are left out.')),
  repository: cell(text('Where it goes.')),
  'repository-file': cell(text('The file that says where it goes.')),
  bucket: cell(text('The bucket in the repository’s address.')),
  'password-file': cell(text('The file with the password, or what a command prints as one.')),
  'environment-file': cell(text('The file with further variables.')),
  schedule: cell(
    partialTexts('When it runs, as systemd writes times; empty for the tool’s default.'),
  ),
  prune: cell(partialTexts('What is kept, as options of the tool.')),
});

export const databaseSchema = table('A database that a machine makes.', {
  host,
  engine: choice(['postgresql', 'mysql', 'redis'], 'What it is a database of.'),
  name: text('Its name; the attribute of a server for Redis.'),
  owner: cell(text('The user that owns it, or that its server runs as.')),
  port: cell(number('The port of its own server.')),
});

export const databaseUserSchema = table('A user of databases that a machine makes.', {
  host,
  engine: choice(['postgresql', 'mysql'], 'What it is a user of.'),
  name: text('The name.'),
  owns: cell(truth('Whether the database of the same name is made the user’s.')),
});

export type PersistedRow = RowOf<typeof persistedSchema>;
export type BackupRow = RowOf<typeof backupSchema>;
