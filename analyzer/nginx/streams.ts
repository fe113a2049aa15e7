import type { Span } from '#parser/span.ts';
import type { Protocol } from '../facts/network.ts';
import { type NginxDirective, readDirectives } from './directives.ts';
import type { NginxWord } from './words.ts';

/** Where a stream goes. */
export interface NginxEndpoint extends Span {
  readonly address: string;
  readonly port: number;
  /** The digits of the port. */
  readonly portSpan: Span;
}

export interface NginxUpstream {
  readonly name: string;
  readonly nameSpan: Span;
  /** The whole block. */
  readonly span: Span;
  readonly endpoints: readonly NginxEndpoint[];
  /** Why further endpoints cannot be told. */
  readonly undecided: string | undefined;
}

/** One port that nginx listens on, or a range of them. */
export interface NginxListen extends Span {
  /** `undefined`: on every address. */
  readonly address: string | undefined;
  readonly port: number;
  /** Equal to `port` unless a range is given. */
  readonly toPort: number;
  readonly portSpan: Span;
  readonly protocol: Protocol;
  readonly ssl: boolean;
}

export interface NginxServer {
  /** The whole block. */
  readonly span: Span;
  readonly listens: readonly NginxListen[];
  /** The upstream or address that `proxy_pass` names, as written. */
  readonly pass: NginxWord | undefined;
  /** The name of the upstream, where it is one of this text. */
  readonly upstream: string | undefined;
  readonly endpoints: readonly NginxEndpoint[];
  /** Why the endpoints or the ports are not all known. */
  readonly undecided: string | undefined;
}

/** A place that may hold streams nobody can see here. */
export interface NginxGap extends Span {
  readonly reason: string;
}

/** What the text of a `stream` block says. Spans are ranges of that text. */
export interface NginxStreams {
  readonly upstreams: readonly NginxUpstream[];
  readonly servers: readonly NginxServer[];
  readonly gaps: readonly NginxGap[];
}

/** Reads the text of `services.nginx.streamConfig`. */
export function nginxStreams(text: string): NginxStreams {
  const { directives, error } = readDirectives(text);
  const upstreams = directives.filter((directive) => isBlock(directive, 'upstream')).map(upstream);
  const servers = directives
    .filter((directive) => isBlock(directive, 'server'))
    .map((directive) => server(directive, upstreams));
  const gaps: NginxGap[] = directives
    .filter((directive) => name(directive) === 'include')
    .map(includeGap);
  if (error)
    gaps.push({
      start: error.start,
      end: error.end,
      reason: `not nginx configuration: ${error.message}`,
    });
  return { upstreams, servers, gaps };
}

function upstream(directive: NginxDirective): NginxUpstream {
  const word = directive.words[1];
  const body = directive.block ?? [];
  const servers = body.filter((inner) => name(inner) === 'server').map((inner) => inner.words[1]);
  const endpoints = servers.map((at) => at && endpoint(at));
  const included = body.some((inner) => name(inner) === 'include');
  return {
    name: word?.text ?? '',
    nameSpan: word ?? directive,
    span: directive,
    endpoints: endpoints.filter((found) => found !== undefined),
    undecided: included
      ? 'the upstream includes another file'
      : endpoints.includes(undefined)
        ? 'a server of the upstream has no plain address and port'
        : undefined,
  };
}

function server(directive: NginxDirective, upstreams: readonly NginxUpstream[]): NginxServer {
  const body = directive.block ?? [];
  const listening = body.filter((inner) => name(inner) === 'listen' && !isUnix(inner.words[1]));
  const listens = listening.map(listen).filter((found) => found !== undefined);
  const pass = body.find((inner) => name(inner) === 'proxy_pass')?.words[1];
  const target = passTarget(pass, upstreams);
  const hidden = body.some((inner) => name(inner) === 'include')
    ? 'the server includes another file'
    : listens.length < listening.length
      ? 'the server listens on something other than a plain port'
      : undefined;
  return {
    span: directive,
    listens,
    pass,
    upstream: upstreams.find((candidate) => candidate.name === pass?.text)?.name,
    endpoints: target.endpoints,
    undecided: hidden ?? target.undecided,
  };
}

function passTarget(
  pass: NginxWord | undefined,
  upstreams: readonly NginxUpstream[],
): Pick<NginxUpstream, 'endpoints' | 'undecided'> {
  if (!pass) return { endpoints: [], undecided: undefined };
  const named = upstreams.find((candidate) => candidate.name === pass.text);
  if (named) return named;
  const direct = endpoint(pass);
  if (direct) return { endpoints: [direct], undecided: undefined };
  if (isUnix(pass)) return { endpoints: [], undecided: undefined };
  if (pass.text.includes('$'))
    return { endpoints: [], undecided: '`proxy_pass` goes through a variable' };
  return { endpoints: [], undecided: `no upstream \`${pass.text}\` in this text` };
}

/** `HOST:PORT`, where a host is a name, an IPv4 address or an IPv6 address in brackets. */
function endpoint(word: NginxWord): NginxEndpoint | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[\w.-]+):(\d{1,5})$/i.exec(word.text);
  if (!match?.[1] || !match[2]) return undefined;
  const port = Number(match[2]);
  const address = match[1].replace(/^\[|\]$/g, '');
  return { address, port, portSpan: tail(word, match[2].length), start: word.start, end: word.end };
}

/** `PORT`, `FROM-TO`, `ADDRESS:PORT`, `[ADDRESS]:PORT` and the parameters `udp` and `ssl`. */
function listen(directive: NginxDirective): NginxListen | undefined {
  const word = directive.words[1];
  const match = /^(?:(\*|\[[0-9a-f:.]*\]|[\w.-]+):)?((\d{1,5})(?:-(\d{1,5}))?)$/i.exec(
    word?.text ?? '',
  );
  if (!word || !match?.[2]) return undefined;
  const parameters = directive.words.slice(2).map((parameter) => parameter.text);
  return {
    address: listenAddress(match[1]),
    port: Number(match[3]),
    toPort: Number(match[4] ?? match[3]),
    portSpan: tail(word, match[2].length),
    protocol: parameters.includes('udp') ? 'udp' : 'tcp',
    ssl: parameters.includes('ssl'),
    start: directive.start,
    end: directive.end,
  };
}

function listenAddress(written: string | undefined): string | undefined {
  const everywhere = [undefined, '*', '0.0.0.0', '[::]'];
  return everywhere.includes(written) ? undefined : written?.replace(/^\[|\]$/g, '');
}

/** The last characters of a word, inside its closing quote. */
function tail(word: NginxWord, length: number): Span {
  const quoted = word.end - word.start > word.text.length;
  const end = quoted ? word.end - 1 : word.end;
  return { start: end - length, end };
}

function includeGap(directive: NginxDirective): NginxGap {
  const file = directive.words[1]?.text ?? '';
  return {
    start: directive.start,
    end: directive.end,
    reason: `includes \`${file}\`, which is not read`,
  };
}

function isBlock(directive: NginxDirective, wanted: string): boolean {
  return directive.block !== undefined && name(directive) === wanted;
}

function name(directive: NginxDirective): string | undefined {
  return directive.words[0]?.text;
}

function isUnix(word: NginxWord | undefined): boolean {
  return word?.text.startsWith('unix:') ?? false;
}
