import type { Span } from '#parser/span.ts';
import type { NodeId, Tree } from '#parser/tree.ts';
import type { FilePath, Location } from './diagnostic.ts';
import { groupTable, knownAccountTable, userTable } from './extract/accounts.ts';
import { backupTable } from './extract/backups.ts';
import { certificateTable } from './extract/certificates.ts';
import { containerTable } from './extract/containers.ts';
import { databaseTable, databaseUserTable } from './extract/databases.ts';
import { homebrewTable } from './extract/homebrew.ts';
import { hostTable } from './extract/hosts.ts';
import { moduleTable } from './extract/modules.ts';
import { mountTable } from './extract/mounts.ts';
import { openPortTable } from './extract/open-ports.ts';
import { optionTable } from './extract/options.ts';
import { persistedTable } from './extract/persisted.ts';
import { routeTable } from './extract/routes.ts';
import { runnerTable } from './extract/runners.ts';
import { secretReferenceTable } from './extract/secret-references.ts';
import { secretTable } from './extract/secrets.ts';
import { serviceTable } from './extract/services.ts';
import { TableBuilder } from './extract/table.ts';
import { triggerTable } from './extract/triggers.ts';
import { tunnelTable } from './extract/tunnels.ts';
import type { Facts, Table } from './facts/facts.ts';
import type { TableName } from './facts/tables.ts';
import type { Files } from './files.ts';
import { evaluateFleet, type Fleet } from './flake/fleet.ts';
import { type HclFacts, type HclInput, hclFacts } from './hcl/facts.ts';
import { identityChecks } from './identity/checks.ts';
import { languageOf } from './language.ts';
import { type Document, docTable, isFleetDocument } from './markdown/tables.ts';
import type { Site } from './site.ts';
import { sourceOffset, stringContent } from './syntax/string-content.ts';
import type { Snapshot } from './workspace.ts';

/** The facts of a snapshot; each table is made when it is first asked for. */
export function createFacts(snapshot: Snapshot): Facts {
  const made = new Map<TableName, unknown>();
  const makers = tableMakers(snapshot);
  return {
    table<Name extends TableName>(name: Name): Table<Name> {
      const known = made.get(name) as Table<Name> | undefined;
      if (known) return known;
      const table = makers[name]();
      made.set(name, table);
      return table;
    },
    locate: (site) => locate(snapshot, site),
    text: (file) => snapshot.text(file as FilePath),
  };
}

/** The machines of a snapshot. */
export function createFleet(files: Files, snapshot: Snapshot): Fleet {
  const module = (file: FilePath) =>
    languageOf(file) === 'nix' ? snapshot.analysis(file)?.module : undefined;
  const { derivations } = snapshot.settings;
  return evaluateFleet({ files, module, derivations }, flakesOf(snapshot));
}

type Makers = { readonly [Name in TableName]: () => Table<Name> };

function tableMakers(snapshot: Snapshot): Makers {
  let hcl: HclFacts | undefined;
  const machines = (): Fleet => snapshot.fleet();
  const cloud = (): HclFacts => (hcl ??= hclFacts(hclInputs(snapshot)));
  return {
    host: () => hostTable(machines()),
    module: () => moduleTable(machines()),
    option: () => optionTable(machines()),
    secret: () => secretTable(machines()),
    'secret-reference': () => secretReferenceTable(machines(), (file) => snapshot.analysis(file)),
    user: () => userTable(machines()),
    group: () => groupTable(machines()),
    'known-account': () => knownAccountTable(machines()),
    service: () => serviceTable(machines()),
    trigger: () => triggerTable(machines()),
    container: () => containerTable(machines()),
    runner: () => runnerTable(machines()),
    backup: () => backupTable(machines()),
    persisted: () => persistedTable(machines()),
    mount: () => mountTable(machines()),
    database: () => databaseTable(machines()),
    'database-user': () => databaseUserTable(machines()),
    homebrew: () => homebrewTable(machines()),
    'open-port': () => openPortTable(machines()),
    route: () => routeTable(machines()),
    tunnel: () => tunnelTable(machines()),
    certificate: () => certificateTable(machines(), (file) => snapshot.text(file)),
    'dns-record': () => cloud()['dns-record'],
    'dns-zone': () => cloud()['dns-zone'],
    'ingress-rule': () => cloud()['ingress-rule'],
    'doc-table': () => docTable(documentsOf(snapshot)),
    'identity-check': () => identityTable(snapshot),
  };
}

/**
 * Flakes nearer to the root first, so that the names of their machines win.
 * What `nix flake init` copies to others describes no machine of this fleet.
 */
function flakesOf(snapshot: Snapshot): readonly FilePath[] {
  const depth = (file: string): number => file.split('/').length;
  return snapshot.files
    .filter((file) => file === 'flake.nix' || file.endsWith('/flake.nix'))
    .filter((file) => !/(^|\/)templates?\//.test(file))
    .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

function hclInputs(snapshot: Snapshot): readonly HclInput[] {
  return snapshot.files.flatMap((file): HclInput[] => {
    if (languageOf(file) === 'hcl') {
      const analysis = snapshot.analysis(file);
      return analysis ? [{ kind: 'hcl', file, tree: analysis.tree }] : [];
    }
    const text = /\.tfvars\.json$|\.tf\.json$|\.tofu\.json$/.test(file)
      ? snapshot.text(file)
      : undefined;
    return text === undefined ? [] : [{ kind: 'json', file, text }];
  });
}

function* documentsOf(snapshot: Snapshot): Generator<Document> {
  for (const file of snapshot.files) {
    const text = isFleetDocument(file) ? snapshot.text(file) : undefined;
    if (text !== undefined) yield { file, text };
  }
}

function identityTable(snapshot: Snapshot): Table<'identity-check'> {
  const table = new TableBuilder('identity-check');
  for (const file of snapshot.files) {
    if (languageOf(file) !== 'nix') continue;
    const analysis = snapshot.analysis(file);
    for (const row of analysis ? identityChecks(file, analysis) : []) table.add(row);
  }
  return table;
}

/** Where a site is in today's text. A file without a tree has offsets for sites, and ranges from there on. */
function locate(snapshot: Snapshot, site: Site): Location {
  const analysis = snapshot.analysis(site.file);
  if (!analysis) {
    const { start, end } = site.content ?? { start: 0, end: 0 };
    return { file: site.file, span: { start: site.expr + start, end: site.expr + end } };
  }
  const row = analysis.language === 'nix' ? (analysis.sourceMap.nodes[site.expr] ?? 0) : site.expr;
  const span = { start: analysis.tree.start[row] ?? 0, end: analysis.tree.end[row] ?? 0 };
  return {
    file: site.file,
    span: (site.content && contentSpan(analysis.tree, row, site.content)) ?? span,
  };
}

/** The source of part of a string; a string with interpolations has no such part. */
function contentSpan(tree: Tree, row: number, content: Span): Span | undefined {
  const parts = stringContent(tree, row as NodeId);
  const [only] = parts;
  if (parts.length !== 1 || only?.kind !== 'text') return undefined;
  return {
    start: sourceOffset(only.runs, content.start),
    end: sourceOffset(only.runs, Math.max(content.start, content.end - 1)) + 1,
  };
}
