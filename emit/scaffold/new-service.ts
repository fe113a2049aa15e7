import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { HostRow } from '#analyzer/facts/machines.ts';
import { machineNamed } from '#analyzer/network/roles.ts';
import { largest } from '#analyzer/writing/located.ts';
import { placeGroup, placePort, placeSecret, placeUser } from './machine-parts.ts';
import { placeRecord, placeRoute, placeTableRow } from './network-parts.ts';
import type { Placed, ServicePart, ServicePlan, ServiceRequest, Wanted } from './plan.ts';
import { placeUnit } from './unit-file.ts';

/**
 * Everything that a new service needs, each part where its like are and in their
 * form. Refuses where a part has no certain place, and where something of the
 * service is there already.
 */
export function newService(facts: Facts, request: ServiceRequest): ServicePlan {
  const wrong = wrongIn(request);
  if (wrong.length > 0) return { kind: 'refused', reasons: wrong };
  const host = hostFor(facts, request);
  if ('reason' in host) return { kind: 'refused', reasons: [host.reason] };
  const wanted: Wanted = { facts, host: host.row, request };
  const taken = clashes(wanted);
  if (taken.length > 0) return { kind: 'refused', reasons: taken };
  const parts = placedParts(wanted);
  const reasons = parts.flatMap(([part, each]) => {
    return each.kind === 'unplaced' ? [`${each.reason} (\`--skip ${part}\` leaves it to you)`] : [];
  });
  return reasons.length > 0 ? { kind: 'refused', reasons } : planOf(wanted, parts);
}

function wrongIn({ name, flake, port, domain }: ServiceRequest): readonly string[] {
  const isPort = port === undefined || (Number.isInteger(port) && port > 0 && port < 65536);
  const isDomain = domain === undefined || /^[a-z0-9_-]+(\.[a-z0-9-]+)+$/.test(domain);
  return [
    ...(/^[a-z][a-z0-9-]{0,30}$/.test(name)
      ? []
      : [`\`${name}\` is no name for a user and a unit`]),
    ...(/^[\w.+:/@?=&#~-]+$/.test(flake) ? [] : [`\`${flake}\` is no reference of a flake`]),
    ...(isPort ? [] : [`${port} is no port`]),
    ...(isDomain ? [] : [`\`${domain}\` is no domain`]),
    ...(domain !== undefined && port === undefined
      ? ['a domain needs the port that it leads to']
      : []),
  ];
}

function hostFor(
  facts: Facts,
  { host, roles }: ServiceRequest,
): { readonly row: HostRow } | { readonly reason: string } {
  const rows = facts.table('host').rows.filter((row) => row.class === 'nixos');
  const name = host ?? roles.backend;
  if (name !== undefined) {
    const row = rows.find((each) => each.name === (machineNamed(facts, name) ?? name));
    return row ? { row } : { reason: `there is no NixOS machine \`${name}\`` };
  }
  const serving = rows.filter((row) => hasUnits(facts, row.name));
  const [only, ...others] = serving.length > 0 ? serving : rows;
  if (only && others.length === 0) return { row: only };
  const names = rows.map((row) => `\`${row.name}\``).join(', ');
  return {
    reason: only ? `say with \`--host\` on which machine: ${names}` : 'there is no NixOS machine',
  };
}

/** Whether a machine runs units as users of their own. */
function hasUnits(facts: Facts, host: string): boolean {
  return facts.table('service').rows.some((row) => {
    const isMade = row.host === host && row.scope === 'system' && known(row.user) !== undefined;
    return isMade && (known(row.exec) ?? []).length > 0;
  });
}

/** What of the service the repository has already. */
function clashes({ facts, host, request }: Wanted): readonly string[] {
  const { name, port, domain } = request;
  const isHere = (row: { readonly host: string }): boolean => row.host === host.name;
  const unit = facts
    .table('service')
    .rows.some((row) => isHere(row) && row.scope === 'system' && row.name === name);
  const user = facts
    .table('user')
    .rows.some((row) => isHere(row) && (row.key === name || known(row.name) === name));
  const listener = facts.table('listener').rows.find((row) => {
    return port !== undefined && isHere(row) && row.port <= port && port <= row['to-port'];
  });
  const route = facts
    .table('route')
    .rows.find((row) => domain !== undefined && row.domain === domain);
  return [
    ...(unit ? [`\`${host.name}\` has a unit \`${name}\` already`] : []),
    ...(user ? [`\`${host.name}\` has a user \`${name}\` already`] : []),
    ...(listener ? [`\`${listener.service}\` listens on ${port} of \`${host.name}\` already`] : []),
    ...(route ? [`\`${route.host}\` serves \`${domain}\` already`] : []),
  ];
}

type Parts = readonly (readonly [ServicePart, Placed])[];

function placedParts(wanted: Wanted): Parts {
  const { port, domain, skip } = wanted.request;
  const secret = secretOf(wanted.request);
  const makers: readonly (readonly [ServicePart, () => Placed | undefined])[] = [
    ['unit', () => placeUnit(wanted, secret)],
    ['user', () => placeUser(wanted)],
    ['group', () => placeGroup(wanted)],
    ['secret', () => (secret === undefined ? undefined : placeSecret(wanted, secret))],
    ['port', () => (port === undefined ? undefined : placePort(wanted, port))],
    ['record', () => (domain === undefined ? undefined : placeRecord(wanted, domain))],
    ['route', () => (domain === undefined ? undefined : placeRoute(wanted, domain, port ?? 0))],
    ['row', () => (domain === undefined ? undefined : placeTableRow(wanted, domain, port ?? 0))],
  ];
  return makers.flatMap(([part, make]) => {
    const made = skip.includes(part) ? undefined : make();
    return made === undefined ? [] : [[part, made] as const];
  });
}

function secretOf({ name, hasSecrets }: ServiceRequest): string | undefined {
  return hasSecrets ? `${name}/env` : undefined;
}

function planOf({ facts, host, request }: Wanted, parts: Parts): ServicePlan {
  const all = parts.flatMap(([, each]) => (each.kind === 'placed' ? [each] : []));
  const left = parts.flatMap(([, each]) => (each.kind === 'later' ? [each.what] : []));
  const secret = secretOf(request);
  const files = facts.table('secret').rows.flatMap((row) => {
    return row.host === host.name && row.manager === 'sops' ? (known(row.file) ?? []) : [];
  });
  const [file] = largest(files, (each) => each);
  return {
    kind: 'plan',
    files: new Map(all.flatMap(({ files }) => [...(files ?? [])])),
    edits: all.flatMap(({ edits }) => edits),
    later: [
      ...(left.length > 0 ? [`\`flakewise emit --all\` writes ${left.join(', ')}`] : []),
      ...(secret === undefined
        ? []
        : [`\`sops ${file ?? 'FILE'}\` has to get a value for \`${secret}\``]),
    ],
  };
}
