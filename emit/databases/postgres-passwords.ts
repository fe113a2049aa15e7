import { emitter, type Problem } from '../emitter.ts';
import {
  databasesOption,
  type RequestedDatabase,
  requestedDatabases,
} from './requested-databases.ts';

export const postgresPasswords = emitter({
  name: 'postgres-passwords',
  summary: 'SQL that gives users the passwords in their files; it holds no password.',
  inputs: ['host'],
  formats: ['sql'],
  output: 'postgres-passwords.sql',
  effect: 'configuration',
  options: { path: databasesOption },
  emit: ({ options: { path }, ...fleet }) => {
    const { databases, problems, nothing } = requestedDatabases(fleet, path);
    if (nothing !== undefined) return nothing;
    const all = databases.map(statement);
    const text = all.flatMap((each) => (typeof each === 'string' ? [each] : [])).join('\n');
    const lacking = all.flatMap((each) => (typeof each === 'string' ? [] : [each]));
    return { parts: [{ names: {}, text }], problems: [...problems, ...lacking] };
  },
});

/** Reads the password on the server, so that neither this text nor a log of statements has it. */
function statement({ user, passwordFile, at }: RequestedDatabase): string | Problem {
  if (passwordFile === undefined)
    return { message: `the file with the password of \`${user}\` is not known`, at };
  const path = sqlText(passwordFile);
  const lines = [
    'DECLARE',
    '  password text;',
    'BEGIN',
    `  password := btrim(replace(pg_read_file(${path}), chr(10), ''));`,
    `  EXECUTE format('ALTER ROLE %I WITH PASSWORD %L', ${sqlText(user)}, password);`,
    'END',
  ];
  const tag = tagFor(lines.join('\n'));
  return [`DO ${tag}`, ...lines, `${tag};`, ''].join('\n');
}

/** A text of SQL; a backslash means itself in it. */
function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A quotation mark of dollars that the text does not have. */
function tagFor(text: string): string {
  let name = '';
  while (text.includes(`$${name}$`)) name += 'q';
  return `$${name}$`;
}
