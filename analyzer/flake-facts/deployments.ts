import type { FilePath } from '../diagnostic.ts';
import { textAt, valueAt } from '../evaluate/look.ts';
import type { Value } from '../evaluate/value.ts';
import { colmenaTarget, targetOf } from '../extract/deployments.ts';
import { isUndecided } from '../facts/cell.ts';
import type { Gap, Table } from '../facts/facts.ts';
import type { DeploymentRow } from '../facts/flakes.ts';
import type { Flake } from '../flake/flake.ts';
import type { NamedMachine } from '../flake/fleet.ts';
import type { HostRegistry } from '../flake/hosts.ts';
import { deployRsNodes } from './deploy-rs.ts';
import type { FlakeDeployment } from './flake-deployment.ts';

/** What a flake itself says of deploying its machines. */
export interface FlakeDeployments {
  readonly rows: readonly FlakeDeployment[];
  readonly gaps: readonly Gap<'deployment'>[];
  readonly flake: FilePath;
}

/** All deployments; what a flake says of a machine goes before what the machine says of itself. */
export function deploymentTable(
  own: Table<'deployment'>,
  machines: readonly NamedMachine[],
  flakes: readonly FlakeDeployments[],
): Table<'deployment'> {
  const said = flakes.flatMap(({ flake, rows }) =>
    rows.map(({ row, machine }): DeploymentRow => {
      const host = machines.find((each) => {
        return each.flake === flake && each.output.join('.') === machine;
      });
      return { ...row, host: host?.name ?? (isUndecided(machine) ? machine : undefined) };
    }),
  );
  const isSaid = (row: DeploymentRow): boolean =>
    said.some(({ host, tool }) => host === row.host && tool === row.tool);
  return {
    rows: [...own.rows.filter((row) => !isSaid(row)), ...said],
    gaps: [...own.gaps, ...flakes.flatMap(({ gaps }) => gaps)],
  };
}

/** The nodes of colmena and deploy-rs, and what clan's inventory says of its machines. */
export function flakeDeployments(
  flake: Flake,
  outputs: Value,
  registry: HostRegistry,
): FlakeDeployments {
  const nodes = deployRsNodes({ flake, registry }, valueAt(outputs, 'deploy'));
  return {
    flake: flake.file,
    rows: [...colmenaNodes(flake), ...clanMachines(flake, outputs), ...nodes.rows],
    gaps: nodes.gaps.gaps,
  };
}

/** Nodes of machines that another output names as well. */
function colmenaNodes({ again, hosts, file }: Flake): readonly FlakeDeployment[] {
  const nodes = again.filter(({ output }) => /^colmena/.test(output[0] ?? ''));
  return nodes.map(({ name, call, at: named }): FlakeDeployment => {
    const machine = hosts.find((host) => host.name === name && host.call.class === call.class);
    const target = colmenaTarget(call.evaluation);
    const at = target.places?.address ?? named ?? { file, expr: 0 };
    const row = { at, tool: 'colmena', node: name, ...target } as const;
    return { row, machine: machine?.output.join('.') };
  });
}

/** What the inventory says of its machines goes before what they say. */
function clanMachines({ file }: Flake, outputs: Value): readonly FlakeDeployment[] {
  const machines = valueAt(outputs, 'clanInternals', 'inventoryClass', 'inventory', 'machines');
  if (machines?.kind !== 'attrs') return [];
  return machines.names().flatMap((name): FlakeDeployment[] => {
    const machine = machines.get(name);
    const value = machine?.value.force();
    const target = targetOf(textAt(value, 'deploy', 'targetHost'));
    if (!target) return [];
    const output = textAt(value, 'machineClass') === 'darwin' ? 'darwin' : 'nixos';
    const at = machine?.at ?? { file, expr: 0 };
    const row = { at, tool: 'clan', node: name, ...target } as const;
    return [{ row, machine: `${output}Configurations.${name}` }];
  });
}
