import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { connectionStrategy } from '#lsp/cancelling.ts';
import type { Outside } from '#lsp/outside.ts';
import { serve } from '#lsp/serve.ts';
import { openFolder } from '../lsp/open-folder.ts';
import { runFormatter } from '../lsp/run-formatter.ts';
import { startEngine } from '../lsp/start-engine.ts';
import { complain, ExitCode, type Terminal } from '../terminal.ts';
import { version } from '../version.ts';

/** What a language server is reached through, and what it finds beside the program. */
export interface LanguageStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** The program of the engine's thread; `undefined` where it runs in the thread of the server. */
  readonly engine: string | undefined;
  /** The folder of the pages of rules. */
  readonly pages: string | undefined;
}

/** Speaks the Language Server Protocol until the editor leaves. Returns the exit code. */
export async function languageServer(terminal: Terminal): Promise<number> {
  const { language } = terminal;
  if (language === undefined) {
    complain('there is no standard input to listen to', terminal);
    return ExitCode.wrongUse;
  }
  const { input, output } = language;
  const ended = new Promise<void>((resolve) => input.once('end', resolve));
  const connection = createConnection(ProposedFeatures.all, input, output, {
    connectionStrategy,
  });
  serve(connection, outsideOf(language));
  await ended;
  return ExitCode.clean;
}

/** The disk and the threads of this machine. */
function outsideOf({ engine, pages }: Pick<LanguageStreams, 'engine' | 'pages'>): Outside {
  return {
    version,
    open: async (folder) => openFolder(folder),
    startEngine: (folder, report) => startEngine(engine, folder, report),
    rulePage: (rule) => {
      const page = pages === undefined ? undefined : join(pages, `${rule}.md`);
      return page !== undefined && existsSync(page) ? pathToFileURL(page).href : undefined;
    },
    format: runFormatter,
  };
}
