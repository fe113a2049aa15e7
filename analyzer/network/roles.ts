import { known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';

/** Which machine plays which part; what is unset follows from who passes requests on to whom. */
export interface Roles {
  /** The machine that stands in front. */
  readonly proxy?: string | undefined;
  /** The machine that requests are passed on to. */
  readonly backend?: string | undefined;
  /** The interface of the machine behind by which requests arrive. */
  readonly tunnel?: string | undefined;
}

/** The machine of this name, which may be that of the flake or its host name. */
export function machineNamed(facts: Facts, name: string): string | undefined {
  const { rows } = facts.table('host');
  const row = rows.find((host) => host.name === name);
  return (row ?? rows.find((host) => known(host['host-name']) === name))?.name;
}
