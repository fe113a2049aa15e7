import type { ListenerRow, OpenPortRow } from '#analyzer/facts/network.ts';
import { emitter } from '../emitter.ts';
import { printedRecords } from '../print/records.ts';
import type { PlainRecord } from '../records.ts';

export const portTable = emitter({
  name: 'port-table',
  summary: 'Every port that machines open, with what listens there.',
  inputs: ['open-port', 'listener'],
  formats: ['markdown', 'json', 'toml', 'yaml'],
  output: 'docs/ports.md',
  effect: 'documentation',
  options: {},
  emit: ({ facts, wants, compare, format }) => {
    const listeners = facts.table('listener').rows;
    const machines = new Set(
      facts
        .table('host')
        .rows.flatMap(({ name, output }) => (output !== '' && wants(name) ? [name] : [])),
    );
    const opened = mergedPorts(
      facts.table('open-port').rows.filter(({ host }) => machines.has(host)),
    );
    const records = opened
      .toSorted(
        (a, b) =>
          compare(a.host, b.host) ||
          a.port - b.port ||
          compare(a.protocol, b.protocol) ||
          compare(a.interface ?? '', b.interface ?? ''),
      )
      .map((row) => recordOf(row, listeners));
    const columns = ['host', 'port', 'protocol', 'interface', 'services'];
    const gaps = facts.table('open-port').gaps.filter(({ known: { host } }) => {
      return host === undefined || machines.has(host);
    });
    return {
      parts: [{ names: {}, text: printedRecords({ key: 'ports', columns, records }, format) }],
      problems: gaps.map(({ reason, at }) => ({
        message: `there may be more ports: ${reason}`,
        at,
      })),
    };
  },
});

/** One row for each port, however many options open it. */
function mergedPorts(rows: readonly OpenPortRow[]): readonly OpenPortRow[] {
  const seen = new Map<string, OpenPortRow>();
  for (const row of rows) {
    const key = [row.host, row.protocol, row.port, row['to-port'], row.interface ?? ''].join(' ');
    if (!seen.has(key)) seen.set(key, row);
  }
  return [...seen.values()];
}

function recordOf(row: OpenPortRow, listeners: readonly ListenerRow[]): PlainRecord {
  const { host, protocol, port } = row;
  const last = row['to-port'];
  const names = listeners
    .filter((each) => each.host === host && each.protocol === protocol)
    .filter((each) => each.port <= last && port <= each['to-port'])
    .map(({ service }) => service);
  return {
    host,
    port: last === port ? port : `${port}-${last}`,
    protocol,
    ...(row.interface !== undefined && { interface: row.interface }),
    services: [...new Set(names)].sort(),
  };
}
