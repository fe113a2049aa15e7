import { parse } from '#parser/parse.ts';
import type { FilePath } from '../diagnostic.ts';
import { apply } from '../evaluate/apply.ts';
import { evaluate, rootEnvironment } from '../evaluate/environment.ts';
import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  record,
  Thunk,
  type Unknown,
  type UnknownReason,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { lower } from '../syntax/lower.ts';
import type { Module } from '../syntax/module.ts';

export type InputReason = Extract<UnknownReason, { readonly kind: 'input' }>;

/** An input that a framework stands behind. */
export interface FrameworkInput {
  readonly session: Session;
  /** What the input is to those who only know its name. */
  readonly reason: InputReason;
  /** The inputs of another flake of the workspace, by its `flake.nix`. */
  readonly inputsOf: (file: FilePath) => Attributes;
}

/** A well-known input: what it is documented to give to flakes, as far as that is known here. */
export interface Framework {
  /** Matches `owner/repository` in lower case. */
  readonly repository: RegExp;
  /** Matches what flakes call the input, which decides where they do not say which repository it is. */
  readonly name: RegExp;
  /** The known outputs of the input; all others stay unknown by name. */
  readonly outputs: (input: FrameworkInput) => Value;
  /** What `import` gives of the input itself, or of the file in it that the reason names; `undefined` when that is not known. */
  readonly imported?: (session: Session, reason: InputReason) => Value | undefined;
}

/** A value of the input that is not known here. */
export function upstream({ reason }: FrameworkInput, ...path: readonly string[]): Unknown {
  return unknown({ ...reason, path: [...reason.path, ...path] });
}

/** A set of which these attributes are known, and all others unknown for the reason. */
export function openRecord(
  open: Unknown,
  known: { readonly [name: string]: Thunk | Value },
): Attributes {
  return { ...record(known), open };
}

/**
 * Outputs told in Nix: a function from `lib`, from `upstream`, which is the
 * input as it is without a framework, and from the makers of machines.
 * What it gives has no places, for it stands in no file of the workspace.
 */
export function fromNix(text: string): Framework['outputs'] {
  let module: Module | undefined;
  return (input) => {
    module ??= lower(parse(text, 'nix')).module;
    const { session } = input;
    const fn = evaluate(rootEnvironment({ session, file: undefined, module }), module.root);
    const given = record({ lib: session.lib, upstream: upstream(input), ...makers });
    return apply(fn, Thunk.of(given), { session, at: undefined });
  };
}

/** What makes machines, wherever a flake has it from. */
const makers = {
  nixosSystem: maker('nixpkgs', 'nixosSystem'),
  darwinSystem: maker('nix-darwin', 'darwinSystem'),
  homeManagerConfiguration: maker('home-manager', 'homeManagerConfiguration'),
};

export function maker(input: string, name: string): Value {
  return unknown({ kind: 'input', name: input, path: ['lib', name] });
}
