import type { FilePath } from '../diagnostic.ts';
import type { Site } from '../site.ts';
import type { Rest } from './environment.ts';
import type { Thunk } from './thunk.ts';

export {
  attributes,
  layered,
  layersOver,
  readyEntries,
  record,
  setWith,
  united,
} from './attribute-set.ts';
export { compareStrings } from './compare-strings.ts';
export { Thunk } from './thunk.ts';

/** Why the evaluator cannot tell. Every unknown carries one, so that it can be explained. */
export type UnknownReason =
  /** Something a flake input holds; `path` is what was selected from it. */
  | {
      readonly kind: 'input';
      readonly name: string;
      /** `owner/repository` in lower case, where the flake says so. */
      readonly repository?: string;
      /** The branch or tag that the flake asks for. */
      readonly ref?: string;
      /** Whether everybody can fetch it, as far as its address tells. */
      readonly isPublic?: boolean;
      readonly path: readonly string[];
      /** A file in its source, such as `/lib`; the path is then that of the source. */
      readonly file?: string;
    }
  /** A package or another part of the package set; it keeps its name. */
  | { readonly kind: 'package'; readonly path: readonly string[] }
  /** An argument that nobody in the workspace passes. */
  | { readonly kind: 'argument'; readonly name: string }
  /** No module of the workspace defines the option, so its value is upstream's default. */
  | { readonly kind: 'undefined-option'; readonly path: readonly string[] }
  /** No module of the workspace declares the option, so only upstream knows what it is. */
  | { readonly kind: 'undeclared-option'; readonly path: readonly string[] }
  /** Several definitions whose merge depends on a type declared upstream. */
  | { readonly kind: 'merge'; readonly path: readonly string[] }
  /** A definition that holds under a condition which is itself unknown. */
  | { readonly kind: 'condition'; readonly because: UnknownReason }
  /** The result depends on the machine or the moment of evaluation. */
  | { readonly kind: 'impure'; readonly builtin: string }
  /** A path that leads out of the workspace, or to a file that cannot be read. */
  | { readonly kind: 'path'; readonly path: string; readonly problem: string }
  | { readonly kind: 'unsupported'; readonly construct: string }
  /** A module that Nix would reject here may stand for anything once it is mended. */
  | { readonly kind: 'failing-module'; readonly message: string }
  /** Text with a syntax error. */
  | { readonly kind: 'syntax' }
  | { readonly kind: 'cycle' }
  | { readonly kind: 'budget' };

/** We cannot tell. Infects whatever is computed from it, and remembers from what it was computed. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly reason: UnknownReason;
  readonly at: Site | undefined;
  /** Arguments and parts that went into it, for whoever looks for hosts inside. */
  readonly from?: readonly Thunk[];
  /** For a text of which only that is known: what `fromJSON` makes of it. */
  readonly json?: Thunk;
}

/** The program itself fails here: `throw`, a failed `assert`, a type error. */
export interface Failure {
  readonly kind: 'failure';
  readonly message: string;
  readonly at: Site | undefined;
  /** Whether `builtins.tryEval` catches it. */
  readonly catchable: boolean;
}

export interface Attribute {
  readonly value: Thunk;
  /** Where the name is written; absent for computed sets. */
  readonly at: Site | undefined;
}

/** Attributes by name, the later over the earlier. */
export type Layers = readonly ReadonlyMap<string, Attribute>[];

/** A class only by name: what its type says keeps anybody from spreading one, which would lose its methods. */
export declare abstract class Attributes {
  readonly kind: 'attrs';
  /** Sorted as Nix sorts them. */
  abstract names(): readonly string[];
  abstract get(name: string): Attribute | undefined;
  /** All attributes, where they lie ready and nothing more is to be said of the set. */
  readonly ready?: () => Layers;
  /** At most how many attributes there are, where they lie ready. */
  readonly size?: number;
  /** How many views lie over one another here; each makes looking up a name take longer. */
  readonly layers?: number;
  /** Whether neither `_type` nor `type` is there, which most sets are asked for; `undefined` where that is not known ahead. */
  readonly isUntyped?: boolean;
  /** Set when there may be more attributes than `names` gives. */
  readonly open: Unknown | undefined;
  /** Whether `with` may take every name that is not among `names` to come from further out. */
  readonly listed?: true;
  /** What selecting a name that is not there gives, where that is not a failure. */
  readonly missing?: (name: string) => Value | undefined;
  /** Whether a name is certainly not there, though the set is open. */
  readonly lacks?: (name: string) => boolean;
  /** Whether a name is there whose value may not be known; `undefined` where that cannot be told ahead. */
  readonly declares?: (name: string) => boolean | undefined;
  /** Where nothing but conditions is in doubt: the sets that it is made of. `undefined` where they are too many. */
  readonly perhaps?: () => readonly ConditionalSet[] | undefined;
  /** Of an open set: all names that there may be beside `names`; `undefined` where there may be any. */
  readonly perhapsNames?: () => readonly string[] | undefined;
}

