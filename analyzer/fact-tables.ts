import type { Span } from '#parser/span.ts';
import type { NodeId, Tree } from '#parser/tree.ts';
import { cloudTables } from './cloud-tables.ts';
import { isKeptData } from './data/kept-files.ts';
import type { FilePath, Location } from './diagnostic.ts';
import { documentMakers } from './document-tables.ts';
import { filePath } from './evaluate/path-value.ts';
import { addressesOf } from './extract/addresses.ts';
import { dataTable, withheldData } from './extract/data-values.ts';
import { fileTable } from './extract/files.ts';
import { flagFacts } from './extract/flag-facts.ts';
import { hostTable } from './extract/hosts.ts';
import { importTable, keptElsewhere } from './extract/imports.ts';
import type { MachineTable } from './extract/machine.ts';
import { moduleTable } from './extract/modules.ts';
import { repeatedImportTable } from './extract/repeated-imports.ts';
import { routeTable } from './extract/routes.ts';
import { secretFacts } from './extract/secret-facts.ts';
import { joinedTable } from './extract/table.ts';
import type { Facts, Table } from './facts/facts.ts';
import type { TableName } from './facts/tables.ts';
import type { FleetHost } from './flake/fleet.ts';
import { flakeMakers } from './flake-tables.ts';
import { identityChecks } from './identity/checks.ts';
import type { Caches } from './incremental/caches.ts';
import { FleetFacts } from './incremental/fleet-facts.ts';
import { textIn, textsOf } from './incremental/texts.ts';
import type { View } from './incremental/trace.ts';
import { languageOf } from './language.ts';
import type { MachineWork } from './machine-work.ts';
import { oncePer } from './once-per.ts';
import type { MachineBriefs } from './options/briefs.ts';
import { isRulesFile, rulesFileTable, strayGrants } from './polkit/files.ts';
import { linkToNix } from './reach/links.ts';
import { nixFileTable } from './reach/table.ts';
import { mayNameFiles, wordsOfText } from './reach/texts.ts';
import type { Site } from './site.ts';
import { sourceOffset, stringContent } from './syntax/string-content.ts';

/** Facts, and the machines behind them. */
export interface FleetView extends Facts {
  machines(): Generator<FleetHost, void>;
  machine(name: string): FleetHost | undefined;
  evaluate(): Generator<undefined, void>;
  work(): MachineWork;
  briefs(): Generator<MachineBriefs | undefined, void>;
  release(most?: number): void;
}

/** The facts of a view; each table is made when it is first asked for. */
export function createFacts(view: View, caches: Caches): FleetView {
  const made = new Map<TableName, unknown>();
  const fleet = new FleetFacts(view, caches);
  const makers = tableMakers(view, caches, fleet);
  return {
    table<Name extends TableName>(name: Name): Table<Name> {
      const known = made.get(name) as Table<Name> | undefined;
      if (known) return known;
      const table = makers[name]();
      made.set(name, table);
      return table;
    },
    locate: (site) => locate(view, site),
    text: (file) => textIn(view, filePath(file)),
    tree: (file) => view.analysis(filePath(file))?.tree,
    machines: () => fleet.opened(),
    machine: (name) => fleet.evaluate(name),
    evaluate: () => fleet.evaluateAll(),
    work: () => fleet.work,
    briefs: () => fleet.briefs(),
    release: (most) => fleet.release(most),
  };
}

type Makers = { readonly [Name in TableName]: () => Table<Name> };

function tableMakers(view: View, caches: Caches, fleet: FleetFacts): Makers {
  const machines = machineMakers(fleet);
  const secrets = secretFacts(view, caches, fleet);
  return {
    ...machines,
    host: () => hostTable(fleet.machines, fleet.gaps),
    module: () => moduleTable(fleet.machines.map(({ files }) => files)),
    import: () => imports(view, fleet),
    'repeated-import': () =>
      repeatedImportTable(
        fleet.machines.map(({ files }) => files),
        (site) => isLiteralPath(view, site),
      ),
    file: () => fileTable(view.paths),
    'nix-file': () => nixFiles(view, caches, fleet),
    option: () => joinedTable(fleet.options),
    'home-option': () => joinedTable(fleet.homeOptions),
    route: () => routes(fleet),
    ...secrets,
    data: () => dataValues(view, caches, secrets['secret-file']()),
    ...cloudTables(view, caches),
    grant: () => grants(machines.grant(), view, caches),
    ...flakeMakers(view, caches, fleet),
    ...documentMakers(view, caches),
    'identity-check': () => identityTable(view, caches),
    ...flagFacts(view, caches, fleet),
    generated: () => ({ rows: [], gaps: [] }),
  };
}

function imports(view: View, fleet: FleetFacts): Table<'import'> {
  const patterns = textsOf(view, (file) => /(^|\/)\.gitignore$/.test(file));
  const elsewhere = keptElsewhere(patterns, textIn(view, filePath('.gitmodules')) ?? '');
  return importTable(
    fleet.machines.map(({ files }) => files),
    elsewhere,
  );
}

