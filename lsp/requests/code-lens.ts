import type { CodeLens, Command } from 'vscode-languageserver';
import { unlessCancelled } from '../cancelling.ts';
import { placeIn } from '../convert/places.ts';
import type { ModuleUse } from '../features/module-imports.ts';
import type { Server, Target } from '../server.ts';
import { attempted, type Feature, onDocument } from './feature.ts';

/** What a lens tells once it is seen. */
interface LensData {
  readonly uri: string;
  readonly about: 'imports' | 'findings';
}

const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Above a file: who imports it, which machines reach it, and how much was found in it. */
export const codeLens: Feature = {
  capabilities: () => ({ codeLensProvider: { resolveProvider: true } }),
  listen: (server) => {
    server.connection.onCodeLens(
      onDocument(
        server,
        'codeLens',
        async ({ folder, file, signal }, { textDocument: { uri } }) => {
          const use =
            file.endsWith('.nix') && (await folder.engine.ask('module', { file }, signal));
          const lens = (about: LensData['about']): CodeLens => ({
            range: top,
            data: { uri, about },
          });
          return [
            ...(use ? [lens('imports')] : []),
            ...(folder.findings.of(file).length > 0 ? [lens('findings')] : []),
          ];
        },
      ),
    );
    server.connection.onCodeLensResolve((lens, token) =>
      unlessCancelled(token, async (signal) => {
        const command = await attempted(server, 'codeLens', () => commandOf(server, lens, signal));
        return { ...lens, command: command ?? untold };
      }),
    );
  },
};

/** A lens that has nothing to tell. */
const untold: Command = { title: '', command: '' };

async function commandOf(
  server: Server,
  { data }: CodeLens,
  signal: AbortSignal,
): Promise<Command> {
  const { uri, about }: LensData = data;
  const target = server.folders.target(uri);
  if (target === undefined) return untold;
  if (about === 'findings') {
    const { length } = target.folder.findings.of(target.file);
    return { title: counted(length, 'finding'), command: '' };
  }
  const use = await target.folder.engine.ask('module', { file: target.file }, signal);
  return use === undefined ? untold : importsCommand(server, target, use);
}

/** Editors that say so show the places that import the file. */
function importsCommand(
  { client }: Server,
  { folder, file }: Target,
  { importers, hosts }: ModuleUse,
): Command {
  const title = `imported by ${counted(importers.length, 'file')}, ${counted(hosts.length, 'machine')}`;
  const options: Readonly<Record<string, unknown>> = { ...Object(client.options) };
  if (options.showReferences !== true) return { title, command: '' };
  const places = importers.flatMap((importer) =>
    importer.places.map((span) => placeIn(folder, { file: importer.file, span }, client.encoding)),
  );
  return {
    title,
    command: 'flakewise.showReferences',
    arguments: [folder.uriOf(file), top.start, places],
  };
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
