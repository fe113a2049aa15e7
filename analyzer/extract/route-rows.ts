import type { Gap } from '../facts/facts.ts';
import type { RouteRow } from '../facts/network.ts';

/** A route without the machine that its upstream is: only the fleet as a whole knows that. */
export type OwnRoute = Omit<RouteRow, 'upstream-host'>;

/** The routes of one machine. */
export interface OwnRoutes {
  readonly rows: readonly OwnRoute[];
  readonly gaps: readonly Gap<'route'>[];
}

/** `_` and `localhost` are names for nobody; wildcards and expressions are not one domain. */
export function isDomain(name: string): boolean {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name) && !/^\d+(\.\d+){3}$/.test(name);
}

/** An address that is listened on; `undefined` for every address. */
export function listenAddress(written: string): string | undefined {
  return ['', '0.0.0.0', '[::]', '::', '*', '[::0]'].includes(written)
    ? undefined
    : written.replace(/^\[|\]$/g, '');
}
