import { describe, type Value } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { membersOf, siteOf } from './table.ts';

/** Where a virtual host sends requests. */
export interface Upstream {
  readonly address: Cell<string>;
  readonly port: Cell<number>;
  /** The digits of the port where they are written, else the whole address. */
  readonly at: Site | undefined;
}

/** An upstream with the location that leads to it. */
export interface LocatedUpstream extends Upstream {
  readonly location: string;
}

/** The targets of `proxyPass` in all locations of a virtual host. */
export function upstreamsOf(
  virtualHost: OptionNode,
  nginx: OptionNode,
): readonly LocatedUpstream[] {
  return membersOf(virtualHost.child('locations')).flatMap(({ name: location, node }) => {
    const pass = node.child('proxyPass');
    if (!pass.isPresent() || pass.value.kind === 'null') return [];
    return targetsOf(pass, nginx).map((target) => ({ ...target, location }));
  });
}

function targetsOf(pass: OptionNode, nginx: OptionNode): readonly Upstream[] {
  const { value } = pass;
  const at = siteOf(pass);
  if (value.kind === 'string') {
    const target = parseTarget(value.value);
    const servers = target && target.port === undefined ? namedServers(nginx, target.address) : [];
    if (servers.length > 0) return servers;
    return target
      ? [
          {
            address: target.address,
            port: target.port ?? target.standard,
            at: portSite(at, target),
          },
        ]
      : [];
  }
  const reason = {
    undecided:
      value.kind === 'unknown' ? describe(value.reason) : 'the address is not wholly known',
  };
  return [{ address: templateAddress(value) ?? reason, port: reason, at }];
}

interface Target {
  readonly address: string;
  readonly port: number | undefined;
  readonly standard: number;
  readonly digits: { readonly start: number; readonly end: number } | undefined;
}

/** `http://10.0.0.2:8080/path`; `undefined` for sockets and variables of nginx. */
export function parseTarget(text: string): Target | undefined {
  const match = /^(https?|grpcs?):\/\/(\[[^\]]+\]|[^:/$]+)(?::(\d+))?(?:\/|$)/d.exec(text);
  if (!match) return undefined;
  const digits = match.indices?.[3];
  return {
    address: (match[2] ?? '').replace(/^\[|\]$/g, ''),
    port: match[3] === undefined ? undefined : Number(match[3]),
    standard: match[1] === 'https' || match[1] === 'grpcs' ? 443 : 80,
    digits: digits && { start: digits[0], end: digits[1] },
  };
}

export function portSite(at: Site | undefined, target: Target): Site | undefined {
  return at && target.digits ? { ...at, content: target.digits } : at;
}

/** `http://10.0.0.2:${port}` has a known address and a port that is not. */
function templateAddress(value: Value): string | undefined {
  const [first] = value.kind === 'template' ? value.parts : [];
  return typeof first === 'string' ? /^https?:\/\/([^:/$]+):$/.exec(first)?.[1] : undefined;
}

/** The servers of `services.nginx.upstreams.NAME`. */
function namedServers(nginx: OptionNode, name: string): readonly Upstream[] {
  const servers = nginx.at(['upstreams', name, 'servers']);
  return membersOf(servers).flatMap(({ name: server, node }) => {
    const match = /^(.+?):(\d+)$/.exec(server);
    return match?.[1]
      ? [{ address: match[1], port: Number(match[2]), at: node.definitions[0]?.at }]
      : [];
  });
}
