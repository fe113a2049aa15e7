import { type Fleet, type FleetHost, optionAt } from '../flake/fleet.ts';
import type { Sources } from '../incremental/trace.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { isTrue, itemsOf, membersOf, nameSiteOf, stringsOf, TableBuilder } from './table.ts';
import { serverNameOf } from './virtual-hosts.ts';

type Certificates = TableBuilder<'certificate'>;
type Ask = Sources['ask'];

/** Certificates that ACME fetches: those declared, and those virtual hosts ask for. */
export function certificateTable(fleet: Fleet, ask: Ask): Certificates {
  const table = new TableBuilder('certificate');
  for (const host of fleet.hosts) {
    addDeclared(table, host, ask);
    addRequested(table, host);
  }
  return table;
}

function addDeclared(table: Certificates, host: FleetHost, ask: Ask): void {
  const acme = optionAt(host, ['security', 'acme']);
  const certificates = acme.child('certs');
  const source = 'declared';
  table.nodeGaps({ host: host.name, source }, certificates);
  for (const { name, node, certain } of membersOf(certificates)) {
    const own = node.child('domain').value;
    const domain = own.kind === 'string' ? own.value : name;
    const at = nameSiteOf(node);
    const known = { host: host.name, name, domain, source } as const;
    if (!certain || !at) {
      table.gap(known, 'the certificate is there under a condition that is not known', at);
      continue;
    }
    const extra = node.child('extraDomainNames');
    const { items, open } = itemsOf(extra);
    const isOpen = open ?? items.find((item) => item.force().kind !== 'string');
    if (extra.isPresent() && isOpen) table.gap(known, 'a name of the certificate is not known', at);
    const row = { ...known, at, 'extra-domains': stringsOf(extra) };
    table.add({ ...row, 'other-use': otherUse(node, acme) ?? mentionOf(name, host, ask) });
  }
}

/** Settings that certificates of virtual hosts do not need. */
const ownWays = new Map([
  ['dnsProvider', 'is obtained through DNS'],
  ['webroot', 'has a web root of its own'],
  ['listenHTTP', 'has a listener of its own'],
  ['s3Bucket', 'is obtained through a bucket'],
  ['reloadServices', 'is used by services'],
  ['postRun', 'is handed on'],
]);

function otherUse(node: OptionNode, acme: OptionNode): string | undefined {
  for (const [option, use] of ownWays) if (isGiven(node.child(option))) return use;
  return isGiven(acme.at(['defaults', 'dnsProvider'])) ? 'is obtained through DNS' : undefined;
}

function isGiven(node: OptionNode): boolean {
  return node.isPresent() && node.value.kind !== 'null';
}

/** Configuration that reads the files of a certificate does so by one of these. */
const mention =
  /config\.security\.acme\.certs\.(?:"([^"]*)"|([\w-]+)|\$\{)|\/var\/lib\/acme\/([\w.*-]+|\$\{)/g;

function mentionOf(name: string, host: FleetHost, ask: Ask): string | undefined {
  for (const { file } of host.evaluation.collected().modules) {
    const reads = file === undefined ? undefined : ask(file, certificatesReadIn);
    if (reads?.some((read) => read.includes('${') || read === name)) return `is read by ${file}`;
  }
  return undefined;
}

/** The certificates that a text names, and interpolations in place of names. */
function certificatesReadIn(text: string): readonly string[] {
  if (!text.includes('acme')) return [];
  return [...text.matchAll(mention)].map(([, quoted, plain, path]) => {
    return quoted ?? plain ?? path ?? '${';
  });
}

function addRequested(table: Certificates, host: FleetHost): void {
  const virtualHosts = optionAt(host, ['services', 'nginx', 'virtualHosts']);
  const source = 'virtual-host';
  table.nodeGaps({ host: host.name, source }, virtualHosts);
  for (const { name, node, certain } of membersOf(virtualHosts)) {
    const at = nameSiteOf(node);
    if (!certain || !at || !isTrue(node.child('enableACME'))) continue;
    table.add({
      at,
      host: host.name,
      name,
      domain: serverNameOf({ name, node }),
      'extra-domains': stringsOf(node.child('serverAliases')),
      source,
      'other-use': undefined,
    });
  }
}
