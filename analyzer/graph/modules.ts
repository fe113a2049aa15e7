import type { Facts } from '../facts/facts.ts';
import type { ModuleRow } from '../facts/machines.ts';
import { GraphBuilder } from './builder.ts';
import { counted } from './counted.ts';
import { doubt, fact, type Graph, type GraphFact } from './graph.ts';
import { machineId, shortened } from './hosts.ts';
import { pathParts } from './path-parts.ts';

/** The files that machines are made of, and which of them import which. */
export function moduleGraph(facts: Facts): Graph {
  const builder = new GraphBuilder();
  const { rows, gaps } = facts.table('module');
  const files = new Map(rows.map((row) => [row.file, row]));
  for (const row of rows) addFile(builder, row);
  for (const row of rows) {
    for (const importer of row.importers) addImport(builder, row, { importer, files });
  }
  for (const { name, class: hostClass, at, entry, output } of facts.table('host').rows) {
    const id = builder.node({
      id: machineId(name),
      kind: hostClass === 'home' ? 'home' : 'machine',
      label: name,
      hosts: [name],
      facts: [fact('output', output, at), ...(entry === undefined ? [] : [fact('entry', entry)])],
    });
    if (entry !== undefined && files.has(entry)) {
      builder.edge({ from: id, to: fileId(entry), kind: 'entry', hosts: [name] });
    }
  }
  for (const { known, reason, at } of gaps) {
    addGap(builder, {
      hosts: known.hosts ?? [],
      facts: [doubt('more modules', reason, at)],
      reason,
    });
  }
  return builder.build({
    kind: 'modules',
    title: 'Modules',
    about: 'The files that machines are made of: who imports whom, and which machines they reach.',
  });
}

function fileId(file: string): string {
  return `file:${file}`;
}

function addFile(builder: GraphBuilder, row: ModuleRow): void {
  const { folder, name } = pathParts(row.file);
  const reach =
    row.hosts.length === 1 ? `on ${row.hosts[0]}` : `on ${counted(row.hosts.length, 'machine')}`;
  builder.node({
    id: fileId(row.file),
    kind: row.kind === 'module' ? 'module' : 'code',
    label: name,
    lines: [...(folder === '' ? [] : [folder]), reach],
    family: folder,
    hosts: row.hosts,
    facts: fileFacts(row),
  });
}

function fileFacts({ file, at, kind, hosts, importers }: ModuleRow): readonly GraphFact[] {
  return [
    fact('file', file, at),
    fact('kind', kind === 'module' ? 'a module' : 'code that modules import'),
    fact('machines', shortened(hosts, 40).join(', ')),
    ...importers.map((importer) => fact('imported by', importer)),
  ];
}

interface Importing {
  readonly importer: string;
  readonly files: ReadonlyMap<string, ModuleRow>;
}

/** What imports and is no module itself: flakes, and code that makes machines. */
function addImport(builder: GraphBuilder, row: ModuleRow, { importer, files }: Importing): void {
  const from = files.has(importer)
    ? fileId(importer)
    : builder.node({
        id: fileId(importer),
        kind: /(^|\/)flake\.nix$/.test(importer) ? 'flake' : 'code',
        label: importer,
        facts: [fact('file', importer)],
      });
  builder.edge({ from, to: fileId(row.file), kind: 'import', hosts: row.hosts });
}

interface MissingModules {
  readonly hosts: readonly string[];
  readonly facts: readonly GraphFact[];
  readonly reason: string;
}

function addGap(builder: GraphBuilder, { hosts, facts, reason }: MissingModules): void {
  const id = builder.node({
    id: `unknown:${reason}`,
    kind: 'unknown',
    label: 'more modules?',
    lines: [reason],
    certain: false,
    hosts,
    facts,
  });
  for (const host of hosts) {
    builder.edge({ from: machineId(host), to: id, kind: 'import', certain: false, hosts: [host] });
  }
}
