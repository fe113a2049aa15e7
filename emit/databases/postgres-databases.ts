import { emitter } from '../emitter.ts';
import { nixForm, nixModule } from '../print/nix-module.ts';
import { databasesOption, requestedDatabases } from './requested-databases.ts';

export const postgresDatabases = emitter({
  name: 'postgres-databases',
  summary: 'Every PostgreSQL database that machines ask for, and its user.',
  inputs: ['host'],
  formats: ['nix'],
  output: 'postgres-databases.nix',
  effect: 'configuration',
  options: { path: databasesOption, form: nixForm },
  emit: ({ options: { path, form }, ...fleet }) => {
    const { databases, problems, nothing } = requestedDatabases(fleet, path);
    if (nothing !== undefined) return nothing;
    const names = new Set(databases.map(({ name }) => name));
    const users = [...new Set(databases.map(({ user }) => user))].toSorted(fleet.compare);
    const postgresql = {
      ensureDatabases: [...names],
      ensureUsers: users.map((name) =>
        names.has(name) ? { name, ensureDBOwnership: true } : { name },
      ),
    };
    const text = nixModule({ services: { postgresql } }, form);
    return { parts: [{ names: {}, text }], problems };
  },
});
