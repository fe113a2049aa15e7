import type { Session } from '../evaluate/session.ts';
import { int, record, string, Thunk, type Value } from '../evaluate/value.ts';
import { builtin } from './function.ts';

/** What tells that a set is a property; they never change, so that all properties can share them. */
const marks = {
  if: Thunk.of(string('if')),
  merge: Thunk.of(string('merge')),
  override: Thunk.of(string('override')),
  order: Thunk.of(string('order')),
};

/** The part of `lib` that writes module properties: `mkIf`, `mkForce`, `mkOption` and their kin. */
export function moduleFunctions(session: Session): { readonly [name: string]: Value } {
  const override = (name: string, priority: number): Value =>
    builtin(session, name, 1, (_call, content) => overridden(int(priority), content));
  const order = (name: string, priority: number): Value =>
    builtin(session, name, 1, (_call, content) => ordered(int(priority), content));
  return {
    mkIf: builtin(session, 'mkIf', 2, (_call, condition, content) =>
      record({ _type: marks.if, condition: condition, content: content }),
    ),
    mkMerge: builtin(session, 'mkMerge', 1, (_call, contents) =>
      record({ _type: marks.merge, contents: contents }),
    ),
    mkOverride: builtin(session, 'mkOverride', 2, (_call, priority, content) =>
      overridden(priority, content),
    ),
    mkForce: override('mkForce', 50),
    mkImageMediaOverride: override('mkImageMediaOverride', 60),
    mkVMOverride: override('mkVMOverride', 10),
    mkDefault: override('mkDefault', 1000),
    mkOptionDefault: override('mkOptionDefault', 1500),
    mkOrder: builtin(session, 'mkOrder', 2, (_call, priority, content) =>
      ordered(priority, content),
    ),
    mkBefore: order('mkBefore', 500),
    mkAfter: order('mkAfter', 1500),
  };
}

function overridden(priority: Thunk | Value, content: Thunk): Value {
  return record({ _type: marks.override, priority: priority, content: content });
}

function ordered(priority: Thunk | Value, content: Thunk): Value {
  return record({ _type: marks.order, priority: priority, content: content });
}
