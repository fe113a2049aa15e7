import { realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { changedFiles } from '#analyzer/changed-files.ts';
import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { Files } from '#analyzer/files.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import {
  type Change,
  createWorkspace,
  type Workspace as FileWorkspace,
  openSnapshot,
} from '#analyzer/workspace.ts';
import type { ConfigResult } from '#linter/config.ts';
import { isOpenSecret } from '#linter/encrypted.ts';
import { inOrder, type LintResult, lint } from '#linter/lint.ts';
import { type MachineCoverage, machineCoverage } from '#linter/machines.ts';
import { readProblems } from '#linter/readable.ts';
import type { Rule } from '#linter/rule.ts';
import { selectionOf } from '#linter/selection.ts';
import {
  type Config,
  configFile,
  defaultConfig,
  globMatcher,
  type Settings,
} from '#linter/settings.ts';
import { rules } from '#rules/index.ts';
import { type Asked, readAsked } from './asked.ts';
import { type BaselineFile, openBaseline } from './baseline.ts';
import { broughtBy } from './brought.ts';
import type { CheckOptions } from './commands/check-options.ts';
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
  readonly isConfigured: boolean;
  readonly baseline: BaselineFile | undefined;
  /** Remembers between looks what has not changed. */
  readonly memory: FileWorkspace;
  /** What there was to say before the changes; worked out when first asked for. */
  readonly earlier: () => readonly Diagnostic[];
}

/** A configuration that cannot be used. */
export interface Misconfigured extends Workspace {
  readonly problems: readonly Diagnostic[];
}

export async function openSession(
  paths: readonly string[],
  options: CheckOptions,
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
    ...(baseline?.baseline && { baseline: baseline.baseline }),
  };
  const base = { ...workspace, settings, isConfigured: config !== undefined, baseline };
  const session = { ...base, memory: createWorkspace(), earlier: () => [] };
  return { ...session, earlier: once(() => earlierFindings(session)) };
}

/** The rules of flakewise and the conventions of a configuration. */
export function rulesIn({ conventions }: Config): readonly Rule[] {
  return conventions.length === 0 ? rules : [...rules, ...conventions];
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

/** What one look at a workspace led to. */
export interface SessionResult extends LintResult {
  /** Every rule that could have spoken. */
  readonly rules: readonly Rule[];
  /** Worked out when asked for. */
  readonly machines: () => MachineCoverage;
  /** Whether a file holds secrets that lie open, by what is known of the whole workspace. */
  readonly isSecret: (file: FilePath) => boolean;
}

/** The whole workspace of a directory, for commands that report no findings. */
export async function openWhole(directory: string): Promise<OpenedWorkspace | WrongUse> {
  const disk = openDisk(workspaceRoot(directory, directory));
  const config = await readConfiguration(disk);
  if (config?.kind === 'problems') {
    return { wrongUse: `\`${configFile}\` is wrong, \`flakewise check\` says where` };
  }
  const { analyzer } = config?.config ?? defaultConfig;
  return {
    root: disk.root,
    snapshot: openSnapshot(disk, disk.paths, analyzer),
    display: displayFrom(realpathSync(directory), disk.root),
  };
}

/** A workspace as it is on disk. */
export interface OpenedWorkspace {
  /** Absolute. */
  readonly root: string;
  readonly snapshot: Snapshot;
  /** The path of a file from the working directory. */
  readonly display: (file: FilePath) => string;
}

/** Everything there is to say about the workspace when these files have these texts. */
export function lintSession(
  session: Session,
  changed: ReadonlyMap<FilePath, string>,
): SessionResult {
  const { disk, files, targets, stdin, changes } = session;
  const named = targets.named.filter((file) => changes === undefined || disk.paths.includes(file));
  const added = [...named, ...(stdin === undefined ? [] : [stdin])];
  const paths = [...new Set([...disk.paths, ...added])].sort();
  const { snapshot, result } = lintVersion(session, { files, paths, changed });
  const machines = (): MachineCoverage => machineCoverage(() => snapshot.facts());
  const isSecret = (file: FilePath): boolean => isOpenSecret(snapshot.facts(), file);
  const known = { rules: rulesIn(session.settings.config), machines, isSecret };
  if (changes === undefined) return { ...result, ...known };
  return {
    ...result,
    ...known,
    diagnostics: broughtBy(changes.files, {
      findings: result.diagnostics,
      earlier: session.earlier,
      isRewritten: (file) => changed.has(file),
    }),
    files: result.files.filter((file) => changes.files.has(file)),
  };
}

/** Texts of the workspace at one time. */
interface Version {
  readonly files: Files;
  readonly paths: readonly FilePath[];
  /** Files that have other texts. */
  readonly changed: ReadonlyMap<FilePath, string>;
}

function lintVersion(
  { disk, settings, memory }: Session,
  { files, paths, changed }: Version,
): { readonly snapshot: Snapshot; readonly result: LintResult } {
  memory.apply([
    { kind: 'configure', settings: settings.config.analyzer },
    { kind: 'open', files, paths },
    ...[...changed].map(([file, text]): Change => {
      return { kind: 'set', file, content: { kind: 'text', text } };
    }),
  ]);
  const snapshot = memory.snapshot();
  const result = lint(snapshot, rulesIn(settings.config), settings);
  const excluded = globMatcher(settings.config.exclude);
  const read = [...new Set([...paths, ...disk.links])].filter((file) => {
    return settings.reports(file) && !excluded(file);
  });
  const problems = readProblems(snapshot.contents, read, settings);
  return {
    snapshot,
    result: { ...result, diagnostics: inOrder([...result.diagnostics, ...problems]) },
  };
}

/** The findings of the version before the changes, under the settings of now. */
function earlierFindings(session: Session): readonly Diagnostic[] {
  if (session.changes === undefined) return [];
  return lintVersion(session, { ...session.changes.before, changed: new Map() }).result.diagnostics;
}

function once<Value>(work: () => Value): () => Value {
  let done: { readonly value: Value } | undefined;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
}

async function openWorkspace(
  { targets: names, stdin }: Asked,
  options: Pick<CheckOptions, 'changed' | 'staged'>,
  terminal: Terminal,
): Promise<Workspace | WrongUse> {
  const { directory } = terminal;
  const folder = targetFolder(names?.[0], directory);
  const onDisk = openDisk(workspaceRoot(folder, directory));
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

/** What the configuration file says; `undefined` without one. Its parser is loaded only here. */
async function readConfiguration(files: Files): Promise<ConfigResult | undefined> {
  const content = files.read(configFile);
  if (content.kind === 'absent') return undefined;
  const { readConfig, unreadableConfig } = await import('#linter/config.ts');
  if (content.kind === 'text') return readConfig(content.text, rules, (file) => files.read(file));
  return { kind: 'problems', problems: [unreadableConfig(content.detail)] };
}

function displayFrom(directory: string, root: string): (file: FilePath) => string {
  return (file) => relative(directory, join(root, file)).split(sep).join('/');
}
