import type { Engine, Report } from '#lsp/engine/engine.ts';
import { LocalEngine } from '#lsp/engine/local-engine.ts';
import type { OpenFolder } from '#lsp/outside.ts';
import { openFolder } from './open-folder.ts';
import { ThreadEngine } from './thread-engine.ts';

/** Starts an engine in a thread that runs this program, or in this thread without one. */
export function startEngine(
  program: string | undefined,
  folder: OpenFolder,
  report: Report,
): Engine {
  const { root, paths } = folder;
  if (program === undefined) {
    return new LocalEngine({ folder, open: async () => openFolder(root), report });
  }
  return new ThreadEngine({ program, root, report, memory: usualMemory + paths.length / 4 });
}

/**
 * Memory that no known fleet needs, in megabytes. With a limit V8 collects
 * garbage long before it would without one.
 */
const usualMemory = 512;
