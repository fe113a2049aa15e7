import type { Table } from '../facts/facts.ts';
import type { TableName } from '../facts/tables.ts';
import { type MachineSections, machineSections } from '../flags/sections.ts';
import type { Fleet } from '../flake/fleet.ts';
import type { Sources } from '../incremental/trace.ts';
import { groupTable, knownAccountTable, userTable } from './accounts.ts';
import { type OwnAddresses, ownAddresses } from './addresses.ts';
import { secretLookupTable } from './agent-templates.ts';
import { backupTable } from './backups.ts';
import { certificateTable } from './certificates.ts';
import { containerTable } from './containers.ts';
import { databaseTable, databaseUserTable } from './databases.ts';
import { deploymentTable } from './deployments.ts';
import { grantTable } from './grants.ts';
import { homebrewTable } from './homebrew.ts';
import { type HostKeys, hostKeys } from './host-keys.ts';
import { hostRow, type OwnHostRow } from './hosts.ts';
import { listenerTable } from './listeners.ts';
import { type MachineFiles, machineFiles } from './modules.ts';
import { mountTable } from './mounts.ts';
import { openPortTable } from './open-ports.ts';
import { persistedTable } from './persisted.ts';
import type { OwnRoutes } from './route-rows.ts';
import { ownRoutes } from './routes.ts';
import { runnerTable } from './runners.ts';
import { secretIdentityTable } from './secret-identities.ts';
import { secretReferenceTable } from './secret-references.ts';
import { secretTemplateTable } from './secret-templates.ts';
import { secretTable } from './secrets.ts';
import { serviceTable } from './services.ts';
import { plain } from './table.ts';
import { triggerTable } from './triggers.ts';
import { tunnelPeerTable } from './tunnel-peers.ts';
import { tunnelRouteTable } from './tunnel-routes.ts';
import { tunnelTable } from './tunnels.ts';

/** A table that is made machine by machine. */
export type MachineTable = keyof ReturnType<typeof machineTables> | 'listener';

/**
 * All that is known of one machine, whatever other machines there are.
 *
 * Plain data: whoever keeps it keeps no value of the evaluation.
 */
export interface MachineFacts {
  readonly host: OwnHostRow;
  readonly files: MachineFiles;
  readonly addresses: OwnAddresses;
  readonly routes: OwnRoutes;
  readonly sections: MachineSections;
  readonly keys: HostKeys;
  readonly tables: { readonly [Name in MachineTable]: Table<Name> };
}

/** Reads one machine, always in the same order; `undefined` when the evaluation has none. */
export function machineFacts(fleet: Fleet, sources: Sources): MachineFacts | undefined {
  const [host] = fleet.hosts;
  if (!host) return undefined;
  const tables = machineTables(fleet, sources);
  const routes = ownRoutes(host);
  const listener = plain(listenerTable(fleet, { routes, tables }));
  return {
    host: hostRow(host, tables.tunnel),
    files: machineFiles(fleet.session, host),
    addresses: ownAddresses(host, tables.tunnel),
    routes,
    sections: machineSections(fleet.session, host),
    keys: hostKeys(fleet, host),
    tables: { ...tables, listener },
  };
}

/** The tables whose rows each follow from one machine. `fleet` holds that machine alone. */
function machineTables(fleet: Fleet, sources: Sources) {
  return {
    tunnel: plain(tunnelTable(fleet)),
    'tunnel-peer': plain(tunnelPeerTable(fleet)),
    'tunnel-route': plain(tunnelRouteTable(fleet)),
    secret: plain(secretTable(fleet)),
    'secret-identity': plain(secretIdentityTable(fleet)),
    'secret-template': plain(secretTemplateTable(fleet)),
    'secret-lookup': plain(secretLookupTable(fleet)),
    'secret-reference': plain(secretReferenceTable(fleet, sources)),
    user: plain(userTable(fleet)),
    group: plain(groupTable(fleet)),
    'known-account': plain(knownAccountTable(fleet)),
    service: plain(serviceTable(fleet)),
    trigger: plain(triggerTable(fleet)),
    container: plain(containerTable(fleet)),
    runner: plain(runnerTable(fleet)),
    backup: plain(backupTable(fleet)),
    persisted: plain(persistedTable(fleet)),
    mount: plain(mountTable(fleet)),
    database: plain(databaseTable(fleet)),
    'database-user': plain(databaseUserTable(fleet)),
    deployment: plain(deploymentTable(fleet)),
    homebrew: plain(homebrewTable(fleet)),
    grant: plain(grantTable(fleet)),
    'open-port': plain(openPortTable(fleet)),
    certificate: plain(certificateTable(fleet, sources.ask)),
  } satisfies { readonly [Name in TableName]?: Table<Name> };
}
