import { known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { TableName } from '../facts/tables.ts';
import { declare } from '../network/certificates.ts';
import { firewallList, openPort } from '../network/firewall.ts';
import { letIn } from '../network/ingress.ts';
import { publish } from '../network/publish.ts';
import type { Site } from '../site.ts';
import { addGrant } from './add-grant.ts';
import { addSet } from './add-set.ts';
import { addText } from './add-text.ts';
import { addVirtualHost } from './add-virtual-host.ts';
import { formFor, listedTexts, namedSets } from './nix-tables.ts';
import type { Values, Writing } from './writing.ts';

/** A row that is to come into a table; `near` is the place that needs it. */
export interface WantedRow {
  readonly table: TableName;
  readonly columns: Values;
  readonly near: Site;
}

/**
 * Writes a row into the file where the rows of its table are, in their form and
 * at its place. `undefined` where the columns do not say enough, or where no
 * place is certain.
 */
export function addRow(facts: Facts, { table, columns, near }: WantedRow): Writing | undefined {
  const sets = formFor(namedSets[table], columns);
  if (sets) return addSet(facts, { table, form: sets, columns, near });
  const texts = formFor(listedTexts[table], columns);
  if (texts) return addText(facts, { table, form: texts, columns, near });
  return others[table]?.(facts, columns);
}

/** The tables whose rows are written in ways of their own. */
const others: {
  readonly [Name in TableName]?: (facts: Facts, columns: Values) => Writing | undefined;
} = {
  'open-port': addPort,
  'dns-record': addRecord,
  'ingress-rule': addIngressRule,
  certificate: addCertificate,
  grant: addGrant,
  route: addVirtualHost,
};

/** The tables that rows can be added to. */
export const writableTables: ReadonlySet<string> = new Set([
  ...Object.keys(namedSets),
  ...Object.keys(listedTexts),
  ...Object.keys(others),
]);

function addPort(facts: Facts, columns: Values): Writing | undefined {
  const { host, protocol, port, interface: through } = columns;
  if (typeof host !== 'string' || typeof port !== 'number') return undefined;
  if (protocol !== 'tcp' && protocol !== 'udp') return undefined;
  const onInterface = typeof through === 'string' ? through : undefined;
  const list = firewallList(facts, { host, protocol }, onInterface);
  const title = `open ${protocol.toUpperCase()} ${port} on ${host}`;
  return list && openPort(facts, list, { port, comment: undefined, title })?.fix;
}

function addRecord(facts: Facts, columns: Values): Writing | undefined {
  const { name, type = 'A', targets } = columns;
  if (typeof name !== 'string') return undefined;
  const models = facts.table('dns-record').rows.filter((row) => {
    const isAlike = known(row.type) === type;
    return isAlike && (targets === undefined || known(row.targets)?.includes(String(targets)));
  });
  return publish(facts, name, models);
}

function addIngressRule(facts: Facts, columns: Values): Writing | undefined {
  const { protocol, 'from-port': from, 'to-port': to = from, label } = columns;
  if (typeof from !== 'number' || from !== to) return undefined;
  if (protocol !== 'tcp' && protocol !== 'udp') return undefined;
  const name = typeof label === 'string' ? label : `${protocol}_${from}`;
  const title = `let in ${protocol.toUpperCase()} ${from}`;
  return letIn(facts, { protocol, port: from }, { label: name, title });
}

function addCertificate(facts: Facts, columns: Values): Writing | undefined {
  const { host, name, domain = name } = columns;
  if (typeof host !== 'string' || typeof domain !== 'string') return undefined;
  return declare(facts, domain, host);
}
