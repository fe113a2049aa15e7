import type { Connection } from 'vscode-languageserver';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { contentOf } from '#analyzer/file-content.ts';
import type { FileContent, FileKind, Files, Listed } from '#analyzer/files.ts';
import { ignoredBy } from '#analyzer/mentions/ignored.ts';
import type { OpenFolder } from '../outside.ts';
import { uriIn } from '../uris.ts';

/** What `flakewise/readFile` is answered with. */
type Given =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'bytes'; readonly base64: string };

/** How many files are asked for at a time. */
const atATime = 24;

const neverEntered = new Set(['.git', '.hg', '.jj', '.svn', 'node_modules']);

/** Pictures and archives are known by their names, and never fetched. */
const isBinary =
  /\.(png|jpe?g|gif|webp|ico|bmp|pdf|zip|gz|xz|zst|tar|woff2?|ttf|otf|mp[34]|wav|iso|img|so|wasm)$/i;

/** Reads a folder whole through the editor, because rules cannot wait for files. */
export async function readFolder(connection: Connection, root: string): Promise<OpenFolder> {
  const { listings, paths, links } = await walk(connection, root);
  const contents = await readAll(connection, root, paths);
  return {
    root,
    files: filesOf(listings, contents),
    paths: paths.toSorted(),
    links: links.toSorted(),
    fresh: (file) => readFile(connection, uriIn(root, file)),
  };
}

/** What a walk over a folder saw, without what git ignores. */
interface Walked {
  readonly listings: ReadonlyMap<string, readonly Listed[]>;
  readonly paths: readonly FilePath[];
  readonly links: readonly FilePath[];
}

async function walk(connection: Connection, root: string): Promise<Walked> {
  const listings = new Map<string, readonly Listed[]>();
  const found = { file: [] as FilePath[], link: [] as FilePath[], other: [] as FilePath[] };
  const patterns: [string, string][] = [];
  const open = [''];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const all = await listFolder(connection, uriIn(root, folder));
    const prefix = folder === '' ? '' : `${folder}/`;
    if (all.some(({ name }) => name === '.gitignore')) {
      const content = await readFile(connection, uriIn(root, `${prefix}.gitignore`));
      if (content.kind === 'text') patterns.push([`${prefix}.gitignore`, content.text]);
    }
    const seen = seenOf(all, prefix, ignoredBy(patterns));
    listings.set(folder, seen);
    for (const { name, kind } of seen) {
      if (kind === 'directory') open.push(prefix + name);
      else found[kind].push((prefix + name) as FilePath);
    }
  }
  return { listings, paths: found.file, links: found.link };
}

function seenOf(
  all: readonly Listed[],
  prefix: string,
  isIgnored: (path: string) => boolean,
): readonly Listed[] {
  return all.filter(({ name, kind }) => {
    const isEntered = kind !== 'directory' || !neverEntered.has(name);
    return isEntered && !isIgnored(prefix + name);
  });
}

async function readAll(
  connection: Connection,
  root: string,
  paths: readonly FilePath[],
): Promise<ReadonlyMap<string, FileContent>> {
  const contents = new Map<string, FileContent>();
  const left = [...paths];
  const work = async (): Promise<void> => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      contents.set(path, await readFile(connection, uriIn(root, path)));
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  return contents;
}

async function listFolder(connection: Connection, uri: string): Promise<readonly Listed[]> {
  const listed: readonly Listed[] | null = await connection.sendRequest('flakewise/readDirectory', {
    uri,
  });
  return (listed ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function readFile(connection: Connection, uri: string): Promise<FileContent> {
  if (isBinary.test(uri)) return { kind: 'unreadable', detail: 'is not UTF-8 text' };
  const given: Given = await connection.sendRequest('flakewise/readFile', { uri });
  switch (given.kind) {
    case 'absent':
      return given;
    case 'text':
      return contentOf(new TextEncoder().encode(given.text), () => given.text);
    case 'bytes': {
      const bytes = Uint8Array.from(atob(given.base64), (unit) => unit.charCodeAt(0));
      return contentOf(bytes, () => undefined);
    }
  }
}

function filesOf(
  listings: ReadonlyMap<string, readonly Listed[]>,
  contents: ReadonlyMap<string, FileContent>,
): Files {
  const kind = (path: string): FileKind | undefined => {
    if (contents.has(path)) return 'file';
    return listings.has(path) ? 'directory' : undefined;
  };
  return {
    read: (file) => contents.get(file) ?? { kind: 'absent' },
    list: (directory) => listings.get(directory),
    kind,
  };
}
