import { isUndecided, known } from '#analyzer/facts/cell.ts';
import { gapFor } from '#analyzer/facts/facts.ts';
import { emitter, type Problem } from '../emitter.ts';
import type { Fleet } from '../fleet-options.ts';
import type { Format } from '../format.ts';
import { prettyJson } from '../print/json.ts';
import { printedRecords } from '../print/records.ts';
import { tomlText } from '../print/toml.ts';
import { yamlText } from '../print/yaml.ts';
import type { PlainRecord } from '../records.ts';
import { type DatabaseClient, databaseClients, guardianOptions } from './guardian-options.ts';

export const guardianClients = emitter({
  name: 'guardian-clients',
  summary: 'The machines that need databases of another one, and their units that do.',
  inputs: ['host', 'secret', 'secret-key'],
  formats: ['json', 'yaml', 'toml', 'markdown'],
  output: 'guardian-clients.json',
  effect: 'configuration',
  options: {
    ...guardianOptions,
    secret: {
      summary: 'The secret that all of them need to be told of the databases; empty for none.',
      default: 'IO_GUARDIAN_PSK',
    },
  },
  emit: ({ options, format, ...fleet }) => {
    const { clients, problems, nothing } = databaseClients(fleet, options);
    if (nothing !== undefined) return nothing;
    const lacking = clients.flatMap((client) => lackingSecret(fleet, client, options.secret));
    const alone = clients.flatMap(({ units, host, at }): Problem[] => {
      if (units.length > 0) return [];
      return [{ message: `no unit of \`${host}\` is known to need its databases`, at }];
    });
    const records = clients.map(({ name, databases, units }) => ({ name, databases, units }));
    const text = clientsText(records, format);
    return { parts: [{ names: {}, text }], problems: [...problems, ...alone, ...lacking] };
  },
});

function clientsText(clients: readonly PlainRecord[], format: Format): string {
  const document = { hosts: clients.map(({ name = '' }) => name), clients };
  if (format === 'json') return prettyJson(document);
  if (format === 'yaml') return yamlText(document);
  if (format === 'toml') return tomlText(document);
  return printedRecords(
    { key: 'clients', columns: ['name', 'databases', 'units'], records: clients },
    format,
  );
}

/** A client that certainly has no such secret, or one that its file does not hold. */
function lackingSecret(
  { facts }: Fleet,
  { host, at }: DatabaseClient,
  name: string,
): readonly Problem[] {
  if (name === '') return [];
  const secrets = facts.table('secret');
  const row = secrets.rows.find((each) => {
    return each.host === host && each.scope === 'system' && each.name === name;
  });
  if (row === undefined) {
    if (gapFor(secrets, { host, scope: 'system', name })) return [];
    return [{ message: `\`${host}\` does not declare the secret \`${name}\``, at }];
  }
  const file = known(row.file);
  const key = known(row.key);
  const keys = facts.table('secret-key');
  if (file === undefined || key === undefined || isUndecided(row.file)) return [];
  if (!facts.table('secret-file').rows.some((each) => each.file === file)) return [];
  if (keys.rows.some((each) => each.file === file && each.key === key)) return [];
  if (gapFor(keys, { file, key })) return [];
  return [{ message: `\`${file}\` has no key \`${key}\`, which \`${host}\` needs`, at: row.at }];
}
