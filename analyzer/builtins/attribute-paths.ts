import { hasPath, selectPath } from '../evaluate/select.ts';
import { failure, list, record, string, Thunk, type Value } from '../evaluate/value.ts';
import { type BuiltinCall, type Definitions, withItems, withList, withString } from './function.ts';
import { genAttrs } from './lib-attribute-sets.ts';

/** What takes lists of names: paths into sets, and choices from them. */
export const attributePathFunctions: Definitions = {
  attrByPath: [3, attrByPath],
  hasAttrByPath: [2, (call, path, set) => withPath(call, path, (names) => hasPath(set, names))],
  getAttrFromPath: [2, getAttrFromPath],
  setAttrByPath: [2, setAttrByPath],
  attrVals: [2, attrVals],
  getAttrs: [2, getAttrs],
};

/** The names of an attribute path given as a list. */
export function withPath(
  call: BuiltinCall,
  path: Thunk,
  next: (names: readonly string[]) => Value,
): Value {
  return withItems(call, path, (items) => {
    const names: string[] = [];
    for (const item of items) {
      const name = item.force();
      if (name.kind !== 'string') return withString(call, item, string);
      names.push(name.value);
    }
    return next(names);
  });
}

function attrByPath(call: BuiltinCall, path: Thunk, otherwise: Thunk, set: Thunk): Value {
  return withPath(
    call,
    path,
    (names) => selectPath(set.force(), names, set.site) ?? otherwise.force(),
  );
}

function getAttrFromPath(call: BuiltinCall, path: Thunk, set: Thunk): Value {
  return withPath(
    call,
    path,
    (names) =>
      selectPath(set.force(), names, set.site) ?? {
        kind: 'failure',
        message: `cannot find attribute \`${names.join('.')}\``,
        at: set.site,
        catchable: true,
      },
  );
}

/** A name is asked for when the set around it is, as in Nix: the configuration may give names. */
function setAttrByPath(call: BuiltinCall, path: Thunk, value: Thunk): Value {
  const setOf = (name: Thunk, inner: Thunk): Value =>
    withString(call, name, (text) => record({ [text]: inner }));
  return withItems(call, path, (names) =>
    names
      .reduceRight((inner, name) => new Thunk(value.site, () => setOf(name, inner)), value)
      .force(),
  );
}

function attrVals(call: BuiltinCall, names: Thunk, set: Thunk): Value {
  return withList(call, names, (value) =>
    list(
      value.items.map((item) => new Thunk(item.site, () => attributeNamed(call, item, set))),
      value.open,
    ),
  );
}

function attributeNamed(call: BuiltinCall, name: Thunk, set: Thunk): Value {
  return withString(
    call,
    name,
    (text) =>
      selectPath(set.force(), [text], name.site) ??
      failure(`attribute \`${text}\` is missing`, name.site),
  );
}

function getAttrs(call: BuiltinCall, names: Thunk, set: Thunk): Value {
  return genAttrs(
    call,
    names,
    Thunk.of({
      kind: 'lambda',
      formals: undefined,
      apply: (name) => attributeNamed(call, name, set),
    }),
  );
}
