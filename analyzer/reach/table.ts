import type { FilePath } from '../diagnostic.ts';
import type { Cell } from '../facts/cell.ts';
import type { Table } from '../facts/facts.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { fileKind } from '../syntax/file-kind.ts';
import { nixPathsOf } from './paths.ts';
import { rootsOf } from './roots.ts';
import type { TextWords } from './texts.ts';
import { certainlyNamed, type Reach, reachedFiles } from './walk.ts';

/** What the table of Nix files is made from. */
export interface NixFiles {
  /** All Nix files of the workspace, sorted; the same array as long as they are the same. */
  readonly files: readonly FilePath[];
  /** The files that machines are made of; `undefined` where there is no machine. */
  readonly machines: readonly FilePath[] | undefined;
  readonly texts: readonly TextWords[];
  readonly link: FilePath | undefined;
  analysis(file: FilePath): FileAnalysis | undefined;
}

/** Every Nix file that can be read, with whether something reads it. */
export function nixFileTable(source: NixFiles): Table<'nix-file'> {
  const { files, machines, analysis } = source;
  const paths = nixPathsOf(files);
  const roots = rootsOf(paths, { ...source, machines: machines ?? [] });
  const reached = reachedFiles({ paths, roots, analysis });
  const importers = importersOf(files, (file) => certainlyNamed({ paths, analysis }, file));
  const rows = files.flatMap((file) => {
    const code = analysis(file);
    if (!code) return [];
    return {
      at: { file, expr: code.module.root },
      file,
      kind: fileKind(file, code),
      reached: reachedCell(reached.get(file), machines !== undefined),
      importers: [...(importers.get(file) ?? [])].sort(),
    };
  });
  return { rows, gaps: [] };
}

function reachedCell(reach: Reach | undefined, hasMachines: boolean): Cell<boolean> {
  if (reach?.kind === 'certain') return true;
  if (reach) return { undecided: reach.why };
  return hasMachines ? false : { undecided: 'without machines, files may be there for others' };
}

function importersOf(
  files: readonly FilePath[],
  named: (file: FilePath) => readonly FilePath[],
): ReadonlyMap<FilePath, ReadonlySet<FilePath>> {
  const importers = new Map<FilePath, Set<FilePath>>();
  for (const file of files) {
    for (const target of named(file)) {
      if (target === file) continue;
      const known = importers.get(target) ?? new Set();
      importers.set(target, known.add(file));
    }
  }
  return importers;
}
