import { isIngressRule, mayHoldIngressRules } from './ingress/ingress-rules.ts';
import { calledModule } from './modules/instances.ts';
import type { ModuleScope } from './modules/module-scope.ts';
import { isDnsRecord, mayHoldDnsRecords } from './records/dns-records.ts';
import { isDnsZone } from './records/dns-zones.ts';
import { isTunnelConfig } from './resources/tunnel-routes.ts';
import { type HclBlock, labelText } from './syntax/document.ts';

/** The tables about one subject, which only some types of resources fill. */
export const hclTables = ['dns-record', 'dns-zone', 'ingress-rule', 'cloud-tunnel-route'] as const;

export type HclTable = (typeof hclTables)[number];

/** The table that a resource or data source belongs to, read or not. */
export function tableOf(block: HclBlock): HclTable | undefined {
  const type = labelText(block, 0);
  if (isDnsZone(type)) return 'dns-zone';
  if (block.type !== 'resource') return undefined;
  if (isDnsRecord(type) || mayHoldDnsRecords(type)) return 'dns-record';
  if (isIngressRule(type) || mayHoldIngressRules(type)) return 'ingress-rule';
  return isTunnelConfig(type) ? 'cloud-tunnel-route' : undefined;
}

/** Whether rows of a table can come from the resource, though not how to read them. */
export function isUnreadType(block: HclBlock): boolean {
  const type = labelText(block, 0);
  const mayHold = mayHoldDnsRecords(type) || mayHoldIngressRules(type);
  return block.type === 'resource' && mayHold && !isDnsZone(type);
}

/** The tables that the module behind a call may fill, by the resources in it and in what it calls. */
export function tablesBehind(call: HclBlock, scope: ModuleScope): readonly HclTable[] {
  const found = new Set<HclTable>();
  const seen = new Set<string>();
  const calls = [{ call, scope }];
  for (let next = calls.pop(); next; next = calls.pop()) {
    const called = calledModule(next.call, next.scope);
    if (typeof called === 'string') return hclTables;
    const { module } = called;
    if (seen.has(module.directory)) continue;
    seen.add(module.directory);
    if (module.unread.length > 0) return hclTables;
    const tables = [...module.resources.values()].map(tableOf);
    for (const table of tables) if (table) found.add(table);
    const inside = { ...scope, module };
    calls.push(...[...module.calls.values()].map((inner) => ({ call: inner, scope: inside })));
  }
  return hclTables.filter((table) => found.has(table));
}
