import type { ExtensionContext } from 'vscode';
import { begin } from './begin.ts';
import { workerPlatform } from './worker-platform.ts';

/** In a browser the server is a worker, and asks the editor for files. */
export function activate(context: ExtensionContext): void {
  begin(context, workerPlatform(context.extensionUri));
}
