/** The language server in the worker of an editor that runs in a browser. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
} from 'vscode-languageserver/browser';
import { connectionStrategy } from '../cancelling.ts';
import { LocalEngine } from '../engine/local-engine.ts';
import type { Outside } from '../outside.ts';
import { serve } from '../serve.ts';
import { readFolder } from './read-folder.ts';

/** Set by the bundler to the version of this package. */
declare const flakewiseVersion: string;

const connection = createConnection(
  new BrowserMessageReader(globalThis),
  new BrowserMessageWriter(globalThis),
  { connectionStrategy },
);

const outside: Outside = {
  version: flakewiseVersion,
  open: (folder) => readFolder(connection, folder.replace(/\/+$/, '')),
  startEngine: (folder, report) =>
    new LocalEngine({ folder, report, open: () => readFolder(connection, folder.root) }),
  // Pages of rules are shown by the extension itself.
  rulePage: () => undefined,
  format: undefined,
};

serve(connection, outside);
