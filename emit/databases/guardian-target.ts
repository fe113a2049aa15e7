import { emitter } from '../emitter.ts';
import { databaseClients, guardianOptions } from './guardian-options.ts';

export const guardianTarget = emitter({
  name: 'guardian-target',
  summary: 'For each machine that needs databases: the target that its units stop and start with.',
  inputs: ['host'],
  formats: ['text'],
  output: 'systemd/{host}/io-databases.target',
  effect: 'configuration',
  options: {
    ...guardianOptions,
    description: { summary: 'What the target is.', default: 'IO Databases Online' },
    waits: {
      summary: 'The unit that waits until the databases can be reached.',
      default: 'wait-for-io-databases.service',
    },
  },
  emit: ({ options, ...fleet }) => {
    const { clients, problems, nothing } = databaseClients(fleet, options);
    if (nothing !== undefined) return nothing;
    const parts = clients
      .filter(({ units }) => units.length > 0)
      .map(({ host, units }) => ({ names: { host }, text: targetText(units, options) }));
    return { parts, problems };
  },
});

function targetText(
  units: readonly string[],
  { description, waits }: { readonly description: string; readonly waits: string },
): string {
  return [
    '[Unit]',
    `Description=${description}`,
    `After=network-online.target ${waits}`,
    'Wants=network-online.target',
    `BindsTo=${waits}`,
    'PartOf=multi-user.target',
    ...units.map((unit) => `Upholds=${unit}`),
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    ...units.map((unit) => `RequiredBy=${unit}`),
    '',
  ].join('\n');
}