/** A set whose attributes are there where all conditions hold. */
export interface ConditionalSet {
  readonly conditions: readonly Thunk[];
  readonly set: Thunk;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Thunk[];
  /** Set when there may be more items, in unknown places, than `items`. */
  readonly open: Unknown | undefined;
  /** Of an open list: the lists, asked for late, that hold all items which there may be beside `items`. */
  readonly perhaps?: readonly (() => Value)[] | undefined;
}

export interface Lambda {
  readonly kind: 'lambda';
  readonly apply: (argument: Thunk) => Value;
  /** For functions written in Nix: what is left to evaluate, so that calls in tail position need no stack. */
  readonly enter?: (argument: Thunk) => Value | Rest;
  /** Names of a pattern's formals with whether each has a default. */
  readonly formals: ReadonlyMap<string, boolean> | undefined;
  /** Where a formal is written. */
  readonly place?: (formal: string) => Site | undefined;
}

/** A place in the workspace (`file` is then its path), on the machine, or below a home directory. */
export type Path =
  | { readonly kind: 'path'; readonly root: 'workspace'; readonly path: FilePath }
  | { readonly kind: 'path'; readonly root: 'system'; readonly path: string };

export type Value =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | {
      readonly kind: 'string';
      readonly value: string;
      /** The file of the workspace that has just this text. */
      readonly file?: FilePath;
    }
  /** A string of which some parts are known. */
  | { readonly kind: 'template'; readonly parts: readonly (string | Unknown)[] }
  | Path
  | List
  | Attributes
  | Lambda
  | Failure
  | Unknown;

export const nullValue: Value = { kind: 'null' };
export const trueValue: Value = { kind: 'bool', value: true };
export const falseValue: Value = { kind: 'bool', value: false };

export function bool(value: boolean): Value {
  return value ? trueValue : falseValue;
}

export function int(value: bigint | number): Value {
  return { kind: 'int', value: BigInt(value) };
}

export function string(value: string): Value {
  return { kind: 'string', value };
}

export function list(items: readonly Thunk[], open?: Unknown): List {
  return { kind: 'list', items, open };
}

export function unknown(reason: UnknownReason, at?: Site, from?: readonly Thunk[]): Unknown {
  return from ? { kind: 'unknown', reason, at, from } : { kind: 'unknown', reason, at };
}

export function unsupported(construct: string, at?: Site): Unknown {
  return unknown({ kind: 'unsupported', construct }, at);
}

/** The reason of what holds under a condition that is unknown for a reason. */
export function underCondition(because: UnknownReason): UnknownReason {
  return because.kind === 'condition' ? because : { kind: 'condition', because };
}

/** A failure that `tryEval` does not catch, such as a type error. */
export function failure(message: string, at?: Site): Failure {
  return { kind: 'failure', message, at, catchable: false };
}

export function isStuck(value: Value): value is Failure | Unknown {
  return value.kind === 'failure' || value.kind === 'unknown';
}

/** The reason in words, for `--coverage`, gaps and hovers. */
export function describe(reason: UnknownReason): string {
  switch (reason.kind) {
    case 'input':
      return `depends on the input \`${inputText(reason)}\``;
    case 'package':
      return `depends on the package set at \`${reason.path.join('.')}\``;
    case 'argument':
      return `the argument \`${reason.name}\` is not passed in this repository`;
    case 'undefined-option':
      return `\`${reason.path.join('.')}\` is not defined in this repository`;
    case 'undeclared-option':
      return `\`options.${reason.path.join('.')}\` is not declared in this repository`;
    case 'merge':
      return `the definitions of \`${reason.path.join('.')}\` merge by a type declared upstream`;
    case 'condition':
      return `holds under a condition that is not known: ${describe(reason.because)}`;
    case 'impure':
      return `\`${reason.builtin}\` depends on where it is evaluated`;
    case 'path':
      return `\`${reason.path}\` ${reason.problem}`;
    case 'unsupported':
      return `\`${reason.construct}\` is not evaluated`;
    case 'failing-module':
      return `a module fails: ${reason.message}`;
    case 'syntax':
      return 'the text has a syntax error';
    case 'cycle':
      return 'needs itself';
    case 'budget':
      return 'takes too many steps';
  }
}

function inputText({ name, path, file }: Extract<UnknownReason, { kind: 'input' }>): string {
  return file === undefined ? [name, ...path].join('.') : `${name}${file}`;
}
