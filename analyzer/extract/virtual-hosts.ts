import { describe, type Value } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';
import type { CertificateSource, RouteRow } from '../facts/network.ts';
import { type FleetHost, optionAt } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { isDomain, listenAddress, type OwnRoute } from './route-rows.ts';
import { integerCell, isTrue, itemsOf, nameSiteOf, stringCell, stringsOf } from './table.ts';
import { type LocatedUpstream, upstreamsOf } from './upstreams.ts';

/** A virtual host of nginx. */
export interface VirtualHost {
  readonly name: string;
  readonly node: OptionNode;
}

/** One route for each name, port and upstream of a virtual host. */
export function virtualHostRoutes(
  host: FleetHost,
  { name, node }: VirtualHost,
): readonly OwnRoute[] {
  const at = nameSiteOf(node);
  if (!at) return [];
  const nginx = optionAt(host, ['services', 'nginx']);
  const own = serverNameOf({ name, node });
  const certificate = certificateOf({ name, node });
  const listens = listensOf(node, nginx);
  const upstreams = upstreamsOf(node, nginx);
  const isOwnKnown = unclearServerName(node) === undefined;
  const aliases = stringsOf(node.child('serverAliases'));
  const domains = [...(isOwnKnown ? [own] : []), ...aliases].filter(isDomain);
  return domains.flatMap((domain) =>
    listens.flatMap((listen) =>
      (upstreams.length > 0 ? upstreams : [undefined]).map((upstream) => ({
        ...routeRow({ at, domain, listen, upstream }, host),
        ...certificate,
      })),
    ),
  );
}

/** The name that the virtual host answers to first. */
export function serverNameOf({ name, node }: VirtualHost): string {
  const value = node.child('serverName').value;
  return value.kind === 'string' ? value.value : name;
}

/** Why a virtual host may answer to further names. */
export function unclearNames({ node }: VirtualHost): string | undefined {
  const own = unclearServerName(node);
  if (own !== undefined) return own;
  const { items, open } = itemsOf(node.child('serverAliases'));
  if (open) return describe(open.reason);
  const isUnclear = items.some((item) => item.force().kind !== 'string');
  return isUnclear ? partlyKnown : undefined;
}

const partlyKnown = 'a name of the virtual host is not wholly known';

function unclearServerName(node: OptionNode): string | undefined {
  const name = node.child('serverName');
  return name.value.kind === 'template' ? partlyKnown : undecidedOf(name);
}

interface HttpRoute {
  readonly at: Site;
  readonly domain: string;
  readonly listen: Listen;
  readonly upstream: LocatedUpstream | undefined;
}

function routeRow(
  { at, domain, listen, upstream }: HttpRoute,
  host: FleetHost,
): Omit<OwnRoute, keyof Certificate> {
  const places: { [column: string]: Site } = { domain: at };
  if (upstream?.at) places['upstream-port'] = upstream.at;
  return {
    at,
    places,
    host: host.name,
    proxy: 'nginx',
    domain,
    location: upstream?.location,
    kind: 'http',
    protocol: 'tcp',
    'listen-port': listen.port,
    'listen-address': listen.address,
    tls: listen.tls,
    'upstream-address': upstream?.address,
    'upstream-port': upstream?.port,
    'upstream-name': undefined,
  };
}

type Certificate = Pick<RouteRow, 'certificate' | 'certificate-source'>;

/** nginx takes the certificate from the first of these options that is set. */
function certificateOf({ name, node }: VirtualHost): Certificate {
  const ofOther = node.child('useACMEHost');
  if (ofOther.isPresent() && ofOther.value.kind !== 'null')
    return source('useACMEHost', stringCell(ofOther));
  const own = node.child('enableACME');
  if (isTrue(own)) return source('enableACME', name);
  if (isSet(node.child('sslCertificate'))) return source('sslCertificate', undefined);
  const undecided = undecidedOf(own) ?? undecidedOf(node.child('sslCertificate'));
  return {
    certificate: undefined,
    'certificate-source': undecided === undefined ? undefined : { undecided },
  };
}

function source(from: CertificateSource, certificate: Cell<string>): Certificate {
  return { certificate, 'certificate-source': from };
}

/** Why an option that is there has no known value. */
function undecidedOf(node: OptionNode): string | undefined {
  const { value } = node;
  return node.isPresent() && value.kind === 'unknown' ? describe(value.reason) : undefined;
}

interface Listen {
  readonly port: number;
  /** `undefined`: every address. */
  readonly address: string | undefined;
  readonly tls: Cell<boolean>;
}

/** Plain HTTP on 80, TLS on 443 when it is asked for, unless the virtual host or nginx says otherwise. */
function listensOf(node: OptionNode, nginx: OptionNode): readonly Listen[] {
  for (const list of [node.child('listen'), nginx.child('defaultListen')]) {
    const custom = itemsOf(list).items.flatMap((item) => customListen(item.force()) ?? []);
    if (custom.length > 0) return custom;
  }
  const secure = { port: portOf(nginx, 'defaultSSLListenPort') ?? 443, tls: true };
  const plain = { port: portOf(nginx, 'defaultHTTPListenPort') ?? 80, tls: plainOf(node) };
  // A certificate alone opens no port: nginx of NixOS wants to be told how to use it.
  const secured = isTrue(node.child('forceSSL')) || isTrue(node.child('addSSL'));
  const ports = isTrue(node.child('onlySSL')) ? [secure] : secured ? [secure, plain] : [plain];
  const own = stringsOf(node.child('listenAddresses'));
  const addresses = own.length > 0 ? own : stringsOf(nginx.child('defaultListenAddresses'));
  const wanted = addresses.length > 0 ? addresses.map(listenAddress) : [undefined];
  return [...new Set(wanted)].flatMap((address) => ports.map((port) => ({ ...port, address })));
}

/** Whether a virtual host that asks for no TLS in so many words may do so all the same. */
function plainOf(node: OptionNode): Cell<boolean> {
  for (const option of ['forceSSL', 'addSSL', 'onlySSL']) {
    const undecided = undecidedOf(node.child(option));
    if (undecided !== undefined) return { undecided };
  }
  return false;
}

function portOf(nginx: OptionNode, option: string): number | undefined {
  const port = integerCell(nginx.child(option));
  return typeof port === 'number' ? port : undefined;
}

function isSet(node: OptionNode): boolean {
  const { kind } = node.value;
  return kind === 'string' || kind === 'path' || kind === 'template';
}

function customListen(value: Value): Listen | undefined {
  if (value.kind !== 'attrs') return undefined;
  const port = value.get('port')?.value.force();
  const tls = value.get('ssl')?.value.force();
  const address = value.get('addr')?.value.force();
  if (port?.kind !== 'int') return undefined;
  return {
    port: Number(port.value),
    tls: tls?.kind === 'bool' && tls.value,
    address: address?.kind === 'string' ? listenAddress(address.value) : undefined,
  };
}
