import type { Cell } from '../facts/cell.ts';
import { type Fleet, optionAt } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { boolCell, certainMembers, siteOf, TableBuilder } from './table.ts';
import { textCellOf } from './texts.ts';

type Routes = TableBuilder<'tunnel-route'>;

/** What tunnels of Cloudflare lead to the machines that run them. */
export function tunnelRouteTable(fleet: Fleet): Routes {
  const table = new TableBuilder('tunnel-route');
  for (const host of fleet.hosts) {
    const cloudflared = optionAt(host, ['services', 'cloudflared']);
    if (boolCell(cloudflared.child('enable')) === false) continue;
    const outer = { gaps: optionAt(host, []).gaps, known: { host: host.name } };
    const tunnels = certainMembers(table, {
      node: cloudflared.child('tunnels'),
      what: 'tunnel',
      known: (tunnel) => ({ host: host.name, ...(tunnel === undefined ? {} : { tunnel }) }),
      outer,
    });
    for (const { name: tunnel, node } of tunnels) {
      const known = { host: host.name, tunnel };
      const names = certainMembers(table, {
        node: node.child('ingress'),
        what: 'name',
        known: (domain) => ({ ...known, ...(domain === undefined ? {} : { domain }) }),
        outer,
      });
      for (const { name: domain, node: rule, at } of names)
        table.add({
          at: at ?? { file: host.flake, expr: 0 },
          ...placesOf(rule),
          ...known,
          domain,
          ...targetOf(rule),
        });
    }
  }
  return table;
}

function placesOf(rule: OptionNode) {
  const site = siteOf(rule.child('service')) ?? siteOf(rule);
  return site ? { places: { service: site } } : {};
}

/** A rule is the service itself, or a set that has it. */
function targetOf(rule: OptionNode) {
  const { value } = rule;
  const isSet = value.kind === 'attrs';
  const service = textCellOf(isSet ? rule.child('service').value : value);
  const path =
    isSet && rule.child('path').isPresent() ? textCellOf(rule.child('path').value) : undefined;
  return { path, service, ...addressOf(service) };
}

const standardPorts: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['https', 443],
  ['ssh', 22],
  ['rdp', 3389],
  ['smb', 445],
]);

/** `http://localhost:8080`, `ssh://localhost:22`, `http_status:404`, `unix:/run/x.sock`, `hello_world`. */
function addressOf(service: Cell<string>): {
  readonly 'upstream-address': Cell<string>;
  readonly 'upstream-port': Cell<number>;
} {
  if (typeof service !== 'string') return { 'upstream-address': service, 'upstream-port': service };
  const match = /^(\w+):\/\/(\[[^\]]+\]|[^:/]+)(?::(\d+))?(?:\/|$)/.exec(service);
  const port = match?.[3] === undefined ? standardPorts.get(match?.[1] ?? '') : Number(match[3]);
  return {
    'upstream-address': match?.[2]?.replace(/^\[|\]$/g, ''),
    'upstream-port': port,
  };
}
