import type { Note } from '../diagnostic.ts';
import type { Facts } from '../facts/facts.ts';
import { type Backend, backendsOf, usualList } from './backends.ts';
import { listNote, openingOf, openPort, portComment } from './firewall.ts';
import { gatesBefore, portName, type ShutGate } from './gates.ts';
import { type Proxies, type PublicPort, publicPorts } from './proxies.ts';
import type { Roles } from './roles.ts';

/** Hops that wait for the same closed port of the same machine. */
export type Alike = readonly [Backend, ...(readonly Backend[])];

/** One closed port is one fault, whoever needs it. */
export function sameWish(closed: readonly Backend[]): readonly Alike[] {
  const wishes = new Map<string, Alike>();
  for (const backend of closed) {
    const { host, protocol, port, interface: through } = backend.wanted;
    const key = JSON.stringify([host, protocol, port, through]);
    const alike = wishes.get(key);
    wishes.set(key, alike ? [...alike, backend] : [backend]);
  }
  return [...wishes.values()];
}

/**
 * Whether the port behind is closed for nothing but streams that are shut out in
 * front as well: then a service was never opened, and that is one fault of the stream.
 */
export function isShutInFront(facts: Facts, { proxies }: Proxies, alike: Alike): boolean {
  return alike.every(({ route }) => {
    const proxy = proxies.find(({ host }) => host === route.host);
    if (!proxy || route.kind !== 'stream') return false;
    const wanted = publicPorts(proxy).find(
      ({ protocol, port }) => protocol === route.protocol && port === route['listen-port'],
    );
    return (
      wanted !== undefined && gatesBefore(facts, proxy, wanted).some(({ kind }) => kind === 'shut')
    );
  });
}

/** The port behind as one more gate: where it would be opened, and how. */
export function gateBehind(
  facts: Facts,
  { wanted, route }: Backend,
  backends: readonly Backend[],
): ShutGate {
  const { host, protocol, port } = wanted;
  const list = usualList(facts, { wanted }, backends);
  const where = list?.interface === undefined ? '' : ` on \`${list.interface}\``;
  const title = `open ${portName(wanted)} on ${host}${where}`;
  const front = { host: route.host, protocol, port: route['listen-port'] };
  const comment = route.domain ?? portComment(facts, front);
  const fix = list && openPort(facts, list, { port, comment, title })?.fix;
  const note = `\`${host}\` opens its ${protocol.toUpperCase()} ports here`;
  const notes: Note[] = [...listNote(facts, list, note), ...elsewhereNote(facts, wanted)];
  return { kind: 'shut', where: 'behind', notes, fix };
}

/** A closed port behind a stream, and the gate that it is. */
export interface ShutHop {
  readonly hop: Backend['wanted'];
  readonly gate: ShutGate;
}

/** The closed ports behind a port that is shut in front, as far as they are no faults of their own. */
export function shutBehind(
  facts: Facts,
  wanted: PublicPort,
  { found, roles }: { readonly found: Proxies; readonly roles: Roles },
): readonly ShutHop[] {
  const { backends } = backendsOf(facts, roles);
  const closed = backends.filter((hop) => openingOf(facts, hop.wanted).kind === 'closed');
  return sameWish(closed).flatMap((alike) => {
    const hop = alike.find((each) => isHopOf(each, wanted));
    if (!hop || !isShutInFront(facts, found, alike)) return [];
    return [{ hop: hop.wanted, gate: gateBehind(facts, hop, backends) }];
  });
}

function isHopOf({ route }: Backend, { protocol, port, route: { host } }: PublicPort): boolean {
  const isSame = route.protocol === protocol && route['listen-port'] === port;
  return route.kind === 'stream' && isSame && route.host === host;
}

/** An interface that lets the port in, where the requests do not arrive. */
function elsewhereNote(facts: Facts, wanted: Backend['wanted']): Note[] {
  const opening = openingOf(facts, wanted);
  const elsewhere = opening.kind === 'closed' ? opening.elsewhere : undefined;
  if (!elsewhere) return [];
  const message = `only \`${elsewhere.interface ?? ''}\` lets ${portName(wanted)} in`;
  return [{ ...facts.locate(elsewhere.at), message }];
}
