import type { Span } from '#parser/span.ts';
import {
  type CaddyUpstream,
  hole,
  type SiteAddress,
  siteAddress,
  upstreamAddress,
} from './addresses.ts';
import { type CaddyDirective, readCaddyfile } from './directives.ts';

/** A hop of a site, for some of its names or for all of them. */
export interface CaddyHop {
  readonly upstream: CaddyUpstream;
  /** Names that a matcher asks for; unset when every name of the site leads here. */
  readonly hosts: readonly string[] | undefined;
  /** Whether it is written in a snippet. */
  readonly isImported: boolean;
}

/** What the body of a site says. */
export interface CaddyBody {
  readonly hops: readonly CaddyHop[];
  /** Addresses that it listens on; empty for every address. */
  readonly binds: readonly string[];
  readonly certificate: 'automatic' | 'file' | 'open';
  /** Why it may say more. */
  readonly undecided: string | undefined;
}

export interface CaddySite {
  readonly addresses: readonly SiteAddress[];
  /** Where its addresses are written, and what begins its body. */
  readonly written: readonly Span[];
  readonly body: CaddyBody;
}

/** Named parts that sites import, by name. */
export type Snippets = ReadonlyMap<string, readonly CaddyDirective[]>;

/** The snippets that a text declares: `(name) { … }`. */
function snippetsIn(directives: readonly CaddyDirective[]): Snippets {
  return new Map(
    directives.flatMap(({ words, block }) => {
      const name = /^\((.+)\)$/.exec(words[0]?.text ?? '')?.[1];
      return name !== undefined && block ? [[name, block] as const] : [];
    }),
  );
}

