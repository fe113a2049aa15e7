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
  return others[table]?.add(facts, columns);
}

/** A way in which rows of a table are written, and what has to be known of them. */
interface Writer {
  readonly needs: readonly string[];
  readonly add: (facts: Facts, columns: Values) => Writing | undefined;
}

/** The tables whose rows are written in ways of their own. */
const others: { readonly [Name in TableName]?: Writer } = {
  'open-port': { needs: ['host', 'protocol', 'port'], add: addPort },
  'dns-record': { needs: ['name'], add: addRecord },
  'ingress-rule': { needs: ['protocol', 'from-port'], add: addIngressRule },
  certificate: { needs: ['host', 'name'], add: addCertificate },
  grant: { needs: ['host', 'user', 'unit'], add: addGrant },
  route: { needs: ['host', 'domain', 'upstream-port'], add: addVirtualHost },
};

/** Whether rows of which these columns are known can be added to a table. */
export function canAdd(table: TableName, columns: readonly string[]): boolean {
  const forms = [...(namedSets[table] ?? []), ...(listedTexts[table] ?? [])];
  const isNamed = forms.some(({ key, ...form }) => {
    const names = 'alias' in form ? [key, form.alias] : [key];
    return columns.includes('host') && names.some((name) => name && columns.includes(name));
  });
  return isNamed || (others[table]?.needs.every((name) => columns.includes(name)) ?? false);
}

function addPort(facts: Facts, columns: Values): Writing | undefined {
  const { host, protocol, port, 'to-port': to = port, interface: through } = columns;
  if (typeof host !== 'string' || typeof port !== 'number' || port !== to) return undefined;
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
