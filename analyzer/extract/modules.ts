import type { FilePath } from '../diagnostic.ts';
import type { Fleet, FleetHost } from '../fleet.ts';
import type { Evaluation } from '../nixos/evaluation.ts';
import { TableBuilder } from './table.ts';

/** Every file that some machine is made of, with who imports it. */
export function moduleTable(fleet: Fleet): TableBuilder<'module'> {
  const table = new TableBuilder('module');
  const files = new Map<
    FilePath,
    { readonly hosts: Set<string>; readonly importers: Set<FilePath> }
  >();
  const entry = (file: FilePath) => {
    const found = files.get(file) ?? { hosts: new Set<string>(), importers: new Set<FilePath>() };
    files.set(file, found);
    return found;
  };
  for (const host of fleet.hosts) {
    for (const evaluation of evaluationsOf(host)) {
      for (const module of evaluation.collected().modules) {
        if (module.file === undefined) continue;
        const found = entry(module.file);
        found.hosts.add(host.name);
        if (module.importer !== undefined && module.importer !== module.file)
          found.importers.add(module.importer);
      }
      for (const gap of evaluation.collected().gaps) {
        table.gap(
          { hosts: [host.name] },
          gap.why.kind === 'unknown' ? gap.why : `a module fails: ${gap.why.message}`,
          gap.why.at,
        );
      }
    }
  }
  for (const [file, { hosts, importers }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    table.add({
      at: { file, expr: fleet.session.module(file)?.root ?? 0 },
      file,
      hosts: [...hosts].sort(),
      importers: [...importers].sort(),
    });
  }
  return table;
}

/** The machine's own evaluation and those of its homes. */
export function evaluationsOf(host: FleetHost): readonly Evaluation[] {
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
