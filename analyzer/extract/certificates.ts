import { type Fleet, type FleetHost, optionAt } from '../fleet.ts';
import { isTrue, membersOf, nameSiteOf, stringsOf, TableBuilder } from './table.ts';

type Certificates = TableBuilder<'certificate'>;

/** Certificates that ACME fetches: those declared, and those virtual hosts ask for. */
export function certificateTable(fleet: Fleet): Certificates {
  const table = new TableBuilder('certificate');
  for (const host of fleet.hosts) {
    addDeclared(table, host);
    addRequested(table, host);
  }
  return table;
}

function addDeclared(table: Certificates, host: FleetHost): void {
  const certificates = optionAt(host, ['security', 'acme', 'certs']);
  table.nodeGaps({ host: host.name, source: 'declared' }, certificates);
  for (const { name, node, certain } of membersOf(certificates)) {
    const own = node.child('domain').value;
    const domain = own.kind === 'string' ? own.value : name;
    const at = nameSiteOf(node);
    if (certain && at)
      table.add({
        at,
        host: host.name,
        domain,
        'extra-domains': stringsOf(node.child('extraDomainNames')),
        source: 'declared',
      });
    else
      table.gap(
        { host: host.name, domain, source: 'declared' },
        'the certificate is there under a condition that is not known',
        at,
      );
  }
}

function addRequested(table: Certificates, host: FleetHost): void {
  const virtualHosts = optionAt(host, ['services', 'nginx', 'virtualHosts']);
  table.nodeGaps({ host: host.name, source: 'virtual-host' }, virtualHosts);
  for (const { name, node, certain } of membersOf(virtualHosts)) {
    const at = nameSiteOf(node);
    if (!certain || !at || !isTrue(node.child('enableACME'))) continue;
    const own = node.child('serverName').value;
    const domain = own.kind === 'string' ? own.value : name;
    table.add({
      at,
      host: host.name,
      domain,
      'extra-domains': stringsOf(node.child('serverAliases')),
      source: 'virtual-host',
    });
  }
}