function isLiteralPath(view: View, { file, expr }: Site): boolean {
  const written = view.analysis(file)?.module.exprs[expr];
  return written?.kind === 'path' && written.parts.length === 1;
}

const nixFilesAmong = oncePer((paths: readonly FilePath[]) =>
  paths.filter((file) => languageOf(file) === 'nix'),
);

function nixFiles(view: View, { textWords }: Caches, { machines }: FleetFacts): Table<'nix-file'> {
  const closures = machines.flatMap(({ files }) => files.files.map(({ file }) => file));
  return nixFileTable({
    files: nixFilesAmong(view.paths),
    machines: machines.length === 0 ? undefined : closures,
    link: linkToNix(view),
    texts: textWords.of(textsOf(view, mayNameFiles), wordsOfText),
    analysis: (file) => view.analysis(file),
  });
}

/** Tables that are made machine by machine. */
function machineMakers(fleet: FleetFacts): Pick<Makers, MachineTable> {
  const joined =
    <Name extends MachineTable>(name: Name) =>
    (): Table<Name> =>
      joinedTable(fleet.machines.map(({ tables }) => tables[name]));
  return {
    secret: joined('secret'),
    'secret-identity': joined('secret-identity'),
    'secret-template': joined('secret-template'),
    'secret-lookup': joined('secret-lookup'),
    'secret-reference': joined('secret-reference'),
    user: joined('user'),
    group: joined('group'),
    service: joined('service'),
    'open-port': joined('open-port'),
    listener: joined('listener'),
    tunnel: joined('tunnel'),
    'tunnel-peer': joined('tunnel-peer'),
    'tunnel-route': joined('tunnel-route'),
    certificate: joined('certificate'),
    'known-account': joined('known-account'),
    trigger: joined('trigger'),
    container: joined('container'),
    runner: joined('runner'),
    backup: joined('backup'),
    persisted: joined('persisted'),
    mount: joined('mount'),
    database: joined('database'),
    'database-user': joined('database-user'),
    deployment: joined('deployment'),
    homebrew: joined('homebrew'),
    grant: joined('grant'),
  };
}

function grants(machines: Table<'grant'>, view: View, { rulesFiles }: Caches): Table<'grant'> {
  const files = rulesFiles.of(textsOf(view, isRulesFile), rulesFileTable);
  return joinedTable([machines, strayGrants(files, machines)]);
}

/** Values of data, without those of files that hold secrets by whatever sign. */
function dataValues(view: View, { data }: Caches, secrets: Table<'secret-file'>): Table<'data'> {
  const { rows, gaps } = secrets;
  const withheld = new Set<string>(
    [...rows, ...gaps.map(({ known }) => known)].flatMap(({ file }) => file ?? []),
  );
  const isOpen = (file: FilePath): boolean => isKeptData(file) && !withheld.has(file);
  const secretFiles = view.paths.filter((file) => isKeptData(file) && withheld.has(file));
  return joinedTable([...data.of(textsOf(view, isOpen), dataTable), withheldData(secretFiles)]);
}

function routes({ machines, gaps }: FleetFacts): Table<'route'> {
  const addresses = addressesOf(
    machines.map((machine) => machine.addresses),
    { isOpen: gaps.length > 0 },
  );
  return routeTable(
    machines.map((machine) => machine.routes),
    addresses,
  );
}

function identityTable(view: View, { identity }: Caches): Table<'identity-check'> {
  const texts = textsOf(view, (file) => languageOf(file) === 'nix');
  const rows = identity.of(texts, (file) => {
    const analysis = view.analysis(file);
    return analysis ? identityChecks(file, analysis) : [];
  });
  return { rows: rows.flat(), gaps: [] };
}

/** Where a site is in today's text. A file without a tree has offsets for sites, and ranges from there on. */
function locate(view: View, site: Site): Location {
  const analysis = site.isOffset ? undefined : view.analysis(site.file);
  if (!analysis) {
    const { start, end } = site.content ?? { start: 0, end: 0 };
    return { file: site.file, span: { start: site.expr + start, end: site.expr + end } };
  }
  const row = analysis.language === 'nix' ? (analysis.sourceMap.nodes[site.expr] ?? 0) : site.expr;
  const span = { start: analysis.tree.start[row] ?? 0, end: analysis.tree.end[row] ?? 0 };
  return {
    file: site.file,
    span: contentSpan(analysis.tree, row, site) ?? span,
  };
}

/** The source of part of a string. */
function contentSpan(tree: Tree, row: number, { content, part }: Site): Span | undefined {
  if (!content) return undefined;
  const parts = stringContent(tree, row as NodeId);
  const text = part === undefined && parts.length > 1 ? undefined : parts[part ?? 0];
  if (text?.kind !== 'text') return undefined;
  return {
    start: sourceOffset(text.runs, content.start),
    end: sourceOffset(text.runs, Math.max(content.start, content.end - 1)) + 1,
  };
}
