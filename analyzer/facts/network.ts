import { cell, choice, number, optional, type RowOf, table, text, texts, truth } from './schema.ts';

export type Protocol = 'tcp' | 'udp';

/** The option of a virtual host that names its certificate. */
export type CertificateSource = 'enableACME' | 'useACMEHost' | 'sslCertificate' | 'automatic';

export const openPortSchema = table(
  'A port, or a range of ports, that a machine’s firewall opens.',
  {
    host: text('The machine.'),
    protocol: choice(['tcp', 'udp'], 'The protocol.'),
    port: number('The port.'),
    'to-port': number('The last port of a range, equal to `port` for a single one.'),
    interface: optional(text('The interface; unset for every interface.')),
    source: text('The option that opens it, dotted.'),
  },
);

export const listenerSchema = table('A port that something on a machine listens on.', {
  host: text('The machine.'),
  service: text('What listens: a service, a unit, a container or a tunnel.'),
  kind: choice(
    ['option', 'unit', 'socket', 'container', 'proxy', 'tunnel'],
    'What says so: an option of a service, variables or arguments of a unit, and so on.',
  ),
  protocol: choice(['tcp', 'udp'], 'The protocol.'),
  port: number('The port.'),
  'to-port': number('The last port of a range, equal to `port` for a single one.'),
  address: cell(text('The address that is listened on; `*` for every one.')),
  source: text('The option that says so, dotted.'),
});

export const routeSchema = table('What a proxy forwards.', {
  host: text('The machine that listens.'),
  proxy: choice(['nginx', 'caddy', 'traefik', 'haproxy'], 'What listens.'),
  domain: optional(
    text('The name asked for; unset for a stream, and for what answers to every name.'),
  ),
  location: optional(text('The path below which requests are passed on, where there is one.')),
  kind: choice(['http', 'stream'], 'The level of the proxy.'),
  protocol: choice(['tcp', 'udp'], 'The protocol.'),
  'listen-port': number('The port that is listened on.'),
  'listen-address': optional(text('The address that is listened on; unset for every address.')),
  tls: cell(truth('Whether the port speaks TLS.')),
  'certificate-source': cell(
    choice(
      ['enableACME', 'useACMEHost', 'sslCertificate', 'automatic'],
      'Where the certificate comes from: an option of the virtual host, or the proxy gets it by itself; unset when nothing says so.',
    ),
  ),
  certificate: cell(text('The name of the ACME certificate that a virtual host uses.')),
  'upstream-address': cell(text('Where it is forwarded to.')),
  'upstream-host': cell(
    text(
      'The machine that owns the upstream address; unset when it is certainly none of the fleet.',
    ),
  ),
  'upstream-port': cell(number('The port it is forwarded to.')),
  'upstream-name': optional(
    text('For a stream: what the proxy calls where it leads, where it has a name.'),
  ),
});

export const tunnelSchema = table('An interface of a private network between machines.', {
  host: text('The machine.'),
  interface: text('Its name.'),
  kind: choice(['wireguard', 'tailscale', 'netbird', 'nebula'], 'What makes the network.'),
  addresses: texts('Addresses of the machine on it, where the configuration says them.'),
  'listen-port': cell(number('The port it listens on.')),
  'private-key-file': cell(text('The file with the machine’s private key, or its login key.')),
  'allowed-ips': texts('Address ranges reached through peers.'),
});

export const tunnelPeerSchema = table('A peer of a WireGuard interface.', {
  host: text('The machine.'),
  interface: text('The interface.'),
  name: optional(text('What the configuration calls it.')),
  'public-key': cell(text('The public key.')),
  endpoint: cell(text('Where it is reached, as written.')),
  'endpoint-address': cell(text('The address or name of the endpoint.')),
  'endpoint-port': cell(number('The port of the endpoint.')),
  'allowed-ips': cell(texts('Address ranges reached through it.')),
  'preshared-key-file': cell(text('The file with the key that both sides have.')),
});

export const tunnelRouteSchema = table('A name that a tunnel of Cloudflare leads to a machine.', {
  host: text('The machine that runs the tunnel.'),
  tunnel: text('The attribute of the tunnel: its id or name.'),
  domain: text('The name asked for.'),
  path: cell(text('The pattern of paths, where there is one.')),
  service: cell(text('Where requests go, as written.')),
  'upstream-address': cell(text('The address in it; unset for sockets and fixed answers.')),
  'upstream-port': cell(number('The port in it, or that of its scheme.')),
});

export const certificateSchema = table('A certificate that ACME gets for a machine.', {
  host: text('The machine.'),
  name: text('The attribute below `security.acme.certs`, or that of the virtual host.'),
  domain: text('The main name.'),
  'extra-domains': texts('Other names.'),
  source: choice(
    ['declared', 'virtual-host'],
    'Declared by name, or asked for by a virtual host’s `enableACME`.',
  ),
  'other-use': optional(
    text('What uses it beside virtual hosts, as far as one can see; such a one needs none.'),
  ),
});

export const dnsRecordSchema = table('A DNS record that OpenTofu declares.', {
  label: text('The label of the resource.'),
  name: cell(text('The name of the record.')),
  type: cell(text('Its type, such as `A`.')),
  zone: cell(
    text('The zone’s name, also where it is the key of a variable that maps zones to ids.'),
  ),
  targets: cell(texts('The values, references printed as written.')),
});

export const dnsZoneSchema = table('A DNS zone that OpenTofu names.', {
  name: text('The zone.'),
});

export const ingressRuleSchema = table('What a firewall in the cloud lets in.', {
  label: text('The label of the resource.'),
  group: cell(text('The security group or firewall.')),
  protocol: cell(
    choice(['tcp', 'udp', 'icmp', 'any', 'other'], '`any` covers every protocol and port.'),
  ),
  'from-port': cell(number('The first port.')),
  'to-port': cell(number('The last port.')),
  sources: cell(
    texts('Who is let in: address ranges, and references as written; unset where nobody is named.'),
  ),
  open: cell(truth('Whether everybody is let in; unset where nobody is named.')),
});

export type OpenPortRow = RowOf<typeof openPortSchema>;
export type ListenerRow = RowOf<typeof listenerSchema>;
export type TunnelRow = RowOf<typeof tunnelSchema>;
export type RouteRow = RowOf<typeof routeSchema>;
export type CertificateRow = RowOf<typeof certificateSchema>;
export type TunnelRouteRow = RowOf<typeof tunnelRouteSchema>;
export type DnsRecordRow = RowOf<typeof dnsRecordSchema>;
export type DnsZoneRow = RowOf<typeof dnsZoneSchema>;
export type IngressRuleRow = RowOf<typeof ingressRuleSchema>;
