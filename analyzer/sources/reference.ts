import { textAt } from '../evaluate/look.ts';
import type { Value } from '../evaluate/value.ts';

const forges = {
  github: 'github.com',
  gitlab: 'gitlab.com',
  sourcehut: 'git.sr.ht',
} as const;

type Forge = keyof typeof forges;

export type ReferenceType = Forge | 'git' | 'hg' | 'tarball' | 'file' | 'path' | 'indirect';

/** Where the source of an input comes from, however it is written. */
export interface FlakeReference {
  readonly type: ReferenceType;
  readonly host?: string;
  readonly owner?: string;
  readonly repository?: string;
  /** A branch or tag. */
  readonly ref?: string;
  /** A commit. */
  readonly revision?: string;
  /** The folder of the flake inside its source. */
  readonly directory?: string;
  /** For `path`. */
  readonly path?: string;
  /** For `indirect`: the name in the registry. */
  readonly id?: string;
  /** For what is fetched by its address: how, such as `https` or `ssh`. */
  readonly transport?: string;
  /** For what is fetched by its address: the address without transport and parameters. */
  readonly address?: string;
}

/** What an address says in its own words, before the parameters that may follow it. */
type Described = Omit<FlakeReference, 'directory'>;

/**
 * A flake reference in the form of an address, as Nix's manual specifies it
 * for `nix flake`; `undefined` for text that is none.
 */
export function parseReference(text: string): FlakeReference | undefined {
  const [whole = ''] = text.split('#');
  const [address = '', query = ''] = splitOnce(whole, '?');
  const parameters = parametersOf(query);
  const described = describe(address);
  if (!described) return undefined;
  return withParameters(described, parameters);
}

function withParameters(
  described: Described,
  parameters: ReadonlyMap<string, string>,
): FlakeReference {
  const ref = parameters.get('ref') ?? described.ref;
  const revision = parameters.get('rev') ?? described.revision;
  const directory = parameters.get('dir');
  const host = parameters.get('host') ?? described.host;
  return {
    ...described,
    ...(host === undefined ? {} : { host }),
    ...(ref === undefined ? {} : { ref }),
    ...(revision === undefined ? {} : { revision }),
    ...(directory === undefined ? {} : { directory }),
  };
}

function describe(address: string): Described | undefined {
  if (/^\.{0,2}(\/|$)/.test(address) || address.startsWith('..')) return pathReference(address);
  const [scheme = '', rest = ''] = splitOnce(address, ':');
  if (rest === '') return indirect(address);
  if (scheme === 'path') return pathReference(rest);
  if (scheme === 'flake') return indirect(rest);
  if (isForge(scheme)) return onForge(scheme, rest);
  const [, fetcher, transport = 'https'] = /^(git|hg|tarball|file)\+(.+)$/.exec(scheme) ?? [];
  if (fetcher === 'git' || fetcher === 'hg' || fetcher === 'tarball' || fetcher === 'file') {
    return fetched(fetcher, transport, rest);
  }
  if (scheme === 'git') return fetched('git', scheme, rest);
  return /^https?$/.test(scheme) ? fetched('tarball', scheme, rest) : undefined;
}

function pathReference(path: string): Described {
  return { type: 'path', path: path === '' ? '.' : decoded(path) };
}

/** `nixpkgs`, `nixpkgs/nixos-unstable`, `nixpkgs/nixos-unstable/COMMIT`. */
function indirect(text: string): Described | undefined {
  const [id = '', ...rest] = text.split('/');
  if (!/^[a-zA-Z][a-zA-Z0-9_-]*$/.test(id)) return undefined;
  return { type: 'indirect', id, ...versionIn(rest) };
}

function isForge(scheme: string): scheme is Forge {
  return Object.hasOwn(forges, scheme);
}

function onForge(type: Forge, rest: string): Described | undefined {
  // As Nix does, which cares for no slash more.
  const parts = rest.split('/').filter((part) => part !== '');
  const [owner, repository, ...version] = parts.map(decoded);
  if (!owner || !repository) return undefined;
  return { type, host: forges[type], owner, repository, ...versionIn(version) };
}

function versionIn(parts: readonly string[]): { ref?: string; revision?: string } {
  const last = parts.at(-1);
  if (last === undefined || last === '') return {};
  const isCommit = /^[0-9a-f]{40}$/.test(last);
  const ref = isCommit ? parts.slice(0, -1).join('/') : parts.join('/');
  return { ...(ref === '' ? {} : { ref }), ...(isCommit ? { revision: last } : {}) };
}

