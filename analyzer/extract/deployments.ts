import { type Cell, isUndecided } from '../facts/cell.ts';
import type { DeploymentRow } from '../facts/flakes.ts';
import type { Fleet, FleetHost } from '../flake/fleet.ts';
import type { Evaluation } from '../nixos/evaluation.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { foreignGaps, Settings } from './settings.ts';
import { siteOf, stringCell, TableBuilder } from './table.ts';

/** How a machine is reached, whatever it is called. */
export type Target = Omit<DeploymentRow, 'at' | 'host' | 'tool' | 'node'>;

/** How machines say themselves that they are reached. */
export function deploymentTable(fleet: Fleet): TableBuilder<'deployment'> {
  const table = new TableBuilder('deployment');
  for (const host of fleet.hosts) {
    const add = (tool: DeploymentRow['tool'], target: Target | undefined): void => {
      const at = target?.places?.address ?? host.at ?? { file: host.flake, expr: 0 };
      if (target) table.add({ at, host: host.name, tool, node: nodeName(host), ...target });
    };
    const root = host.evaluation.root();
    add('colmena', isNode(host) ? colmenaTarget(host.evaluation) : undefined);
    add('clan', targetAt(root.at(['clan', 'core', 'networking', 'targetHost'])));
    add('nixos-unified', targetAt(root.at(['nixos-unified', 'sshTarget'])));
  }
  return table;
}

function nodeName({ flake, output }: FleetHost): string {
  return isHive(flake) ? output : output.replace(/^(colmenaHive\.nodes|\w+)\./, '');
}

function isHive(file: string): boolean {
  return /(^|\/)hive\.nix$/.test(file);
}

/** Whether a machine is a node of colmena, or at least says how it would be reached. */
function isNode({ flake, output, evaluation }: FleetHost): boolean {
  if (isHive(flake) || /^colmena(Hive)?\./.test(output)) return true;
  return evaluation.root().at(['deployment', 'targetHost']).definitions.length > 0;
}

/** What a node of colmena says. */
export function colmenaTarget(evaluation: Evaluation): Target {
  const settings = new Settings(evaluation.root().child('deployment'), foreignGaps(evaluation));
  return {
    profile: undefined,
    address: settings.string('targetHost'),
    user: settings.string('targetUser'),
    port: settings.integer('targetPort'),
    tags: settings.items('tags'),
    places: settings.places({
      address: ['targetHost'],
      user: ['targetUser'],
      port: ['targetPort'],
      tags: ['tags'],
    }),
  };
}

/** An option with one text for all; `undefined` where it is not given, or null. */
function targetAt(node: OptionNode): Target | undefined {
  if (node.definitions.length === 0) return undefined;
  const target = targetOf(stringCell(node));
  const at = siteOf(node);
  return target && { ...target, ...(at && { places: { address: at } }) };
}

/** `user@host:port?option=value`. */
export function targetOf(cell: Cell<string>): Target | undefined {
  if (cell === undefined) return undefined;
  const rest = { profile: undefined, tags: [] };
  if (isUndecided(cell)) return { address: cell, user: cell, port: cell, ...rest };
  const { user, inner, address = inner, port } = targetForm.exec(cell)?.groups ?? {};
  return { address, user, port: port === undefined ? undefined : Number(port), ...rest };
}

const targetForm =
  /^(?:ssh:\/\/)?(?:(?<user>[^@/?]+)@)?(?:\[(?<inner>[^\]]+)\]|(?<address>[^:?/[\]]+))(?::(?<port>\d{1,5}))?(?:[/?].*)?$/;
