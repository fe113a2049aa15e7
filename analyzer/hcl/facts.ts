import { type Cell, isUndecided } from '../facts/cell.ts';
import type { Gap, Table } from '../facts/facts.ts';
import type { DnsRecordRow, DnsZoneRow } from '../facts/network.ts';
import type { Files } from '../files.ts';
import { Findings } from './findings.ts';
import { ingressRules, isIngressRule } from './ingress/ingress-rules.ts';
import type { RankedRule } from './ingress/rule.ts';
import { settled } from './ingress/settled.ts';
import type { HclInput } from './modules/module.ts';
import type { ModuleScope } from './modules/module-scope.ts';
import { dnsRecords, isDnsRecord } from './records/dns-records.ts';
import { dnsZone, isDnsZone, zonesOfMap } from './records/dns-zones.ts';
import { partOf, type Resource } from './resources/resource.ts';
import { isTunnelConfig, tunnelRoutes } from './resources/tunnel-routes.ts';
import { rootScopes } from './roots.ts';
import { type HclBlock, labelText } from './syntax/document.ts';
import { type HclTable, hclTables, isUnreadType, tableOf, tablesBehind } from './tables.ts';
import { type Declared, moduleTree } from './tree.ts';
import { innerReason, isWhole } from './values/value.ts';

export type { HclInput } from './modules/module.ts';

/** The tables about the network that follow from OpenTofu files. */
export type HclFacts = { readonly [Name in HclTable]: Table<Name> };

type Found = { readonly [Name in HclTable]: Findings<Name> };

/** Reads every root among the files, with the modules that it calls. */
export function hclFacts(inputs: readonly HclInput[], files?: Files): HclFacts {
  const found: Found = {
    'dns-record': new Findings('dns-record'),
    'dns-zone': new Findings('dns-zone'),
    'ingress-rule': new Findings('ingress-rule'),
    'cloud-tunnel-route': new Findings('cloud-tunnel-route'),
  };
  for (const scope of rootScopes(inputs, files)) readRoot(scope, found);
  const zones = found['dns-zone'].table();
  return {
    'dns-record': found['dns-record'].table(),
    'dns-zone': { ...zones, rows: distinctZones(zones.rows) },
    'ingress-rule': found['ingress-rule'].table(),
    'cloud-tunnel-route': found['cloud-tunnel-route'].table(),
  };
}

/** One row for each place, however many records use the map. */
function distinctZones(zones: readonly DnsZoneRow[]): readonly DnsZoneRow[] {
  const byPlace = new Map(zones.map((zone) => [`${zone.at.file} ${zone.at.expr}`, zone]));
  return [...byPlace.values()];
}

function readRoot(root: ModuleScope, found: Found): void {
  const { resources, closed, unread } = moduleTree(root);
  for (const { at, reason } of unread) {
    for (const table of hclTables) found[table].gap({}, reason, at);
  }
  for (const { block, scope, reason } of closed) {
    for (const table of tablesBehind(block, scope)) found[table].gap({}, reason, block.at);
  }
  readZoneMaps(root, found);
  const read = resources.flatMap((declared) => readable(declared, found));
  const zones = readZones(read, found);
  const ranked = read.flatMap((resource) => readRows(resource, zones, found));
  const { rows, gaps } = settled(ranked);
  found['ingress-rule'].add(...rows);
  for (const { known, reason, at } of gaps) found['ingress-rule'].gap(known, reason, at);
}

/** A variable that is called after zones and has nothing but domains for keys is a map of them. */
function readZoneMaps(root: ModuleScope, found: Found): void {
  for (const name of root.module.variables.keys()) {
    if (!/(^|_)zones?(_|$)/i.test(name)) continue;
    const { value } = root.resolve('var', [{ kind: 'name', name }]);
    const keys = 'entries' in value ? [...value.entries.keys()] : [];
    if (keys.length > 0 && keys.every((key) => isDomainName(key)))
      found['dns-zone'].add(...zonesOfMap(value));
  }
}

