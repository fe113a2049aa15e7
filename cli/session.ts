import { realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { changedFiles } from '#analyzer/changed-files.ts';
import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { Files } from '#analyzer/files.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import {
  createWorkspace,
  type Workspace as FileWorkspace,
  openSnapshot,
} from '#analyzer/workspace.ts';
import type { Rule } from '#linter/rule.ts';
import { selectionOf } from '#linter/selection.ts';
import { type Config, configFile, defaultConfig, type Settings } from '#linter/settings.ts';
import { type Asked, readAsked } from './asked.ts';
import { type BaselineFile, openBaseline } from './baseline.ts';
import type { CheckOptions } from './commands/check-options.ts';
import { completionOf, readConfiguration, rulesIn } from './configuration.ts';
import { type DiskFiles, openDisk } from './files.ts';
import type { Changes } from './git/changes.ts';
import { pathInside, realPath, resolveTargets, type Targets, targetFolder } from './targets.ts';
import type { Terminal, WrongUse } from './terminal.ts';
import { workspaceRoot } from './workspace-root.ts';

/** A workspace as one call sees it. */
export interface Workspace {
  readonly disk: DiskFiles;
  /** The disk, with the standard input in place of the file that it stands for. */
  readonly files: Files;
  readonly targets: Targets;
  /** The file that the standard input stands for. */
  readonly stdin: FilePath | undefined;
  /** The path of a file from the working directory. */
  readonly display: (file: FilePath) => string;
  /** What `--changed` and `--staged` limit the report to. */
  readonly changes: Changes | undefined;
  /** Whether a fix may be written to a file: not over work that is not staged. */
  readonly mayWrite: (file: FilePath) => boolean;
}

/** One call of `check`: a workspace and the settings under which it is looked at. */
export interface Session extends Workspace {
  readonly settings: Settings;
  /** The names of rules that the settings were made from. */
  readonly chosen: Pick<CheckOptions, 'select' | 'ignore'>;
  readonly isConfigured: boolean;
  readonly baseline: BaselineFile | undefined;
  /** Remembers between looks what has not changed. */
  readonly memory: FileWorkspace;
  /** Adds to a snapshot what the configuration lets flakewise write. */
  readonly complete: (snapshot: Snapshot) => Snapshot;
}

/** A configuration that cannot be used. */
export interface Misconfigured extends Workspace {
  readonly problems: readonly Diagnostic[];
}

/** How a session is asked for. */
export interface SessionOptions extends CheckOptions {
  /** Hears how many files there are at least, as soon as so many have been seen. */
  readonly saw?: (files: number) => void;
}

export async function openSession(
  paths: readonly string[],
  options: SessionOptions,
  terminal: Terminal,
): Promise<Session | Misconfigured | WrongUse> {
  const asked = await readAsked(paths, options, terminal);
  if ('wrongUse' in asked) return asked;
  const workspace = await openWorkspace(asked, options, terminal);
  if ('wrongUse' in workspace) return workspace;
  const config = await readConfiguration(workspace.files);
  if (config?.kind === 'problems') return { ...workspace, problems: config.problems };
  const selected = selectionOf(options, rulesIn(config?.config ?? defaultConfig));
  if (selected.kind === 'unknown') return { wrongUse: selected.message };
  const { baseline: known } = config?.config ?? defaultConfig;
  const baseline = openBaseline({ ...options, known }, workspace, terminal.directory);
  if (baseline !== undefined && 'wrongUse' in baseline) return baseline;
  const settings: Settings = {
    config: config?.config ?? defaultConfig,
    selection: selected.selection,
    reports: workspace.targets.includes,
    isPassing: options.fix !== true && options.diff !== true,
    ...(baseline?.baseline && { baseline: baseline.baseline }),
  };
  const isConfigured = config !== undefined;
  const memory = createWorkspace();
  const complete = await completionOf(settings.config);
  return { ...workspace, settings, chosen: options, isConfigured, baseline, memory, complete };
}

