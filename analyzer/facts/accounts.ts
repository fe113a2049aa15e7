import { cell, choice, number, type RowOf, table, text, truth } from './schema.ts';

export const userSchema = table('A user that a machine declares.', {
  host: text('The machine.'),
  key: text('The attribute name; `name` is the login.'),
  name: cell(text('The login.')),
  uid: cell(number('The user id.')),
  gid: cell(number('The group id.')),
  group: cell(text('The primary group.')),
  kind: choice(['normal', 'system', 'unknown'], 'A person, a service, or it cannot be told.'),
});

export const groupSchema = table('A group that a machine declares.', {
  host: text('The machine.'),
  name: text('The attribute name.'),
  gid: cell(number('The group id.')),
});

export const serviceSchema = table('A unit that the configuration defines or adds to.', {
  host: text('The machine.'),
  name: text('The unit without `.service`.'),
  scope: choice(['system', 'user', 'initrd'], 'The manager that runs it.'),
  user: cell(text('`User` of the unit.')),
  group: cell(text('`Group` of the unit.')),
  'dynamic-user': cell(truth('`DynamicUser` of the unit.')),
});

export type UserRow = RowOf<typeof userSchema>;
