import type { Facts } from '#analyzer/facts/facts.ts';
import type { Site } from '#analyzer/site.ts';

/** Kinds of things that facts know by a name. */
export type ThingKind =
  | 'secret'
  | 'template'
  | 'secret-file'
  | 'recipient'
  | 'user'
  | 'group'
  | 'host'
  | 'input'
  | 'output'
  | 'flag'
  | 'resource'
  | 'module';

/** Something of the fleet that places of several files speak of. */
export interface Thing {
  readonly kind: ThingKind;
  /** What the name is one of: the manager of a secret, a flake, a section of flags, a root of OpenTofu; else empty. */
  readonly of: string;
  readonly name: string;
}

/** How a place speaks of a thing. */
export type Role =
  /** It makes the thing what it is. */
  | 'declaration'
  /** It adds to the thing, or says how it is kept: a key in an encrypted file, a rule, a lock. */
  | 'definition'
  | 'use';

/** A place that speaks of a thing, by a site. */
export interface FactMention {
  readonly thing: Thing;
  readonly role: Role;
  readonly at: Site;
  /** The machines for which it does; `undefined` where it speaks of all that have the thing. */
  readonly hosts: readonly string[] | undefined;
}

/** Finds the places of one subject. */
export type MentionSource = (facts: Facts) => Iterable<FactMention>;

export function thingKey({ kind, of, name }: Thing): string {
  return `${kind} ${of} ${name}`;
}
