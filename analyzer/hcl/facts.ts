import { type Cell, isUndecided } from '../facts/cell.ts';
import type { Gap, Table } from '../facts/facts.ts';
import type { DnsRecordRow, DnsZoneRow, IngressRuleRow } from '../facts/network.ts';
import type { Files } from '../files.ts';
import type { Site } from '../site.ts';
import { dnsRecord, isDnsRecord } from './dns-records.ts';
import { dnsZone, isDnsZone, zonesOfMap } from './dns-zones.ts';
import { evaluate } from './evaluate/evaluate.ts';
import type { Resolved, Session } from './evaluate/scope.ts';
import { ingressRules, isIngressRule } from './ingress-rules.ts';
import { calledDirectories, callModule } from './modules/instances.ts';
import { type HclInput, type HclModule, readModules } from './modules/module.ts';
import { boundScope, type ModuleScope } from './modules/module-scope.ts';
import { resolveName } from './modules/references.ts';
import { variableFiles, variableValues } from './modules/variable-files.ts';
import { partOf, type Resource, resourcesOf } from './resource.ts';
import { type HclBlock, labelText } from './syntax/document.ts';
import { type HclTable, hclTables, isUnreadType, tableOf, tablesBehind } from './tables.ts';
import { failure, reasonOf, type Value } from './values/value.ts';

export type { HclInput } from './modules/module.ts';

/** The tables that follow from OpenTofu files. */
export type HclFacts = { readonly [Name in HclTable]: Table<Name> };

/**
 * Reads every root among the files, with the modules that it calls. A
 * directory is a root unless another one calls it.
 */
export function hclFacts(inputs: readonly HclInput[], files?: Files): HclFacts {
  const modules = readModules(inputs);
  const workspace = { inputs, modules, files };
  const scopes = [...modules.values()].map((module) => rootScope(module, workspace));
  const called = new Set(scopes.flatMap(calledDirectories));
  const found = new Findings();
  for (const scope of scopes) {
    if (!called.has(scope.module.directory)) readRoot(scope, found);
  }
  return found.tables();
}

/** Steps that one root may cost. Real ones take some thousands. */
const budget = 2_000_000;

interface Workspace {
  readonly inputs: readonly HclInput[];
  readonly modules: ReadonlyMap<string, HclModule>;
  readonly files: Files | undefined;
}

function rootScope(module: HclModule, { inputs, modules, files }: Workspace): ModuleScope {
  const session: Session = {
    evaluate,
    files,
    directory: module.directory,
    steps: budget,
    depth: 0,
    interruptions: 0,
    values: new Map(),
    open: new Set(),
    templates: 0,
  };
  const given = new Map<string, Value>();
  const scope = boundScope({
    module,
    modules,
    callers: [module.directory],
    prefix: '',
    path: '.',
    argument: (name) => given.get(name),
    resolver: resolveName,
    names: new Map(),
    session,
  });
  const closed = { session, names: new Map(), resolve: nothingKnown };
  for (const file of variableFiles(inputs, module.directory)) {
    for (const [name, value] of variableValues(file, closed)) given.set(name, value);
  }
  return scope;
}

/** Files of variables know no names. */
function nothingKnown(root: string): Resolved {
  return { value: failure(`\`${root}\` stands for nothing here`), used: 0 };
}

/** Rows and gaps as they are found. */
class Findings {
  readonly records: DnsRecordRow[] = [];
  readonly zones: DnsZoneRow[] = [];
  readonly rules: IngressRuleRow[] = [];
  readonly #gaps: { readonly table: HclTable; readonly gap: Omit<Gap, 'table'> }[] = [];

  gap(table: HclTable, gap: Omit<Gap, 'table'>): void {
    this.#gaps.push({ table, gap });
  }

  gaps(tables: readonly HclTable[], reason: string, at: Site): void {
    for (const table of tables) this.gap(table, { known: {}, reason, at });
  }

