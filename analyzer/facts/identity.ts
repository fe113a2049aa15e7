import { cell, choice, optional, type RowOf, table, text, texts, truth } from './schema.ts';

/** `equal` is also membership: the identity is one of the literals. */
export type IdentityOperator = IdentityCheckRow['operator'];

export const identityCheckSchema = table(
  'A place where code decides by the identity of a machine.',
  {
    file: text('The file.'),
    form: choice(
      ['comparison', 'predicate', 'membership', 'dispatch', 'path', 'profile'],
      '`profile` is a comparison, predicate or membership of a profile or a user; `operator` tells which.',
    ),
    subject: choice(['host', 'profile', 'user'], 'Whose identity.'),
    identity: text('The identity as written, such as `config.networking.hostName`.'),
    certain: truth(
      'Whether it is the machine’s host name itself; an argument or a setting may have another value.',
    ),
    literals: texts('What it is compared with; the keys of the table for `dispatch`.'),
    operator: choice(
      ['equal', 'prefix', 'suffix', 'infix', 'match', 'select', 'path'],
      'How it is compared; `equal` is also membership.',
    ),
    negated: truth(
      'Whether the condition holds where the operator does not: `!=`, `!`, `== null` of a match.',
    ),
    case: optional(
      choice(['lower', 'upper'], 'The identity is compared in this case, whatever case it has.'),
    ),
    use: optional(choice(['import', 'exists', 'file'], 'For `path`: what the path is for.')),
    path: cell(text('For `path`: the file in the workspace, with `{}` where the identity stands.')),
    perhaps: truth(
      'Whether a condition, another definition or the caller of a function decides if anything reads the path.',
    ),
    fallback: truth('Whether a lookup gives a value to identities that are not in the table.'),
    composes: truth(
      'Whether this is code that makes machines out of names, and so may choose by name.',
    ),
  },
);

export type IdentityCheckRow = RowOf<typeof identityCheckSchema>;
