import type { Session } from '../evaluate/scope.ts';
import { anyType, type Type } from '../values/type.ts';
import { failure, unknown, type Value } from '../values/value.ts';

/** One function of OpenTofu that depends on its arguments, and at most on files of the workspace. */
export interface HclFunction {
  readonly parameters: readonly Parameter[];
  /** Further arguments. */
  readonly rest?: Parameter;
  readonly returns: Type;
  /**
   * Whether secrets inside of arguments stay where they are; otherwise the
   * whole result is as secret as anything in the arguments.
   */
  readonly keepsPlaces?: true;
  /** Whether the result tells nothing of what is secret in the arguments. */
  readonly isPublic?: true;
  /** Arguments are of the types of the parameters, and known at least on the outside. */
  readonly call: (given: readonly Value[], session: Session) => Value;
}

export interface Parameter {
  readonly type: Type;
  readonly acceptsNull?: true;
  readonly acceptsUnknown?: true;
  /** Whether a bare `null`, which has no type, makes the result unknown, as it does to cty. */
  readonly wantsType?: true;
}

export type Functions = { readonly [name: string]: HclFunction };

export const any: Parameter = { type: anyType };
export const text: Parameter = { type: { kind: 'string' } };
export const numeral: Parameter = { type: { kind: 'number' } };
export const texts: Parameter = { type: { kind: 'list', element: { kind: 'string' } } };
export const anything: Parameter = { type: anyType, acceptsNull: true, acceptsUnknown: true };

/** The text of an argument that is a known string. */
export function textAt(given: readonly Value[], index: number): string {
  const value = given[index];
  return value?.kind === 'string' ? value.text : '';
}

export function argumentAt(given: readonly Value[], index: number): Value {
  return given[index] ?? unknown('an argument is missing');
}

/** A failure whose message is a sentence about the argument. */
export function wrong(message: string): Value {
  return failure(message);
}