  tables(): HclFacts {
    return {
      'dns-record': { rows: this.records, gaps: this.#gapsOf('dns-record') },
      'dns-zone': { rows: distinctZones(this.zones), gaps: this.#gapsOf('dns-zone') },
      'ingress-rule': { rows: this.rules, gaps: this.#gapsOf('ingress-rule') },
    };
  }

  #gapsOf<Name extends HclTable>(table: Name): Gap<Name>[] {
    const mine = this.#gaps.filter((entry) => entry.table === table);
    return mine.map(({ gap: { known, reason, at } }) => ({ table, known, reason, at }));
  }
}

/** One row for each place, however many records use the map. */
function distinctZones(zones: readonly DnsZoneRow[]): DnsZoneRow[] {
  const byPlace = new Map(zones.map((zone) => [`${zone.at.file} ${zone.at.expr}`, zone]));
  return [...byPlace.values()];
}

/** Instances of modules that one root may have. Real ones have some dozens. */
const mostModules = 2000;

function readRoot(root: ModuleScope, found: Findings): void {
  const scopes: ModuleScope[] = [root];
  const resources: Resource[] = [];
  let left = mostModules;
  for (let scope = scopes.shift(); scope; scope = scopes.shift()) {
    for (const { at, reason } of scope.module.unread) found.gaps(hclTables, reason, at);
    for (const block of scope.module.calls.values()) {
      const { instances, undecided } = callModule(block, scope);
      if (undecided !== undefined) {
        found.gaps(tablesBehind(block, scope), undecided, block.at);
      }
      left -= instances.length;
      if (left < 0) found.gaps(hclTables, 'too many modules', block.at);
      else scopes.push(...instances.map((instance) => instance.scope));
    }
    for (const block of scope.module.resources.values()) {
      resources.push(...readResources(block, scope, found));
    }
  }
  const zones = readZones(resources, found);
  for (const resource of resources) readRows(resource, zones, found);
}

/** The resources that matter to a table; what cannot be told becomes gaps. */
function readResources(block: HclBlock, scope: ModuleScope, found: Findings): readonly Resource[] {
  const { at } = block;
  const table = tableOf(block);
  if (!table) return [];
  if (block.broken !== undefined) {
    found.gap(table, { known: {}, reason: block.broken, at });
    return [];
  }
  if (isUnreadType(block)) {
    found.gap(table, { known: {}, reason: `\`${labelText(block, 0)}\` is not read`, at });
    return [];
  }
  const { resources, undecided } = resourcesOf(block, scope);
  if (undecided !== undefined) found.gap(table, { ...hidden(block, scope, undecided), at });
  return resources;
}

/** What can be said of rows whose number is not known. */
function hidden(
  block: HclBlock,
  scope: ModuleScope,
  reason: string,
): Pick<Gap, 'known' | 'reason'> {
  if (!isDnsRecord(labelText(block, 0))) return { known: {}, reason };
  const type = labelText(block, 0);
  const resource = { type, label: '', address: '', key: undefined, block, scope };
  const record = dnsRecord(resource, new Map());
  const known = {
    ...(typeof record.type === 'string' && { type: record.type }),
    ...(typeof record.name === 'string' && { name: record.name }),
  };
  return { known, reason };
}

/** Zones come first, because records point to them. */
function readZones(
  resources: readonly Resource[],
  found: Findings,
): ReadonlyMap<string, Cell<string>> {
  const names = new Map<string, Cell<string>>();
  for (const resource of resources) {
    if (!isDnsZone(resource.type)) continue;
    const { name, row } = dnsZone(resource);
    names.set(resource.address, name);
    if (row) found.zones.push(row);
    else
      found.gap('dns-zone', {
        known: {},
        reason: 'the name of the zone is not known',
        at: partOf(resource).at,
      });
  }
  return names;
}

function readRows(
  resource: Resource,
  zones: ReadonlyMap<string, Cell<string>>,
  found: Findings,
): void {
  if (isIngressRule(resource.type)) {
    const { rows, undecided } = ingressRules(resource);
    found.rules.push(...rows);
    const at = partOf(resource).at;
    if (undecided !== undefined) found.gap('ingress-rule', { known: {}, reason: undecided, at });
  }
  if (!isDnsRecord(resource.type)) return;
  const record = dnsRecord(resource, zones);
  found.records.push(record);
  const selected = partOf(resource).value('zone_id').selected;
  if (selected && 'entries' in selected.from && selected.from.keys)
    found.zones.push(...zonesOfMap(selected.from));
  else if (selected)
    found.gap('dns-zone', { known: {}, reason: reasonOf(selected.from), at: record.at });
  else if (isUndecided(record.zone)) {
    found.gap('dns-zone', { known: {}, reason: record.zone.undecided, at: record.at });
  }
}
