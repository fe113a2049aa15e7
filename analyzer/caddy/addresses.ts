import type { Span } from '#parser/span.ts';
import type { CaddyWord } from './words.ts';

/** Stands in a text for what is not known of it. */
export const hole = '\uFFFC';

/** Where a site listens, and by which name it is asked for. */
export interface SiteAddress {
  /** The host name, as written; `undefined` for a site that answers to every name. */
  readonly host: string | undefined;
  readonly scheme: string | undefined;
  readonly port: number | undefined;
  /** Whether a part of it is not known. */
  readonly isOpen: boolean;
}

/** `example.org`, `http://example.org`, `:8080`, `https://example.org:8443/path`. */
export function siteAddress(written: string): SiteAddress {
  const match = /^(?:(\w+):\/\/)?(\[[^\]]*\]|[^:/]*)(?::([^/]*))?(?:\/.*)?$/.exec(written);
  const [, scheme, host = '', port] = match ?? [];
  return {
    scheme,
    host: host === '' || host === '*' ? undefined : host,
    port: port !== undefined && /^\d+$/.test(port) ? Number(port) : undefined,
    isOpen: !match || written.includes(hole) || /[{}]/.test(written),
  };
}

/** Where `reverse_proxy` sends requests. */
export interface CaddyUpstream extends Span {
  /** Unset for sockets. */
  readonly address: string | undefined;
  readonly port: number | undefined;
  /** The digits of the port; the whole word where it is not written. */
  readonly portSpan: Span;
  /** Whether the address, or the port, is not known. */
  readonly open: { readonly address: boolean; readonly port: boolean };
}

/** `localhost:8080`, `http://10.0.0.2`, `:8080`, `unix//run/x.sock`, `{env.UPSTREAM}`. */
export function upstreamAddress(word: CaddyWord): CaddyUpstream {
  const { text, start, end } = word;
  const span = { start, end };
  if (/^unix[/+]/.test(text))
    return { ...span, address: undefined, port: undefined, portSpan: span, open: closed };
  const match = /^(?:(\w+):\/\/)?(\[[^\]]*\]|[^:/{}]*)(?::([^/]+))?(?:\/.*)?$/.exec(text);
  const [, scheme, host = '', port] = match ?? [];
  if (!match) return { ...span, address: undefined, port: undefined, portSpan: span, open: opened };
  const isNumber = port !== undefined && /^\d+$/.test(port);
  const standard = scheme === 'https' ? 443 : 80;
  const address = host.replace(/^\[|\]$/g, '');
  return {
    ...span,
    address: host === '' ? 'localhost' : address.includes(hole) ? undefined : address,
    port: isNumber ? Number(port) : port === undefined ? standard : undefined,
    portSpan: isNumber ? digitsIn(word, port) : span,
    open: {
      address: host.includes(hole),
      // A name that is not known may bring its port along.
      port: port === undefined ? host.includes(hole) : !isNumber,
    },
  };
}

const closed = { address: false, port: false };
const opened = { address: true, port: true };

function digitsIn(word: CaddyWord, port: string): Span {
  const quoted = word.end - word.start > word.text.length;
  const inside = word.text.lastIndexOf(`:${port}`) + 1;
  const start = word.start + (quoted ? 1 : 0) + inside;
  return { start, end: start + port.length };
}