/** The sites of a whole Caddyfile, or of a part of one that holds sites. */
export function sitesIn(text: string): {
  readonly sites: readonly CaddySite[];
  readonly snippets: Snippets;
  readonly undecided: string | undefined;
} {
  const { directives, error } = readCaddyfile(text);
  const snippets = snippetsIn(directives);
  const sites = directives.flatMap(({ words, block }): CaddySite[] => {
    const isSite = block && words.length > 0 && !/^[(&]/.test(words[0]?.text ?? '');
    if (!isSite) return [];
    const addresses = words.flatMap((word) => addressesIn(word.text));
    const written = [...words, ...(block[0]?.words.slice(0, 1) ?? [])];
    return [{ addresses, written, body: bodyOf(block, snippets) }];
  });
  const imported = directives.some(({ words }) => words[0]?.text === 'import');
  const open = text.includes(hole) && directives.some(isHole);
  const undecided =
    error ?? (imported ? 'the text imports other files' : open ? 'is not wholly known' : undefined);
  return { sites, snippets, undecided };
}

/** Sites may be named with commas between them. */
export function addressesIn(written: string): readonly SiteAddress[] {
  return written
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(siteAddress);
}

/** What the text between the braces of a site says. */
export function siteBody(text: string, snippets: Snippets): CaddyBody {
  const { directives, error } = readCaddyfile(text);
  const body = bodyOf(directives, snippets);
  return error === undefined ? body : { ...body, undecided: error };
}

interface Reading {
  readonly snippets: Snippets;
  readonly matchers: Map<string, readonly string[] | undefined>;
  readonly hops: CaddyHop[];
  readonly binds: string[];
  certificate: CaddyBody['certificate'];
  undecided: string | undefined;
}

function bodyOf(directives: readonly CaddyDirective[], snippets: Snippets): CaddyBody {
  const reading: Reading = {
    snippets,
    matchers: new Map(),
    hops: [],
    binds: [],
    certificate: 'automatic',
    undecided: undefined,
  };
  read(reading, directives, { hosts: undefined, depth: 0, isImported: false });
  const { hops, binds, certificate, undecided } = reading;
  return { hops, binds, certificate, undecided };
}

interface Place {
  readonly hosts: readonly string[] | undefined;
  readonly depth: number;
  readonly isImported: boolean;
}

/** No more blocks and snippets lie inside one another. */
const deepest = 20;

const wrappers = new Set(['handle', 'handle_path', 'route', 'handle_errors', 'handle_response']);

function read(reading: Reading, directives: readonly CaddyDirective[], place: Place): void {
  if (place.depth > deepest) {
    reading.undecided ??= 'blocks lie too deep in one another';
    return;
  }
  for (const directive of directives) if (isMatcher(directive)) noteMatcher(reading, directive);
  for (const directive of directives) readDirective(reading, directive, place);
}

function readDirective(reading: Reading, directive: CaddyDirective, place: Place): void {
  const name = directive.words[0]?.text ?? '';
  const hosts = hostsOf(reading, directive, place);
  const inner = { ...place, hosts, depth: place.depth + 1 };
  if (isHole(directive)) reading.undecided ??= 'is not wholly known';
  else if (name === 'reverse_proxy' || name === 'php_fastcgi') addHops(reading, directive, inner);
  else if (name === 'import') readImport(reading, directive, inner);
  else if (name === 'bind') reading.binds.push(...directive.words.slice(1).map(({ text }) => text));
  else if (name === 'tls') reading.certificate = certificateOf(directive);
  else if (wrappers.has(name)) read(reading, directive.block ?? [], inner);
  else if (name === 'invoke') reading.undecided ??= 'invokes a named route';
}

/** A line that begins with something unknown may be any directive. */
function isHole({ words }: CaddyDirective): boolean {
  return words[0]?.text.includes(hole) ?? false;
}

function isMatcher({ words }: CaddyDirective): boolean {
  return words[0]?.text.startsWith('@') ?? false;
}

/** `@name host a b`, or a block that has `host a b` among other conditions. */
function noteMatcher(reading: Reading, { words, block }: CaddyDirective): void {
  const [name, kind, ...values] = words.map(({ text }) => text);
  const asked = block?.find((inner) => inner.words[0]?.text === 'host');
  const hosts = kind === 'host' ? values : asked?.words.slice(1).map(({ text }) => text);
  if (name !== undefined) reading.matchers.set(name, hosts);
}

/** The names that a directive is for: its own matcher’s, else those of what is around it. */
function hostsOf(reading: Reading, { words }: CaddyDirective, { hosts }: Place): Place['hosts'] {
  const matcher = words[1]?.text;
  return (matcher?.startsWith('@') ? reading.matchers.get(matcher) : undefined) ?? hosts;
}

/** Upstreams are the arguments behind a matcher, and those of `to` in the block. */
function addHops(reading: Reading, { words, block }: CaddyDirective, place: Place): void {
  const [matcher] = words.slice(1);
  const skip = matcher && !matcher.quoted && /^[@/*]/.test(matcher.text) ? 2 : 1;
  const further = (block ?? []).filter(({ words: inner }) => inner[0]?.text === 'to');
  const targets = [...words.slice(skip), ...further.flatMap(({ words: inner }) => inner.slice(1))];
  const { hosts, isImported } = place;
  for (const word of targets)
    reading.hops.push({ upstream: upstreamAddress(word), hosts, isImported });
  if (block?.some(({ words: inner }) => inner[0]?.text === 'dynamic'))
    reading.undecided ??= 'finds its upstreams while it runs';
}

function readImport(reading: Reading, { words }: CaddyDirective, place: Place): void {
  const name = words[1]?.text ?? '';
  const snippet = reading.snippets.get(name);
  if (!snippet)
    reading.undecided ??= `imports \`${name.replaceAll(hole, '…')}\`, which is not in the text`;
  else read(reading, snippet, { ...place, isImported: true });
}

function certificateOf({ words }: CaddyDirective): CaddyBody['certificate'] {
  const written = words.slice(1).map(({ text }) => text);
  if (written.some((text) => text.includes(hole))) return 'open';
  return written.length === 2 ? 'file' : 'automatic';
}
