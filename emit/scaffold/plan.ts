import type { Edit, FilePath } from '#analyzer/diagnostic.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { HostRow } from '#analyzer/facts/machines.ts';
import type { Roles } from '#analyzer/network/roles.ts';

/** What somebody wants to have on a machine. */
export interface ServiceRequest {
  /** The name of the unit, and of the user and the group that it gets. */
  readonly name: string;
  /** The machine; `undefined` where there is only one that it can be. */
  readonly host: string | undefined;
  /** What is run: a flake as `nix run` takes it. */
  readonly flake: string;
  readonly port: number | undefined;
  readonly domain: string | undefined;
  readonly hasSecrets: boolean;
  /** Parts that are left to people. */
  readonly skip: readonly string[];
  readonly roles: Roles;
}

/** The parts that a service is made of. */
export const serviceParts = [
  'unit',
  'user',
  'group',
  'secret',
  'port',
  'record',
  'route',
  'row',
] as const;

export type ServicePart = (typeof serviceParts)[number];

/** Where everything goes that a service needs, or why that cannot be told. Nothing is written. */
export type ServicePlan =
  | { readonly kind: 'refused'; readonly reasons: readonly string[] }
  | {
      readonly kind: 'plan';
      readonly files: ReadonlyMap<FilePath, string>;
      readonly edits: readonly Edit[];
      /** What is left to be done by people or by emitters. */
      readonly later: readonly string[];
    };

/** A service on a machine, and what is known of the fleet. */
export interface Wanted {
  readonly facts: Facts;
  readonly host: HostRow;
  readonly request: ServiceRequest;
}

/** One part, as it comes into the repository. */
export type Placed =
  | {
      readonly kind: 'placed';
      readonly edits: readonly Edit[];
      readonly files?: ReadonlyMap<FilePath, string>;
    }
  /** An emitter writes the file; it will write this part, too. */
  | { readonly kind: 'later'; readonly what: string }
  | { readonly kind: 'unplaced'; readonly reason: string };
