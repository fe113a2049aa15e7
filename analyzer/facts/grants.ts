import { cell, choice, optional, type RowOf, table, text, texts } from './schema.ts';

const match = (of: string) =>
  optional(
    choice(
      ['exact', 'prefix', 'suffix', 'part', 'pattern'],
      `How the ${of} is meant: the whole text, its beginning, its end, a part of it, or a regular expression.`,
    ),
  );

export const grantSchema = table(
  'What polkit, sudo or doas lets an account do, or keeps it from; one row for each way to get there.',
  {
    host: optional(
      text('The machine; unset for a file of rules of which no machine is known to have it.'),
    ),
    mechanism: choice(['polkit', 'sudo', 'doas'], 'What decides.'),
    user: cell(text('The login; unset together with `group` for everybody.')),
    group: cell(text('The group; for sudo and doas unset where a user is named.')),
    action: cell(text('For polkit: the action; unset for every action.')),
    'action-match': match('action'),
    unit: cell(text('For polkit: the unit that is managed; unset for every unit.')),
    'unit-match': match('unit'),
    verb: cell(text('For polkit: what is done with the unit; unset for everything.')),
    command: cell(
      text('For sudo and doas: the command, `ALL` for every one; for polkit what `pkexec` runs.'),
    ),
    result: choice(
      ['yes', 'no', 'auth_self', 'auth_self_keep', 'auth_admin', 'auth_admin_keep'],
      'Allowed, denied, or allowed after a password: `self` of the account, `admin` of an administrator.',
    ),
    conditions: texts('What must hold besides, as it is written.'),
  },
);

export type GrantRow = RowOf<typeof grantSchema>;
