import { URI, Utils } from 'vscode-uri';
import type { FilePath } from '#analyzer/diagnostic.ts';

/** The file of a workspace that a URI means; `undefined` when it is elsewhere. Clients escape differently, so parts are compared unescaped. */
export function fileIn(root: string, uri: string): FilePath | undefined {
  const outer = URI.parse(root);
  const inner = URI.parse(uri);
  if (inner.scheme !== outer.scheme || inner.authority !== outer.authority) return undefined;
  const folder = outer.path.endsWith('/') ? outer.path : `${outer.path}/`;
  if (!inner.path.startsWith(folder)) return undefined;
  return inner.path.slice(folder.length) as FilePath;
}

/** The URI of a file of a workspace; the root stays as the editor writes it. */
export function uriIn(root: string, file: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return `${root.replace(/\/+$/, '')}/${path}`;
}

/** The folder of a file on disk; `undefined` for what is on none, as texts that were never saved. */
export function folderUri(uri: string): string | undefined {
  const file = URI.parse(uri);
  return file.scheme === 'file' ? Utils.dirname(file).toString() : undefined;
}
