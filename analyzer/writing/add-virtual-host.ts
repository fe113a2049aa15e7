import type { Edit, Location } from '../diagnostic.ts';
import { copyBinding } from '../edit/binding.ts';
import type { Insertion } from '../edit/insertion.ts';
import type { Facts } from '../facts/facts.ts';
import { declare, declaredOn } from '../network/certificates.ts';
import { isOwnFile, largest } from './located.ts';
import type { Values, Writing } from './writing.ts';

/**
 * Serves a domain by a copy of another virtual host of nginx, with another
 * upstream, and declares its certificate where the machine declares those of
 * others. `undefined` where no virtual host has one plain upstream.
 */
export function addVirtualHost(facts: Facts, columns: Values): Writing | undefined {
  const { host, domain, 'upstream-address': address, 'upstream-port': port } = columns;
  if (typeof host !== 'string' || typeof domain !== 'string' || typeof port !== 'number')
    return undefined;
  const places = virtualHosts(facts, host);
  const [first] = places;
  const text = first && facts.text(first.file);
  if (!first || text === undefined) return undefined;
  const spans = places.map(({ span }) => span);
  const copy = copyBinding(text, spans, domain);
  const insertion = copy && redirected(copy, { address, port });
  const certificate = certificateFor(facts, domain, host);
  if (!insertion || !certificate) return undefined;
  const edits = [{ file: first.file, ...insertion }, ...certificate];
  return { title: `serve ${domain} on ${host}`, edits };
}

/** The names of the virtual hosts in the file that has most of them and that is the machine’s own. */
function virtualHosts(facts: Facts, host: string): readonly Location[] {
  const places = facts.table('route').rows.flatMap((row) => {
    const isOne = row.host === host && row.proxy === 'nginx' && row.kind === 'http';
    const at = isOne && row.domain !== undefined ? row.places?.domain : undefined;
    return at && isOwnFile(facts, at.file, host) ? [facts.locate(at)] : [];
  });
  return largest(places, ({ file }) => file);
}

interface Upstream {
  readonly address: Values[string] | undefined;
  readonly port: number;
}

/** The copy with its one `proxyPass` leading elsewhere. */
function redirected(copy: Insertion, { address, port }: Upstream): Insertion | undefined {
  const pattern = /(proxyPass = "https?:\/\/)([^":/]+):(\d+)/g;
  if ([...copy.text.matchAll(pattern)].length !== 1) return undefined;
  const text = copy.text.replace(pattern, (_, scheme: string, own: string) => {
    return `${scheme}${typeof address === 'string' ? address : own}:${port}`;
  });
  return { ...copy, text };
}

/** The edits that declare a certificate; none where the machine declares none by name. */
function certificateFor(facts: Facts, domain: string, host: string): readonly Edit[] | undefined {
  const declared = declaredOn(facts, host);
  if (declared.length === 0 || declared.some((row) => row.domain === domain)) return [];
  return declare(facts, domain, host)?.edits;
}
