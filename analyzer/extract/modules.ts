import type { FilePath } from '../diagnostic.ts';
import type { ModuleRow } from '../facts/machines.ts';
import type { Fleet, FleetHost } from '../flake/fleet.ts';
import type { Evaluation } from '../nixos/evaluation.ts';
import type { ModuleGap, ModuleInstance } from '../nixos/modules.ts';
import { type LiteralImport, literalImports, reachableFiles } from '../syntax/import-graph.ts';
import { TableBuilder } from './table.ts';

/** Every file that some machine is made of, with who imports it. */
export function moduleTable(fleet: Fleet): TableBuilder<'module'> {
  const table = new TableBuilder('module');
  const files = new Map<FilePath, Reach>();
  for (const host of fleet.hosts) {
    for (const evaluation of evaluationsOf(host)) {
      const { modules, gaps } = evaluation.collected();
      for (const module of modules) noteReach(files, module, host.name);
      noteGaps(table, gaps, host.name);
    }
  }
  addImported(fleet, files);
  for (const [file, { hosts, importers, kind }] of [...files].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const at = { file, expr: fleet.session.module(file)?.root ?? 0 };
    table.add({ at, file, kind, hosts: [...hosts].sort(), importers: [...importers].sort() });
  }
  return table;
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
  readonly hosts: Set<string>;
  readonly importers: Set<FilePath>;
}

function noteReach(files: Map<FilePath, Reach>, module: ModuleInstance, host: string): void {
  const { file, importer } = module;
  if (file === undefined) return;
  const reach = files.get(file) ?? { kind: 'module', hosts: new Set(), importers: new Set() };
  files.set(file, reach);
  reach.hosts.add(host);
  if (importer !== undefined && importer !== file) reach.importers.add(importer);
}

/** What modules import as code is part of every machine that has the module. The flake imports for all of them. */
function addImported(fleet: Fleet, files: Map<FilePath, Reach>): void {
  const { session } = fleet;
  const known = new Map<FilePath, readonly LiteralImport[]>();
  const importsOf = (file: FilePath): readonly LiteralImport[] => {
    const module = known.has(file) ? undefined : session.module(file);
    const found = known.get(file) ?? (module ? literalImports(file, module, session.files) : []);
    known.set(file, found);
    return found;
  };
  for (const host of fleet.hosts) {
    const own = [...files].flatMap(([file, reach]) =>
      reach.hosts.has(host.name) && file !== host.flake ? [file] : [],
    );
    for (const file of reachableFiles(own, importsOf)) {
      const reach = files.get(file) ?? { kind: 'import', hosts: new Set(), importers: new Set() };
      files.set(file, reach);
      reach.hosts.add(host.name);
    }
  }
  for (const [file, imports] of known) {
    for (const { target, direct } of imports) if (direct) files.get(target)?.importers.add(file);
  }
}

/** The machine's own evaluation and those of its homes. */
function evaluationsOf(host: FleetHost): readonly Evaluation[] {
  return [host.evaluation, ...host.homes.map((home) => home.evaluation)];
}

/** The first file in the machine's list of modules that no other machine lists; else the first file. */
export function entryOf(fleet: Fleet, host: FleetHost): FilePath | undefined {
  const direct = directFiles(host);
  const others = new Set(fleet.hosts.filter((other) => other !== host).flatMap(directFiles));
  return direct.find((file) => !others.has(file)) ?? direct[0];
}

function directFiles(host: FleetHost): FilePath[] {
  const files = host.evaluation
    .collected()
    .modules.flatMap((module) =>
      module.file !== undefined &&
      module.file !== host.flake &&
      (module.importer === undefined || module.importer === host.flake)
        ? [module.file]
        : [],
    );
  return files.reverse();
}
