import type { Facts } from '../facts/facts.ts';
import { firewallList, listNote, openingOf, openPort } from './firewall.ts';
import type { ShutGate } from './gates.ts';
import { admissionOf, hasIngressRules, letIn, nearestRule, ruleNote } from './ingress.ts';
import { proxiesOf } from './proxies.ts';

/** A port of a machine that peers of a tunnel reach it by. */
interface Entrance {
  readonly host: string;
  readonly port: number;
}

/** The gates that keep a tunnel from its machine; that of the cloud only before proxies. */
export function tunnelGates(
  facts: Facts,
  { host, port }: Entrance,
): { readonly shut: readonly ShutGate[]; readonly undecided: readonly string[] } {
  const shut: ShutGate[] = [];
  const undecided: string[] = [];
  const wanted = { host, protocol: 'udp', port, interface: undefined } as const;
  const opening = openingOf(facts, wanted);
  if (opening.kind === 'undecided') undecided.push(opening.reason);
  if (opening.kind === 'closed') shut.push(firewallGate(facts, { host, port }));
  const proxy = proxiesOf(facts, {}).proxies.find((each) => each.host === host);
  const admission = proxy && hasIngressRules(facts) && admissionOf(facts, proxy, wanted);
  if (admission && admission.kind === 'undecided') undecided.push(admission.reason);
  if (admission && admission.kind === 'refused') shut.push(cloudGate(facts, port));
  return { shut, undecided };
}

function firewallGate(facts: Facts, { host, port }: Entrance): ShutGate {
  const list = firewallList(facts, { host, protocol: 'udp' });
  const title = `open UDP ${port} on ${host}`;
  const fix = list && openPort(facts, list, { port, comment: 'WireGuard', title })?.fix;
  const notes = listNote(facts, list, `\`${host}\` opens its UDP ports here`);
  return { kind: 'shut', where: 'firewall', notes, fix };
}

function cloudGate(facts: Facts, port: number): ShutGate {
  const label = 'wireguard';
  const title = `let UDP ${port} in with an ingress rule \`${label}\``;
  const fix = letIn(facts, { protocol: 'udp', port }, { label, title });
  return { kind: 'shut', where: 'cloud', notes: ruleNote(facts, nearestRule(facts, label)), fix };
}
