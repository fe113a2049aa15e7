import type { Note } from '../diagnostic.ts';
import type { Facts } from '../facts/facts.ts';
import { type Backend, usualList } from './backends.ts';
import { listNote, type Opening, openingOf, openPort, portComment } from './firewall.ts';
import { gatesBefore, portName, type ShutGate } from './gates.ts';
import { type Proxies, publicPorts } from './proxies.ts';

/** Hops that wait for the same closed port of the same machine. */
export type Alike = readonly [Backend, ...(readonly Backend[])];

export function isClosed(opening: Opening): boolean {
  return opening.kind === 'closed';
}

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

/** An interface that lets the port in, where the requests do not arrive. */
function elsewhereNote(facts: Facts, wanted: Backend['wanted']): Note[] {
  const opening = openingOf(facts, wanted);
  const elsewhere = opening.kind === 'closed' ? opening.elsewhere : undefined;
  if (!elsewhere) return [];
  const message = `only \`${elsewhere.interface ?? ''}\` lets ${portName(wanted)} in`;
  return [{ ...facts.locate(elsewhere.at), message }];
}
