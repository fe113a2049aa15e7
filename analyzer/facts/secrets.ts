import {
  cell,
  choice,
  number,
  optional,
  partialTexts,
  type RowOf,
  sites,
  table,
  text,
  texts,
  truth,
} from './schema.ts';

/** Whether something belongs to the machine or to the home of one of its users. */
export type SecretScope = 'system' | 'home';

const host = text('The machine.');
const scope = choice(
  ['system', 'home'],
  'Whether it belongs to the machine or to the home of one of its users.',
);
const account = optional(text('The user whose home it belongs to.'));
const manager = choice(
  ['sops', 'agenix', 'vaultix', 'openbao', 'opnix'],
  'What puts it in place; `openbao` is any agent of Vault or OpenBao.',
);

export const secretSchema = table('A secret that a machine declares.', {
  host,
  scope,
  account,
  manager,
  name: text('The attribute name, or the path of a file that an agent writes.'),
  owner: cell(text('The login that owns the file.')),
  group: cell(text('The group of the file.')),
  uid: cell(number('Stands in for an owner that is unset.')),
  gid: cell(number('Stands in for a group that is unset.')),
  mode: cell(text('Permissions, in octal.')),
  path: cell(text('The effective path at run time.')),
  symlink: cell(truth('Whether the path is a link to the secret; unset where upstream decides.')),
  file: cell(
    text('The effective encrypted file, relative to the workspace; absolute for one elsewhere.'),
  ),
  key: cell(
    text(
      'The key inside the file, with slashes; empty for the whole file. The reference of opnix.',
    ),
  ),
  format: cell(text('The format of the file.')),
  rekeyed: truth('Whether agenix-rekey encrypts the file anew for each machine.'),
  'needed-for-users': cell(truth('Whether it is there before users are made.')),
  'restart-units': cell(texts('Units that are restarted when it changes.')),
  'reload-units': cell(texts('Units that are reloaded when it changes.')),
  definitions: sites('What certainly defines the secret, the place of the row first.'),
});

export const secretTemplateSchema = table('A file that is made from a text and secrets.', {
  host,
  scope,
  account,
  manager,
  name: text('The attribute name.'),
  owner: cell(text('The login that owns the file.')),
  group: cell(text('The group of the file.')),
  uid: cell(number('Stands in for an owner that is unset.')),
  gid: cell(number('Stands in for a group that is unset.')),
  mode: cell(text('Permissions, in octal.')),
  path: cell(text('The effective path at run time.')),
  secrets: cell(partialTexts('Names of the secrets that go into it, sorted.')),
  'restart-units': cell(texts('Units that are restarted when it changes.')),
  'reload-units': cell(texts('Units that are reloaded when it changes.')),
});

export const secretLookupSchema = table('What an agent of Vault or OpenBao asks the server for.', {
  host,
  secret: text('The name of the secret that the answer goes into.'),
  path: text('The path that is read, such as `kv/data/web`.'),
  key: optional(text('The key of the answer; unset where the whole answer is used.')),
});

export const secretReferenceSchema = table('A place that reads a secret.', {
  host,
  scope,
  account: optional(text('The user whose configuration reads it.')),
  manager,
  kind: choice(
    ['option', 'path', 'template'],
    'How the configuration names it; `template` is a file that secrets go into.',
  ),
  target: text('The attribute name, or the run-time path for `path`.'),
  evaluated: cell(
    truth('True where the machine evaluates the place; one behind a false condition has no row.'),
  ),
  reader: text('What reads it, in words: a unit, a runner, a backup, a user, or an option path.'),
  'reader-kind': choice(
    ['unit', 'job', 'runner', 'backup', 'container', 'user', 'template', 'option', 'file'],
    'What kind of thing reads it; `file` where a text does not tell.',
  ),
  'reader-name': optional(text('The attribute name of what reads it; the path of an option.')),
  'reader-user': cell(text('The login the reader runs as, where the configuration gives one.')),
  'reader-group': cell(text('The group the reader runs as.')),
});

export type SecretRow = RowOf<typeof secretSchema>;
export type SecretTemplateRow = RowOf<typeof secretTemplateSchema>;
export type SecretReferenceRow = RowOf<typeof secretReferenceSchema>;
