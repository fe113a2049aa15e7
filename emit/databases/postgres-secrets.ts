import { known } from '#analyzer/facts/cell.ts';
import { emitter } from '../emitter.ts';
import type { Fleet } from '../fleet-options.ts';
import { nixForm, nixModule } from '../print/nix-module.ts';
import {
  databasesOption,
  type RequestedDatabase,
  requestedDatabases,
} from './requested-databases.ts';

export const postgresSecrets = emitter({
  name: 'postgres-secrets',
  summary: 'The secrets of sops with passwords of PostgreSQL, for the machine with the server.',
  inputs: ['host', 'secret'],
  formats: ['nix'],
  output: 'postgres-secrets.nix',
  effect: 'configuration',
  options: {
    path: databasesOption,
    owner: { summary: 'Who reads the passwords on the server.', default: 'postgres' },
    group: { summary: 'The group of the files with passwords.', default: 'postgres' },
    units: {
      summary: 'What is restarted when a password changes.',
      default: ['postgresql.service'],
    },
    form: nixForm,
  },
  emit: ({ options, ...fleet }) => {
    const { path, owner, group, units, form } = options;
    const { databases, problems, nothing } = requestedDatabases(fleet, path);
    if (nothing !== undefined) return nothing;
    const named = databases.map((database) => ({ database, name: secretOf(fleet, database) }));
    const names = new Set(named.flatMap(({ name }) => name ?? []));
    const settings = { owner, group, restartUnits: units };
    const secrets = Object.fromEntries(
      [...names].toSorted(fleet.compare).map((name) => [name, settings]),
    );
    const lacking = named.flatMap(({ database: { user, at }, name }) => {
      if (name !== undefined) return [];
      return [{ message: `the secret with the password of \`${user}\` is not known`, at }];
    });
    const text = nixModule({ sops: { secrets } }, form);
    return { parts: [{ names: {}, text }], problems: [...problems, ...lacking] };
  },
});

/** The secret that is put where the machine reads the password. */
function secretOf({ facts }: Fleet, { host, passwordFile }: RequestedDatabase): string | undefined {
  if (passwordFile === undefined) return undefined;
  const row = facts.table('secret').rows.find((each) => {
    const isOwn = each.host === host && each.scope === 'system' && each.manager === 'sops';
    return isOwn && known(each.path) === passwordFile;
  });
  return row?.name;
}
