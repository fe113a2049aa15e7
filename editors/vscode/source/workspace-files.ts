import { FileSystemError, FileType, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

interface Named {
  readonly uri: string;
}

interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link' | 'other';
}

type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly base64: string }
  | { readonly kind: 'absent' };

/** Lets a server that has no disk of its own read the files of the workspace. */
export function answerAboutFiles(client: BaseLanguageClient): void {
  client.onRequest('flakewise/readDirectory', ({ uri }: Named) => readDirectory(Uri.parse(uri)));
  client.onRequest<Content, void>('flakewise/readFile', ({ uri }: Named) =>
    readFile(Uri.parse(uri)),
  );
}

/** What is in a directory; `null` where there is none. */
async function readDirectory(uri: Uri): Promise<readonly Entry[] | null> {
  const entries = await orAbsent(workspace.fs.readDirectory(uri));
  return entries?.map(([name, type]) => ({ name, kind: kindOf(type) })) ?? null;
}

function kindOf(type: FileType): Entry['kind'] {
  if ((type & FileType.SymbolicLink) !== 0) return 'link';
  if ((type & FileType.Directory) !== 0) return 'directory';
  return (type & FileType.File) !== 0 ? 'file' : 'other';
}

async function readFile(uri: Uri): Promise<Content> {
  const bytes = await orAbsent(workspace.fs.readFile(uri));
  if (bytes === undefined) return { kind: 'absent' };
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return { kind: 'text', text: decoder.decode(bytes) };
  } catch {
    return { kind: 'bytes', base64: base64Of(bytes) };
  }
}

/** Anything but absence stays an error. */
async function orAbsent<Value>(reading: Thenable<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    const isAbsent =
      error instanceof FileSystemError && /FileNotFound|FileNotADirectory/.test(error.code);
    if (isAbsent) return undefined;
    throw error;
  }
}

function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
