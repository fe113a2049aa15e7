import { type Attributes, attributes, Thunk, unknown, type Value } from '../evaluate/value.ts';

/** What every module function is called with; names that are not there come from `_module.args`. */
export type ModuleArguments = Attributes;

/** Module arguments: given ones, then `_module.args`, then unknown. */
export function moduleArguments(
  given: ReadonlyMap<string, Thunk>,
  late: (name: string) => Value | undefined,
): ModuleArguments {
  const fixed = attributes(
    new Map([...given].map(([name, value]) => [name, { value, at: undefined }])),
  );
  return {
    kind: 'attrs',
    names: () => fixed.names(),
    get: (name) => fixed.get(name) ?? lateAttribute(name, late),
    open: undefined,
  };
}

function lateAttribute(name: string, late: (name: string) => Value | undefined) {
  const value = new Thunk(undefined, () => late(name) ?? unknown({ kind: 'argument', name }));
  return { value, at: undefined };
}
