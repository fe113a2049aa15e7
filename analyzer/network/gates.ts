import type { Fix, Note } from '../diagnostic.ts';
import type { Facts } from '../facts/facts.ts';
import { firewallList, openingOf, openPort } from './firewall.ts';
import { admissionOf, hasIngressRules, letIn, nearestRule, ruleNote } from './ingress.ts';
import type { PublicPort, ReverseProxy } from './proxies.ts';
import { labelOf, serviceOf } from './services.ts';

/** What stands between the world and a port, and whether it lets requests in. */
export type Gate =
  | { readonly kind: 'open' }
  | ShutGate
  | { readonly kind: 'undecided'; readonly reason: string };

export interface ShutGate {
  readonly kind: 'shut';
  /** `behind`: the firewall of the machine that the proxy passes requests on to. */
  readonly where: 'firewall' | 'cloud' | 'behind';
  readonly notes: readonly Note[];
  /** What would open it, where that is certain. */
  readonly fix: Fix | undefined;
}

/** The gates before a port of a proxy; that of the cloud only where the repository has rules of it. */
export function gatesBefore(facts: Facts, proxy: ReverseProxy, wanted: PublicPort): Gate[] {
  const firewall = firewallGate(facts, wanted);
  return hasIngressRules(facts) ? [firewall, cloudGate(facts, proxy, wanted)] : [firewall];
}

/** A port with its protocol, for people. */
export function portName({ protocol, port }: Pick<PublicPort, 'protocol' | 'port'>): string {
  return `${protocol.toUpperCase()} ${port}`;
}

function firewallGate(facts: Facts, wanted: PublicPort): Gate {
  const { route, protocol, port } = wanted;
  const opening = openingOf(facts, { host: route.host, protocol, port, interface: undefined });
  if (opening.kind !== 'closed') return opening;
  const list = firewallList(facts, { host: route.host, protocol });
  const title = `open ${portName(wanted)} on ${route.host}`;
  const comment = serviceOf(facts, wanted);
  const fix = list && openPort(facts, list, { port, comment, title })?.fix;
  return { kind: 'shut', where: 'firewall', notes: [], fix };
}

function cloudGate(facts: Facts, proxy: ReverseProxy, wanted: PublicPort): Gate {
  const admission = admissionOf(facts, proxy, wanted);
  if (admission.kind === 'undecided') return admission;
  if (admission.kind === 'admitted') return { kind: 'open' };
  const label = labelOf(facts, wanted);
  const title = `let ${portName(wanted)} in with an ingress rule \`${label}\``;
  const notes = ruleNote(facts, nearestRule(facts, label));
  return { kind: 'shut', where: 'cloud', notes, fix: letIn(facts, wanted, { label, title }) };
}
