import type { Cell, Protocol, Row } from './facts.ts';

export interface OpenPortRow extends Row {
  readonly host: string;
  readonly protocol: Protocol;
  readonly port: number;
  /** Last port of a range, equal to `port` for a single one. */
  readonly 'to-port': number;
  /** `undefined`: every interface. */
  readonly interface: string | undefined;
  /** The option that opens it, dotted. */
  readonly source: string;
}

export interface RouteRow extends Row {
  /** The machine that listens. */
  readonly host: string;
  /** Absent for a stream, which knows no names. */
  readonly domain: string | undefined;
  readonly kind: 'http' | 'stream';
  readonly protocol: Protocol;
  readonly 'listen-port': number;
  /** `undefined`: every address. */
  readonly 'listen-address': string | undefined;
  readonly tls: Cell<boolean>;
  /** Where the certificate of a virtual host comes from; unset when nothing says so. */
  readonly 'certificate-source': Cell<CertificateSource>;
  /** The name of the ACME certificate that a virtual host uses. */
  readonly certificate: Cell<string>;
  readonly 'upstream-address': Cell<string>;
  /** The machine that owns the upstream address; unset when it is certainly none of the fleet. */
  readonly 'upstream-host': Cell<string>;
  readonly 'upstream-port': Cell<number>;
}

/** The option of a virtual host that names its certificate. */
export type CertificateSource = 'enableACME' | 'useACMEHost' | 'sslCertificate';

export interface TunnelRow extends Row {
  readonly host: string;
  readonly interface: string;
  readonly addresses: readonly string[];
  readonly 'listen-port': Cell<number>;
  /** Address ranges reached through peers. */
  readonly 'allowed-ips': readonly string[];
}

export interface CertificateRow extends Row {
  readonly host: string;
  /** The attribute name below `security.acme.certs`, or that of the virtual host. */
  readonly name: string;
  readonly domain: string;
  readonly 'extra-domains': readonly string[];
  /** Declared by name, or asked for by a virtual host's `enableACME`. */
  readonly source: 'declared' | 'virtual-host';
  /** What uses the certificate beside virtual hosts, as far as one can see; such a one needs none. */
  readonly 'other-use': string | undefined;
}

export interface DnsRecordRow extends Row {
  /** OpenTofu label. */
  readonly label: string;
  readonly name: Cell<string>;
  readonly type: Cell<string>;
  /** The key in the variable that maps zones to their ids, or the zone's own name. */
  readonly zone: Cell<string>;
  /** The record's values, references printed as written. */
  readonly targets: Cell<readonly string[]>;
}

export interface DnsZoneRow extends Row {
  readonly name: string;
}

export interface IngressRuleRow extends Row {
  readonly label: string;
  readonly group: Cell<string>;
  /** `any` covers every protocol and port. */
  readonly protocol: Cell<Protocol | 'icmp' | 'any' | 'other'>;
  readonly 'from-port': Cell<number>;
  readonly 'to-port': Cell<number>;
  /** Who is let in: address ranges, and references as written; `undefined` where nobody is named. */
  readonly sources: Cell<readonly string[]>;
}
