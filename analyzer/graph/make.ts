import type { Facts } from '../facts/facts.ts';
import { fold } from './fold.ts';
import type { Graph, GraphKind } from './graph.ts';
import { hostGraph } from './hosts.ts';
import { moduleGraph } from './modules.ts';
import { routeGraph } from './routes.ts';
import { secretGraph } from './secrets.ts';
import { ofHosts } from './select.ts';

const makers: { readonly [Kind in GraphKind]: (facts: Facts) => Graph } = {
  hosts: hostGraph,
  routes: routeGraph,
  modules: moduleGraph,
  secrets: secretGraph,
};

/** A picture of the fleet, or of what has to do with some of its machines; like things are folded together. */
export function makeGraph(facts: Facts, kind: GraphKind, hosts: readonly string[]): Graph {
  const whole = makers[kind](facts);
  return fold(hosts.length === 0 ? whole : ofHosts(whole, hosts));
}