function fetched(
  type: 'git' | 'hg' | 'tarball' | 'file',
  transport: string,
  rest: string,
): Described {
  const found = /^\/\/(?:[^@/]*@)?([^/:]*)(?::\d+)?\/(.*)$/.exec(rest);
  const [host, path] = [found?.[1] ?? '', (found?.[2] ?? '').replace(/\/$/, '')];
  if (host === '') return { type, transport, address: rest.replace(/^\/\//, '') };
  return { type, transport, host, address: `${host}/${path}`, ...repositoryIn(host, path) };
}

/** The repository behind an address: the last two names, or those before what an archive is called. */
function repositoryIn(host: string, path: string): { owner?: string; repository?: string } {
  if (/^(channels|releases)\.nixos\.org$/.test(host)) {
    return { owner: 'NixOS', repository: 'nixpkgs' };
  }
  const plain = path
    .replace(/^(f\/pinned|f|repos|projects)\//, '')
    .replace(/\/(-\/)?(archive|tarball|zipball|tar\.gz|releases)(\/.*)?$/, '')
    .replace(/\.git$/, '');
  const parts = plain.split('/').map(decoded);
  const isHub = /(^|\.)flakehub\.com$/.test(host);
  const [owner, repository] = isHub ? parts : parts.slice(-2);
  return owner && repository ? { owner, repository } : {};
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function parametersOf(query: string): ReadonlyMap<string, string> {
  const pairs = query.split('&').map((pair) => splitOnce(pair, '='));
  return new Map(pairs.map(([name, value]) => [name, decoded(value)]));
}

/** Percent signs that begin no code stay as they are. */
function decoded(text: string): string {
  return text.replace(/(%[0-9a-fA-F]{2})+/g, (codes) => {
    const bytes = codes
      .slice(1)
      .split('%')
      .map((code) => Number.parseInt(code, 16));
    return new TextDecoder().decode(Uint8Array.from(bytes));
  });
}

/** A flake reference in the form of a set, as inputs and lock files write it, or of an address in `url`. */
export function referenceIn(value: Value | undefined): FlakeReference | undefined {
  const type = textAt(value, 'type');
  const url = textAt(value, 'url');
  if (type === undefined) return url === undefined ? undefined : parseReference(url);
  if (!isType(type)) return undefined;
  const texts = Object.entries(names).flatMap(([name, written]) => {
    const text = textAt(value, written);
    return text === undefined ? [] : [[name, text]];
  });
  const address = url === undefined ? undefined : parseReference(prefixed(type, url));
  return {
    ...address,
    ...(isForge(type) ? { host: forges[type] } : {}),
    ...Object.fromEntries(texts),
    type,
  };
}

/** What sets call the parts of a reference. */
const names = {
  host: 'host',
  owner: 'owner',
  repository: 'repo',
  ref: 'ref',
  revision: 'rev',
  directory: 'dir',
  path: 'path',
  id: 'id',
} as const;

function isType(text: string): text is ReferenceType {
  return isForge(text) || /^(git|hg|tarball|file|path|indirect)$/.test(text);
}

function prefixed(type: ReferenceType, url: string): string {
  return type === 'git' || type === 'hg' || type === 'file' ? `${type}+${url}` : url;
}

/** `owner/repository` in lower case. */
export function repositoryOf({ owner, repository }: FlakeReference): string | undefined {
  if (owner === undefined || repository === undefined) return undefined;
  return `${owner}/${repository}`.toLowerCase();
}

/** A reference as an address in one form, however it was written. */
export function addressText(reference: FlakeReference): string {
  const { type, owner, repository, ref, revision, directory, host } = reference;
  const version = revision ?? ref;
  const parameters = (names: Readonly<Record<string, string | undefined>>): string => {
    const given = Object.entries(names).filter(([, value]) => value !== undefined);
    return given.length === 0 ? '' : `?${given.map((pair) => pair.join('=')).join('&')}`;
  };
  if (isForge(type)) {
    const other = host === forges[type] ? undefined : host;
    const path = [owner, repository, version].filter((part) => part !== undefined).join('/');
    return `${type}:${path}${parameters({ host: other, dir: directory })}`;
  }
  if (type === 'path') return `path:${reference.path ?? '.'}`;
  if (type === 'indirect') {
    return `flake:${[reference.id ?? '', ...(version === undefined ? [] : [version])].join('/')}`;
  }
  const address = reference.address ?? '';
  const query = parameters({ ref, rev: revision, dir: directory });
  return `${type}+${reference.transport ?? 'https'}:${address.startsWith('/') ? '' : '//'}${address}${query}`;
}

/**
 * Whether a source is one of other people's, which everybody can fetch. One
 * that git fetches, perhaps with a key, that lies on this machine, or that says
 * it holds secrets or settings may belong to the owner of the repository.
 */
export function isPublic(input: string, reference: FlakeReference): boolean {
  const { type } = reference;
  if (!isForge(type) && type !== 'tarball' && type !== 'file') return false;
  const own = /secret|private|personal|dotfiles|config\b/i;
  const source = repositoryOf(reference) ?? reference.address ?? '';
  if (wellKnown.test(source)) return true;
  return !own.test(source) && !own.test(input) && !isLocal(reference);
}

/** Projects for everybody, although they are called as if they held somebody's own. */
const wellKnown = /^(serokell\/vault-secrets|yelite\/lite-config)$/;

function isLocal({ type, host }: FlakeReference): boolean {
  return (type === 'file' || type === 'tarball') && (host === undefined || host === '');
}
