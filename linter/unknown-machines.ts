import type { Diagnostic } from '#analyzer/diagnostic.ts';
import { gapFor } from '#analyzer/facts/facts.ts';
import { machineNamed } from '#analyzer/network/roles.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { didYouMean } from './closest.ts';
import { configUnknownMachine } from './engine-rules.ts';
import { engineLevel, type Settings } from './settings.ts';

/** Names in the configuration that no machine has; nothing where there may be more machines than are known. */
export function unknownMachines(snapshot: Snapshot, settings: Settings): readonly Diagnostic[] {
  const { file, machines } = settings.config;
  const severity = engineLevel(configUnknownMachine.meta, file, settings);
  const isAsked = settings.selection.select === undefined && settings.reports(file);
  if (machines.length === 0 || severity === 'off' || !isAsked) return [];
  const facts = snapshot.facts();
  const hosts = facts.table('host');
  return machines.flatMap(({ name, span }): Diagnostic[] => {
    if (machineNamed(facts, name) !== undefined || gapFor(hosts, { name })) return [];
    const suggestion = didYouMean(
      name,
      hosts.rows.map((host) => host.name),
    );
    const message = `there is no machine \`${name}\`${suggestion}`;
    const { name: rule } = configUnknownMachine.meta;
    return [{ rule, severity, file, span, message, related: [], fixes: [] }];
  });
}
