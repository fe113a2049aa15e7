import { filePath } from '#analyzer/evaluate/path-value.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import { firewallList, openPort } from '#analyzer/network/firewall.ts';
import type { Site } from '#analyzer/site.ts';
import { addRow } from '#analyzer/writing/add-row.ts';
import type { Values } from '#analyzer/writing/writing.ts';
import { fencesIn } from '../fence.ts';
import { isOurs } from '../header.ts';
import { placed } from './place.ts';
import type { Placed, Wanted } from './plan.ts';

/** A system user with a group of its own. */
export function placeUser(wanted: Wanted): Placed {
  const { name } = wanted.request;
  return placeRow(wanted, 'user', { key: name, group: name });
}

export function placeGroup(wanted: Wanted): Placed {
  return placeRow(wanted, 'group', { name: wanted.request.name });
}

/** The secret with the environment of the unit, which is its user’s. */
export function placeSecret(wanted: Wanted, secret: string): Placed {
  const { name } = wanted.request;
  const columns = { manager: 'sops', scope: 'system', name: secret, owner: name, group: name };
  return placeRow(wanted, 'secret', columns);
}

function placeRow({ facts, host }: Wanted, table: TableName, columns: Values): Placed {
  const near: Site = { file: filePath(host.entry ?? ''), expr: 0 };
  const writing = addRow(facts, { table, columns: { host: host.name, ...columns }, near });
  const name = columns.name ?? columns.key;
  const what = `the ${table} \`${String(name)}\``;
  if (writing) return placed(facts, what, writing.edits, '');
  const file = emittedFor(facts, host.name, table);
  if (file !== undefined) return { kind: 'later', what: `${what} in \`${file}\`` };
  return { kind: 'unplaced', reason: `no file of \`${host.name}\` alone has a place for ${what}` };
}

/** A file of the machine in which an emitter writes rows of a table, maybe none so far. */
function emittedFor(facts: Facts, host: string, table: TableName): string | undefined {
  const emitter = table === 'secret' ? 'sops-secrets' : 'unit-accounts';
  const files = facts.table('module').rows.filter((row) => row.hosts.includes(host));
  return files.find(({ file }) => {
    const text = facts.text(file) ?? '';
    const isMeant = text.includes(`flakewise emit ${emitter}`);
    return isMeant && (isOurs(text) || fencesIn(text).length > 0);
  })?.file;
}

/** The port in the firewall, on every interface; with the name of the service where ports have one. */
export function placePort({ facts, host, request }: Wanted, port: number): Placed {
  const list = firewallList(facts, { host: host.name, protocol: 'tcp' });
  const comment = request.name.charAt(0).toUpperCase() + request.name.slice(1).replaceAll('-', ' ');
  const title = `open TCP ${port}`;
  const edits = list && openPort(facts, list, { port, comment, title })?.fix.edits;
  const reason = `\`${host.name}\` has no list \`allowedTCPPorts\` of its own that ${port} could come into`;
  return placed(facts, `the port ${port}`, edits, reason);
}
