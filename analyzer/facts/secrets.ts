import { cell, choice, number, type RowOf, sites, table, text, truth } from './schema.ts';

/** Whether something belongs to the machine or to the home of one of its users. */
export type SecretScope = 'system' | 'home';

const scope = choice(
  ['system', 'home'],
  'Whether it belongs to the machine or to the home of one of its users.',
);
const manager = choice(['sops', 'agenix'], 'What decrypts it.');

export const secretSchema = table('A secret that a machine declares.', {
  host: text('The machine.'),
  scope,
  manager,
  name: text('The attribute name.'),
  owner: cell(text('The login that owns the file.')),
  group: cell(text('The group of the file.')),
  uid: cell(number('Stands in for an owner that is unset.')),
  gid: cell(number('Stands in for a group that is unset.')),
  mode: cell(text('Permissions, in octal.')),
  path: cell(text('The effective path at run time.')),
  file: cell(text('The effective encrypted file, relative to the workspace.')),
  key: cell(text('The key inside the file.')),
  format: cell(text('The format of the file.')),
  'needed-for-users': cell(truth('Whether it is there before users are made.')),
  definitions: sites('What certainly defines the secret, the place of the row first.'),
});

export const secretReferenceSchema = table('A place that reads a secret.', {
  host: text('The machine.'),
  scope,
  manager,
  kind: choice(['option', 'path'], 'How the configuration names it.'),
  target: text('The secret’s name for `option`, the run-time path for `path`.'),
  evaluated: cell(
    truth('True where the machine evaluates the place; one behind a false condition has no row.'),
  ),
  reader: text('What reads it, in words: a unit, a runner, a backup, a user, or an option path.'),
  'reader-user': cell(text('The login the reader runs as, where the configuration gives one.')),
  'reader-group': cell(text('The group the reader runs as.')),
});

export type SecretRow = RowOf<typeof secretSchema>;
export type SecretReferenceRow = RowOf<typeof secretReferenceSchema>;
