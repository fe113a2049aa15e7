import type { CloudTunnelRouteRow } from '#analyzer/facts/cloud.ts';
import { nothing } from '../values/value.ts';
import {
  type Part,
  type Parts,
  partOf,
  placesOf,
  type Resource,
  textCell,
  textsCell,
} from './resource.ts';

export function isTunnelConfig(type: string): boolean {
  return /^cloudflare_(zero_trust_tunnel_cloudflared|tunnel)_config$/.test(type);
}

/** The rules of a tunnel: `ingress_rule` blocks, or the list `ingress` of newer providers. */
export function tunnelRoutes(resource: Resource): {
  readonly rows: readonly CloudTunnelRouteRow[];
  readonly undecided: string | undefined;
} {
  const whole = partOf(resource);
  const configs = whole.inner('config');
  const rules = configs.parts.flatMap((config): readonly Parts[] => [
    config.inner('ingress_rule'),
    config.inner('ingress'),
  ]);
  const open = [configs, ...rules].find(({ undecided }) => undecided !== undefined);
  const rows = rules.flatMap(({ parts }) => parts.map((part) => row(resource, whole, part)));
  return { rows, undecided: open?.undecided };
}

function row(resource: Resource, whole: Part, part: Part): CloudTunnelRouteRow {
  const tunnel = textsCell(whole.place('tunnel_id') ? whole.value('tunnel_id') : nothing);
  return {
    at: part.at,
    label: resource.label,
    tunnel: Array.isArray(tunnel) ? (tunnel as readonly string[])[0] : undefined,
    hostname: textCell(part.value('hostname')),
    path: textCell(part.value('path')),
    service: textCell(part.value('service')),
    places: placesOf(resource, {
      hostname: part.place('hostname'),
      path: part.place('path'),
      service: part.place('service'),
    }),
  };
}
