import type { FilePath } from '../diagnostic.ts';
import type { Session } from '../evaluate/session.ts';
import type { Gap, Table } from '../facts/facts.ts';
import type { HostClass, ModuleRow } from '../facts/machines.ts';
import type { FleetHost } from '../flake/fleet.ts';
import type { ModuleGap, ModuleImport, ModuleInstance } from '../nixos/collected-modules.ts';
import type { Evaluation } from '../nixos/evaluation.ts';
import type { Site } from '../site.ts';
import {
  type LiteralImport,
  literalImports,
  literalPaths,
  reachableFiles,
} from '../syntax/import-graph.ts';
import { TableBuilder } from './table.ts';

/** The files that one machine is made of. */
export interface MachineFiles {
  readonly host: string;
  readonly files: readonly MachineFile[];
  readonly gaps: readonly Gap<'module'>[];
  /** What the modules of the machine import, and those of each of its homes. */
  readonly closures: readonly (readonly ModuleImport[])[];
  /** The files that stand in its own list of modules, the last first. */
  readonly listed: readonly FilePath[];
}

interface MachineFile {
  readonly file: FilePath;
  readonly kind: ModuleRow['kind'];
  /** All that the file says. */
  readonly at: Site;
  readonly classes: readonly HostClass[];
  readonly importers: readonly FilePath[];
}

/** Modules, and what they import as code. */
export function machineFiles(session: Session, host: FleetHost): MachineFiles {
  const table = new TableBuilder('module');
  const files = new Map<FilePath, Reach>();
  const closures: (readonly ModuleImport[])[] = [];
  for (const evaluation of evaluationsOf(host)) {
    const { modules, gaps, imports } = evaluation.collected();
    closures.push(imports);
    for (const module of modules) noteReach(files, module, evaluation.class);
    noteGaps(table, gaps, host.name);
  }
  addImported(session, files, host);
  const found = [...files].map(([file, { kind, classes, importers }]): MachineFile => {
    const at = { file, expr: session.code(file)?.module.root ?? 0 };
    return { file, kind, at, classes: [...classes], importers: [...importers] };
  });
  return { host: host.name, files: found, gaps: table.gaps, closures, listed: listedFiles(host) };
}

/** Where more files may be reached. A module of an input cannot import files of this repository. */
function noteGaps(table: TableBuilder<'module'>, gaps: readonly ModuleGap[], host: string): void {
  for (const { why } of gaps) {
    if (why.kind === 'unknown' && why.reason.kind === 'input') continue;
    const reason = why.kind === 'unknown' ? why : `a module fails: ${why.message}`;
    table.gap({ hosts: [host] }, reason, why.at);
  }
}

interface Reach {
  readonly kind: ModuleRow['kind'];
  readonly classes: Set<HostClass>;
  readonly importers: Set<FilePath>;
}

function reachOf(files: Map<FilePath, Reach>, file: FilePath, kind: Reach['kind']): Reach {
  const reach = files.get(file) ?? { kind, classes: new Set(), importers: new Set() };
  files.set(file, reach);
  return reach;
}

function noteReach(
  files: Map<FilePath, Reach>,
  { file, importer }: ModuleInstance,
  moduleClass: HostClass,
): void {
  if (file === undefined) return;
  const reach = reachOf(files, file, 'module');
  reach.classes.add(moduleClass);
  if (importer !== undefined && importer !== file) reach.importers.add(importer);
}

/** What modules import as code is part of every machine that has the module. The flake imports for all of them. */
function addImported(session: Session, files: Map<FilePath, Reach>, host: FleetHost): void {
  const known = new Map<FilePath, readonly LiteralImport[]>();
  const importsOf = (file: FilePath): readonly LiteralImport[] => {
    const paths = known.has(file) ? undefined : session.tell(file, literalPaths);
    const found = known.get(file) ?? literalImports(file, paths ?? [], session.files);
    known.set(file, found);
    return found;
  };
  const own = [...files.keys()].filter((file) => file !== host.flake);
  for (const file of reachableFiles(own, importsOf)) reachOf(files, file, 'import');
  for (const [file, imports] of known) {
    for (const { target, direct } of imports) if (direct) files.get(target)?.importers.add(file);
  }
}

interface Joined {
  kind: ModuleRow['kind'];
  readonly at: Site;
  readonly classes: Set<HostClass>;
  readonly hosts: Set<string>;
}

function joinedFrom({ kind, at }: MachineFile): Joined {
  return { kind, at, classes: new Set(), hosts: new Set() };
}

/** Every file that some machine is made of, with who imports it. */
export function moduleTable(machines: readonly MachineFiles[]): Table<'module'> {
  const rows = new Map<FilePath, Joined>();
  const importers = new Map<FilePath, Set<FilePath>>();
  for (const { host, files } of machines) {
    for (const file of files) {
      const row = rows.get(file.file) ?? joinedFrom(file);
      rows.set(file.file, row);
      row.hosts.add(host);
      for (const each of file.classes) row.classes.add(each);
      if (file.kind === 'module') row.kind = 'module';
      const known = importers.get(file.file) ?? new Set();
      importers.set(file.file, known);
      for (const importer of file.importers) known.add(importer);
    }
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    rows: sorted.map(([file, { kind, at, classes, hosts }]) => ({
      at,
      file,
      kind,
      classes: [...classes].sort(),
      hosts: [...hosts].sort(),
      importers: [...(importers.get(file) ?? [])].sort(),
    })),
    gaps: machines.flatMap(({ gaps }) => gaps),
  };
}

/** The machine's own evaluation and those of its homes. */
function evaluationsOf(host: FleetHost): readonly Evaluation[] {
  return [host.evaluation, ...host.homes.map((home) => home.evaluation)];
}

/** The first file in the machine's list of modules that no other machine lists. */
export function entryOf(
  machine: MachineFiles,
  machines: readonly MachineFiles[],
): FilePath | undefined {
  const others = new Set(
    machines.flatMap(({ host, listed }) => (host === machine.host ? [] : listed)),
  );
  const own = machine.listed.filter((file) => !others.has(file));
  return own.find((file) => isCalled(file, machine.host)) ?? own[0];
}

/** Whether a file, or a folder above it, is called like the machine. */
function isCalled(file: FilePath, machine: string): boolean {
  return file
    .replace(/\.nix$/, '')
    .split('/')
    .includes(machine);
}

/** Files that are modules before those in whose code modules stand. */
function listedFiles(host: FleetHost): FilePath[] {
  const listed = host.evaluation.collected().modules.flatMap((module) => module.listed ?? []);
  const inOrder = listed.toReversed().filter(({ file }) => file !== host.flake);
  const whole = inOrder.filter(({ part }) => part === 'all');
  const others = inOrder.filter(({ part }) => part === 'some');
  return [...whole, ...others].map(({ file }) => file);
}
