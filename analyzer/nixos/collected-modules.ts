import type { FilePath } from '../diagnostic.ts';
import type { Failure, Thunk, Unknown } from '../evaluate/value.ts';
import type { Site } from '../site.ts';
import type { ModuleParts } from './module-parts.ts';

/** One module of a machine, after its function was applied. */
export interface ModuleInstance extends ModuleParts {
  /** The file it comes from; absent for modules that no file holds. */
  readonly file: FilePath | undefined;
  /** The file whose `imports` named it. */
  readonly importer: FilePath | undefined;
  /** Under which all that it defines stands. */
  readonly conditions: readonly Thunk[];
  /** The file that the machine has it from, where no other file imports it. */
  readonly listed: ListedFile | undefined;
}

/** A module, from what stands around it and what it holds: one by one, because spreading takes several times as long. */
export function instanceOf(
  { file, importer, conditions, listed }: Omit<ModuleInstance, keyof ModuleParts>,
  { config, options, freeformType, alias }: ModuleParts,
): ModuleInstance {
  return { file, importer, conditions, listed, config, options, freeformType, alias };
}

export interface ListedFile {
  readonly file: FilePath;
  /** Whether the module is all of the file, or stands in code that does something else. */
  readonly part: 'all' | 'some';
}

/** A module that a list of modules names, with what stands around it. */
export interface ModuleRoot {
  readonly thunk: Thunk;
  readonly file?: FilePath | undefined;
  readonly at?: Site | undefined;
  readonly conditions?: readonly Thunk[];
  /** Whether a set is all configuration. */
  readonly onlyConfig?: boolean;
}

/** A module that could not be read or fails, or a list of modules that is not wholly known. */
export interface ModuleGap {
  readonly of: 'module' | 'list';
  readonly why: Unknown | Failure;
  readonly importer: FilePath | undefined;
}

/** A place that names a file of the workspace as a module. */
export interface ModuleImport {
  readonly target: FilePath;
  readonly exists: boolean;
  readonly at: Site;
}

export interface CollectedModules {
  readonly modules: readonly ModuleInstance[];
  readonly gaps: readonly ModuleGap[];
  readonly imports: readonly ModuleImport[];
}