/** The rules of a directory's workspace; those of flakewise alone where its configuration is wrong. */
export async function rulesHere(directory: string): Promise<RulesHere> {
  const config = await readConfiguration(openDisk(workspaceRoot(directory, directory)));
  return {
    rules: rulesIn(config?.kind === 'config' ? config.config : defaultConfig),
    isWrong: config?.kind === 'problems',
  };
}

export interface RulesHere {
  readonly rules: readonly Rule[];
  /** Whether the configuration cannot be used, so that there may be conventions that are not known. */
  readonly isWrong: boolean;
}

/** The whole workspace of a directory, for commands that report no findings. */
export async function openWhole(directory: string): Promise<OpenedWorkspace | WrongUse> {
  const disk = openDisk(workspaceRoot(directory, directory));
  const config = await readConfiguration(disk);
  if (config?.kind === 'problems') {
    return { wrongUse: `\`${configFile}\` is wrong, \`flakewise check\` says where` };
  }
  const asked = config?.config ?? defaultConfig;
  const complete = await completionOf(asked);
  return {
    disk,
    directory: realpathSync(directory),
    config: asked,
    snapshot: complete(openSnapshot(disk, disk.paths, asked.analyzer)),
    display: displayFrom(realpathSync(directory), disk.root),
  };
}

/** A workspace as it is on disk. */
export interface OpenedWorkspace {
  readonly disk: DiskFiles;
  /** Absolute: where the command was called. */
  readonly directory: string;
  readonly config: Config;
  readonly snapshot: Snapshot;
  /** The path of a file from the working directory. */
  readonly display: (file: FilePath) => string;
}

async function openWorkspace(
  { targets: names, stdin }: Asked,
  options: Pick<SessionOptions, 'changed' | 'staged' | 'saw'>,
  terminal: Terminal,
): Promise<Workspace | WrongUse> {
  const { directory } = terminal;
  const folder = targetFolder(names?.[0], directory);
  const onDisk = openDisk(workspaceRoot(folder, directory), options.saw);
  const version = await openVersion(onDisk, options, terminal);
  if ('wrongUse' in version) return version;
  const { disk, changes, mayWrite } = version;
  const display = displayFrom(realpathSync(directory), disk.root);
  const common = { disk, display, changes, mayWrite };
  if (stdin === undefined) {
    const targets = resolveTargets(names, directory, disk);
    if ('wrongUse' in targets) return targets;
    return { ...common, files: disk, targets, stdin: undefined };
  }
  const file = pathInside(disk.root, realPath(resolve(directory, stdin.name)));
  if (file === undefined) return { wrongUse: `\`${stdin.name}\` is outside the workspace` };
  const targets = { includes: (other: FilePath) => other === file, named: [file] };
  const files = changedFiles(disk, new Map([[file, stdin.content]]));
  return { ...common, files, targets, stdin: file };
}

/** The version of the files that is asked about. Git is loaded, and called, only when it is. */
async function openVersion(
  disk: DiskFiles,
  { changed, staged }: Pick<CheckOptions, 'changed' | 'staged'>,
  terminal: Terminal,
): Promise<Pick<Workspace, 'disk' | 'changes' | 'mayWrite'> | WrongUse> {
  const mayWrite = (): boolean => true;
  if (!staged && changed === undefined) return { disk, changes: undefined, mayWrite };
  const { stagedChanges, workingChanges } = await import('./git/changes.ts');
  if (!staged) {
    const changes = workingChanges(disk, changed === true ? undefined : changed, terminal);
    return 'wrongUse' in changes ? changes : { disk, changes, mayWrite };
  }
  const index = stagedChanges(disk, terminal);
  if ('wrongUse' in index) return index;
  const { staged: files, changes } = index;
  return { disk: files, changes, mayWrite: (file) => files.isAsStaged(file) };
}

function displayFrom(directory: string, root: string): (file: FilePath) => string {
  const known = new Map<FilePath, string>();
  return (file) => {
    const path = known.get(file) ?? relative(directory, join(root, file)).split(sep).join('/');
    known.set(file, path);
    return path;
  };
}
