import type { FilePath } from '../diagnostic.ts';
import { plain } from '../extract/table.ts';
import type { Table } from '../facts/facts.ts';
import type { Sources } from '../incremental/trace.ts';
import { addJustfiles, isJustfile } from './justfile.ts';
import { addMakefiles, isMakefile } from './makefile.ts';
import { addPackageScripts, isPackageManifest } from './package-scripts.ts';
import { type TaskTables, taskTables } from './tables.ts';
import { addTaskfiles, isTaskfile } from './taskfile.ts';

/** What files of tasks say. */
export type TaskFacts = { readonly [Name in keyof TaskTables]: Table<Name> };

/** The tasks of a workspace, and their commands. */
export function readTasks(sources: Sources): TaskFacts {
  const tables = taskTables();
  const source = { files: sources.choose(hasTasks), text: (file: FilePath) => sources.text(file) };
  addTaskfiles(tables, source);
  addJustfiles(tables, source);
  addMakefiles(tables, source);
  addPackageScripts(tables, source);
  return {
    task: plain(tables.task),
    'task-variable': plain(tables['task-variable']),
    command: plain(tables.command),
  };
}

/** Taskfiles and makefiles may include files of any name; what they name is read besides. */
function hasTasks(file: FilePath): boolean {
  return isTaskfile(file) || isJustfile(file) || isMakefile(file) || isPackageManifest(file);
}