function isDomainName(key: string): boolean {
  return /^([a-z0-9_-]+\.)+[a-z][a-z0-9-]*\.?$/i.test(key);
}

/** The instances that matter to a table; what cannot be told becomes gaps. */
function readable(
  { block, scope, instances, undecided }: Declared,
  found: Found,
): readonly Resource[] {
  const table = tableOf(block);
  if (!table) return [];
  if (undecided !== undefined && table === 'dns-record') {
    found[table].gap(hidden(block, scope), undecided, block.at);
  } else if (undecided !== undefined) {
    found[table].gap({}, undecided, block.at);
    if (isDnsRecord(labelText(block, 0))) found['dns-record'].gap({}, undecided, block.at);
  } else if (isUnreadType(block)) {
    found[table].gap({}, `\`${labelText(block, 0)}\` is not read`, block.at);
  }
  return isUnreadType(block) ? [] : instances;
}

/** What can be said of records whose number is not known. */
function hidden(block: HclBlock, scope: ModuleScope): Gap<'dns-record'>['known'] {
  const type = labelText(block, 0);
  if (!isDnsRecord(type) || block.broken !== undefined) return {};
  const resource = { type, label: '', address: '', key: undefined, block, scope };
  const [record] = dnsRecords(resource, new Map()).rows;
  return {
    ...(typeof record?.type === 'string' && { type: record.type }),
    ...(typeof record?.name === 'string' && { name: record.name }),
  };
}

/** Zones come first, because records point to them. */
function readZones(
  resources: readonly Resource[],
  found: Found,
): ReadonlyMap<string, Cell<string>> {
  const names = new Map<string, Cell<string>>();
  for (const resource of resources) {
    if (!isDnsZone(resource.type)) continue;
    const { name, row } = dnsZone(resource);
    names.set(resource.address, name);
    if (row) found['dns-zone'].add(row);
    else found['dns-zone'].gap({}, 'the name of the zone is not known', resource.block.at);
  }
  return names;
}

/** Rules that others may precede are given back, because they are in several resources. */
function readRows(
  resource: Resource,
  zones: ReadonlyMap<string, Cell<string>>,
  found: Found,
): readonly RankedRule[] {
  const { at } = resource.block;
  if (isTunnelConfig(resource.type)) {
    const { rows, undecided } = tunnelRoutes(resource);
    found['cloud-tunnel-route'].add(...rows);
    if (undecided !== undefined) found['cloud-tunnel-route'].gap({}, undecided, at);
  }
  if (isDnsRecord(resource.type)) readRecords(resource, zones, found);
  if (!isIngressRule(resource.type)) return [];
  const { rows, ranked, undecided } = ingressRules(resource);
  found['ingress-rule'].add(...rows);
  if (undecided !== undefined) found['ingress-rule'].gap({}, undecided, at);
  return ranked ?? [];
}

function readRecords(
  resource: Resource,
  zones: ReadonlyMap<string, Cell<string>>,
  found: Found,
): void {
  const { rows, undecided } = dnsRecords(resource, zones);
  found['dns-record'].add(...rows);
  if (undecided !== undefined) found['dns-record'].gap({}, undecided, resource.block.at);
  for (const record of rows) readZonesOf(resource, record, found);
}

/** A record tells of the map from zones to ids that it takes its zone from. */
function readZonesOf(resource: Resource, { zone, at }: DnsRecordRow, found: Found): void {
  const selected = partOf(resource).value('zone_id').selected;
  const map = selected?.from;
  const zones = map ? zonesOfMap(map) : [];
  found['dns-zone'].add(...zones);
  if (map && !isWhole(map) && zones.length === 0) found['dns-zone'].gap({}, innerReason(map), at);
  else if (!map && isUndecided(zone)) found['dns-zone'].gap({}, zone.undecided, at);
}
