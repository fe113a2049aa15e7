import type { Fix, Location } from '../diagnostic.ts';
import { copyBinding } from '../edit/binding.ts';
import { isUndecided } from '../facts/cell.ts';
import { type Facts, gapFor } from '../facts/facts.ts';
import type { CertificateRow, RouteRow } from '../facts/network.ts';
import type { ReverseProxy } from './proxies.ts';

/** What is wrong with the certificate of a domain, if anything is. */
export type Coverage =
  | { readonly kind: 'covered' }
  /** TLS without any certificate. */
  | { readonly kind: 'none' }
  /** Asked for, and not declared where others are. */
  | { readonly kind: 'undeclared' }
  /** `useACMEHost` names a certificate that nothing declares. */
  | { readonly kind: 'unknown-name'; readonly name: string }
  /** `useACMEHost` names a certificate that is not for this domain. */
  | { readonly kind: 'other-names'; readonly certificate: CertificateRow }
  | { readonly kind: 'undecided'; readonly reason: string };

/** The domains of a proxy that are served over TLS, each once. */
export function securedDomains({ routes }: ReverseProxy): ReadonlyMap<string, RouteRow> {
  const domains = new Map<string, RouteRow>();
  for (const row of routes) {
    const isSecured = row.tls === true || row['certificate-source'] !== undefined;
    if (row.domain !== undefined && isSecured && !domains.has(row.domain))
      domains.set(row.domain, row);
  }
  return domains;
}

export function coverageOf(facts: Facts, domain: string, route: RouteRow): Coverage {
  const { certificate: name, 'certificate-source': source } = route;
  if (isUndecided(source)) return { kind: 'undecided', reason: source.undecided };
  if (isUndecided(name)) return { kind: 'undecided', reason: name.undecided };
  switch (source) {
    case undefined:
      return { kind: 'none' };
    case 'sslCertificate':
    case 'automatic':
      return { kind: 'covered' };
    case 'useACMEHost':
      return ofOther(facts, domain, { host: route.host, name: name ?? '' });
    case 'enableACME':
      return declaredCoverage(facts, domain, { host: route.host, name: name ?? domain });
  }
}

interface CertificateName {
  readonly host: string;
  readonly name: string;
}

/** The certificate may be declared, or asked for by another virtual host. */
function ofOther(facts: Facts, domain: string, { host, name }: CertificateName): Coverage {
  const table = facts.table('certificate');
  const named = table.rows.filter((row) => row.host === host && row.name === name);
  if (named.some((row) => isFor(row, domain))) return { kind: 'covered' };
  const gap = gapFor(table, { host, name });
  if (gap) return { kind: 'undecided', reason: gap.reason };
  const certificate = named[0];
  return certificate ? { kind: 'other-names', certificate } : { kind: 'unknown-name', name };
}

/**
 * `enableACME` is enough for nginx. Where the machine also declares the
 * certificates of virtual hosts that ask for them, each is to be declared; other
 * names of a virtual host come into its certificate by themselves.
 */
function declaredCoverage(facts: Facts, domain: string, { host, name }: CertificateName): Coverage {
  const table = facts.table('certificate');
  const declared = declaredOn(facts, host);
  if (declared.some((row) => row.name === name || isFor(row, domain))) return { kind: 'covered' };
  const gap = gapFor(table, { host, source: 'declared' });
  if (gap) return { kind: 'undecided', reason: gap.reason };
  const asked = new Set(
    table.rows
      .filter((row) => row.host === host && row.source === 'virtual-host')
      .map((row) => row.domain),
  );
  return declared.some((row) => asked.has(row.domain))
    ? { kind: 'undeclared' }
    : { kind: 'covered' };
}

/** Certificates that a machine declares by name. */
export function declaredOn(facts: Facts, host: string): readonly CertificateRow[] {
  const { rows } = facts.table('certificate');
  return rows.filter((row) => row.host === host && row.source === 'declared');
}

function isFor(row: CertificateRow, domain: string): boolean {
  return [row.domain, ...row['extra-domains']].some(
    (name) => name === domain || (name.startsWith('*.') && isOneBelow(domain, name.slice(2))),
  );
}

/** A wildcard in a certificate stands for one label. */
function isOneBelow(domain: string, parent: string): boolean {
  return domain.slice(domain.indexOf('.') + 1) === parent;
}

/** Whether a declared certificate serves some virtual host of its machine, or something else. */
export function isUsed(facts: Facts, certificate: CertificateRow): boolean {
  if (certificate['other-use'] !== undefined) return true;
  const names = [certificate.domain, ...certificate['extra-domains']];
  if (names.some((name) => name.startsWith('*.'))) return true;
  return facts
    .table('route')
    .rows.some(
      (row) =>
        row.host === certificate.host &&
        row.domain !== undefined &&
        (row.certificate === certificate.name || names.includes(row.domain)),
    );
}

/** Declares a certificate as another of the machine is declared. */
export function declare(facts: Facts, domain: string, host: string): Fix | undefined {
  const byFile = new Map<string, Location[]>();
  for (const row of declaredOn(facts, host)) {
    const at = facts.locate(row.at);
    byFile.set(at.file, [...(byFile.get(at.file) ?? []), at]);
  }
  const [places] = [...byFile.values()].toSorted((a, b) => b.length - a.length);
  const file = places?.[0]?.file;
  const text = file && facts.text(file);
  if (!places || !file || text === undefined) return undefined;
  const edit = copyBinding(
    text,
    places.map(({ span }) => span),
    domain,
  );
  const title = `declare a certificate for ${domain}`;
  return edit && { title, safety: 'unsafe', edits: [{ file, ...edit }] };
}
