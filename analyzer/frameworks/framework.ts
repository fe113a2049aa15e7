import { parse } from '#parser/parse.ts';
import { builtin } from '../builtins/function.ts';
import type { FilePath } from '../diagnostic.ts';
import { apply } from '../evaluate/apply.ts';
import { codeOf } from '../evaluate/code.ts';
import { evaluate, rootEnvironment, unitOf } from '../evaluate/environment.ts';
import { valueAt } from '../evaluate/look.ts';
import { asPath, filePath } from '../evaluate/path-value.ts';
import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  attributes,
  isStuck,
  record,
  setWith,
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
  /** The other inputs of a flake that it takes by their names, when they are there. */
  readonly takes?: readonly string[];
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
  return setWith(record(known), { open });
}

/**
 * Outputs told in Nix: a function from `lib`, from `upstream`, which is the
 * input as it is without a framework, from the makers of machines, from
 * `inputsOf`, `isNone` and `ours`, and from the outputs of frameworks that it is
 * built on. What it gives has no places,
 * for it stands in no file of the workspace.
 */
export function fromNix(
  text: string,
  basis: { readonly [name: string]: Framework } = {},
): Framework['outputs'] {
  let module: Module | undefined;
  return (input) => {
    module ??= lower(parse(text, 'nix')).module;
    const { session } = input;
    const root = rootEnvironment(unitOf(codeOf(module), session, undefined));
    const fn = evaluate(root, module.root);
    const below = Object.entries(basis).map(([name, { outputs }]): [string, Thunk] => [
      name,
      new Thunk(undefined, () => outputs(input)),
    ]);
    const given = {
      ...makers,
      lib: session.lib,
      upstream: upstream(input),
      inputsOf: builtin(session, 'inputsOf', 1, (_call, flake) => inputsOf(input, flake)),
      isNone: builtin(session, 'isNone', 1, (_call, value) => isNone(value.force())),
      ours: builtin(session, 'ours', 1, (_call, value) => ours(value.force())),
    };
    const argument = record({ ...given, ...Object.fromEntries(below) });
    return apply(fn, Thunk.of(argument), { session, at: undefined });
  };
}

/** What importing files of the input gives, told in Nix as a set by their paths; that of the input itself is `.`. */
export function importedFromNix(text: string): NonNullable<Framework['imported']> {
  const files = fromNix(text);
  return (session, reason) => {
    const input = {
      session,
      reason: { ...reason, path: [] },
      inputsOf: () => attributes(new Map()),
    };
    return valueAt(files(input), reason.file ?? '.');
  };
}

/** The inputs of a flake of the workspace, by its folder. */
function inputsOf(input: FrameworkInput, flake: Thunk): Value {
  const path = asPath(flake.force(), flake.site);
  if (path.kind !== 'path') return path;
  if (path.root !== 'workspace') return upstream(input, 'inputsOf');
  return input.inputsOf(filePath(path.path === '' ? 'flake.nix' : `${path.path}/flake.nix`));
}

/** Whether a value is null; packages, and what inputs give, are taken to be something. */
function isNone(value: Value): Value {
  const isSomething = value.kind === 'unknown' && /^(input|package)$/.test(value.reason.kind);
  if (isStuck(value) && !isSomething) return value;
  return { kind: 'bool', value: value.kind === 'null' };
}

/** A set without what modules of inputs may add to it. */
function ours(value: Value): Value {
  if (value.kind !== 'attrs' || value.open?.reason.kind !== 'input') return value;
  return attributes(
    new Map(
      value.names().flatMap((name) => {
        const attribute = value.get(name);
        return attribute ? [[name, attribute] as const] : [];
      }),
    ),
  );
}

/** What makes machines, wherever a flake has it from. */
const makers = {
  nixosSystem: maker('nixpkgs', 'nixosSystem'),
  darwinSystem: maker('nix-darwin', 'darwinSystem'),
  homeManagerConfiguration: maker('home-manager', 'homeManagerConfiguration'),
};

function maker(input: string, name: string): Value {
  return unknown({ kind: 'input', name: input, path: ['lib', name] });
}
