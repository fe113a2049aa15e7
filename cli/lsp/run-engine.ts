import { LocalEngine } from '#lsp/engine/local-engine.ts';
import { type EnginePort, obey, reportTo } from '#lsp/engine/messages.ts';
import { collectGarbage } from './collect-garbage.ts';
import { openFolder } from './open-folder.ts';

/** Runs the engine of a folder for whoever is at the other end of a port. */
export function runEngine(root: string, port: EnginePort): void {
  const folder = openFolder(root);
  if (folder === undefined) return;
  const open = async (): Promise<typeof folder | undefined> => openFolder(root);
  obey(port, new LocalEngine({ folder, open, report: reportTo(port), tidy: collectGarbage }));
}
