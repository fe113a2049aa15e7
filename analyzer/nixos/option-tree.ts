import type { Session } from '../evaluate/session.ts';
import type { Thunk, Value } from '../evaluate/value.ts';
import type { Alias } from './alias.ts';
import type { OptionNode } from './option-node.ts';
import type { SubmoduleRequest } from './submodule.ts';

/** What one module system knows beside the definitions. */
export interface OptionTree {
  readonly session: Session;
  /** The value upstream gives to an option that nobody here defines, where that is certain. */
  readonly upstreamDefault: (path: readonly string[]) => Value | undefined;
  /** The value of an option that is a configuration of its own, where it is one. */
  readonly embedded?: ((node: OptionNode) => Value | undefined) | undefined;
  /** What upstream makes of the merged value of an option that it declares; `undefined` where that is the value itself. */
  readonly upstreamApply: (path: readonly string[]) => ((merged: Thunk) => Value) | undefined;
  /** Whether upstream declares an option at the top level; `undefined` where that is not known. */
  readonly upstreamDeclares: (name: string) => boolean | undefined;
  /** Whether an option at the top level that the repository declares, or that leads to some, is its own alone. */
  readonly isOwn: (name: string) => boolean;
  /** Whether every option is declared by modules that are known, as for `lib.evalModules`. */
  readonly closed: boolean;
  readonly root: () => OptionNode;
  /** What options of other names pass on. */
  readonly aliases: () => readonly Alias[];
  /** The root of the options inside a submodule. */
  readonly submodule: (request: SubmoduleRequest) => OptionNode;
}
