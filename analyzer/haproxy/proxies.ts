import type { Span } from '#parser/span.ts';
import { type HaproxyLine, type HaproxySection, haproxySections } from './sections.ts';

/** A port that a frontend listens on. */
export interface HaproxyBind extends Span {
  /** `undefined`: every address. */
  readonly address: string | undefined;
  readonly port: number;
  readonly tls: boolean;
}

export interface HaproxyServer extends Span {
  readonly address: string;
  readonly port: number;
  readonly portSpan: Span;
}

/** A frontend with the servers of all backends that it may use. */
export interface HaproxyProxy {
  readonly name: string;
  readonly mode: 'http' | 'tcp';
  readonly binds: readonly HaproxyBind[];
  readonly servers: readonly HaproxyServer[];
  /** Why it may listen or lead elsewhere. */
  readonly undecided: string | undefined;
}

/** What the frontends and the combined proxies of a configuration do. */
export function haproxyProxies(text: string): readonly HaproxyProxy[] {
  const sections = haproxySections(text);
  const backends = new Map(
    sections.filter(({ kind }) => kind === 'backend').map((section) => [section.name, section]),
  );
  const otherwise = modeOf(sections.find(({ kind }) => kind === 'defaults')) ?? 'tcp';
  return sections
    .filter(({ kind }) => kind === 'frontend' || kind === 'listen')
    .map((section) => proxyOf(section, { backends, otherwise }));
}

interface Context {
  readonly backends: ReadonlyMap<string, HaproxySection>;
  readonly otherwise: HaproxyProxy['mode'];
}

function proxyOf(section: HaproxySection, { backends, otherwise }: Context): HaproxyProxy {
  const used = linesOf(section, 'use_backend', 'default_backend').map(
    (line) => line.words[1]?.text ?? '',
  );
  const found = [...new Set(used)].flatMap((name) => backends.get(name) ?? []);
  const binding = linesOf(section, 'bind');
  const binds = distinct(binding.flatMap(bindsOf));
  const listed = [section, ...found].flatMap((each) => linesOf(each, 'server'));
  const servers = listed.map(serverOf);
  const isOpen =
    used.some((name) => !backends.has(name)) ||
    binding.some((line) => bindsOf(line).length === 0) ||
    servers.includes(undefined);
  return {
    name: section.name,
    mode: modeOf(section) ?? otherwise,
    binds,
    servers: servers.filter((server) => server !== undefined),
    undecided: isOpen ? 'some of its addresses or backends are not plain' : undefined,
  };
}

function modeOf(section: HaproxySection | undefined): HaproxyProxy['mode'] | undefined {
  const mode = section && linesOf(section, 'mode')[0]?.words[1]?.text;
  return mode === 'http' || mode === 'tcp' ? mode : undefined;
}

function linesOf(
  { lines }: HaproxySection,
  ...keywords: readonly string[]
): readonly HaproxyLine[] {
  return lines.filter(({ words }) => keywords.includes(words[0]?.text ?? ''));
}

/** `bind *:80,[::]:80 ssl crt …`. */
function bindsOf({ words }: HaproxyLine): readonly HaproxyBind[] {
  const word = words[1];
  const tls = words.slice(2).some(({ text }) => text === 'ssl');
  if (!word) return [];
  return word.text.split(',').flatMap((written): HaproxyBind[] => {
    const match = /^(?:ipv[46]@)?(.*):(\d+)$/.exec(written);
    if (!match) return [];
    const address = (match[1] ?? '').replace(/^\[|\]$/g, '');
    const isEvery = ['', '*', '0.0.0.0', '::'].includes(address);
    const { start, end } = word;
    return [{ address: isEvery ? undefined : address, port: Number(match[2]), tls, start, end }];
  });
}

/** IPv4 and IPv6 are bound apart, and mean the same where both are every address. */
function distinct(binds: readonly HaproxyBind[]): readonly HaproxyBind[] {
  return [
    ...new Map(binds.toReversed().map((bind) => [`${bind.address} ${bind.port}`, bind])).values(),
  ].toReversed();
}

/** `server NAME ADDRESS:PORT …`. */
function serverOf({ words }: HaproxyLine): HaproxyServer | undefined {
  const word = words[2];
  const match = /^(?:ipv[46]@)?(\[[^\]]+\]|[\w.-]+):(\d+)$/.exec(word?.text ?? '');
  if (!word || !match?.[1] || !match[2]) return undefined;
  return {
    address: match[1].replace(/^\[|\]$/g, ''),
    port: Number(match[2]),
    portSpan: { start: word.end - match[2].length, end: word.end },
    start: word.start,
    end: word.end,
  };
}
