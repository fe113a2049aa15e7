import { cell, choice, number, optional, type RowOf, table, text, texts, truth } from './schema.ts';

export const userSchema = table('A user that a machine declares.', {
  host: text('The machine.'),
  key: text('The attribute name; `name` is the login.'),
  name: cell(text('The login.')),
  uid: cell(number('The user id.')),
  gid: cell(number('The group id.')),
  group: cell(text('The primary group.')),
  kind: cell(
    choice(['normal', 'system'], 'A person or a service, where the configuration says so.'),
  ),
  'extra-groups': cell(texts('`extraGroups`: groups beside the primary one.')),
  home: cell(text('The home directory, where the configuration or its kind of user says it.')),
  shell: cell(text('The login shell: a path, or a package such as `pkgs.zsh`.')),
  'authorized-keys': cell(number('How many SSH keys are written for the user.')),
  'authorized-key-files': cell(
    texts('Files with SSH keys; those of the workspace begin with `./`.'),
  ),
  'hashed-password-file': cell(text('The file with the hash of the password.')),
  linger: cell(truth('Whether the user’s units run without a session.')),
  known: optional(
    truth('On macOS: whether `users.knownUsers` has the login, so that it is managed.'),
  ),
});

export const groupSchema = table('A group that a machine declares.', {
  host: text('The machine.'),
  name: text('The attribute name.'),
  gid: cell(number('The group id.')),
  members: cell(texts('`members` of the group; users name their groups themselves, too.')),
  known: optional(
    truth('On macOS: whether `users.knownGroups` has the name, so that it is managed.'),
  ),
});

export const knownAccountSchema = table('A name that nix-darwin may make or delete.', {
  host: text('The machine.'),
  kind: choice(['user', 'group'], '`users.knownUsers` or `users.knownGroups`.'),
  name: text('The name.'),
});

export type UserRow = RowOf<typeof userSchema>;
export type GroupRow = RowOf<typeof groupSchema>;
