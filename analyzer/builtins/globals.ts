import { importPath } from '../paths.ts';
import type { Session } from '../session.ts';
import { printed } from '../strings.ts';
import {
  falseValue,
  nullValue,
  record,
  Thunk,
  trueValue,
  unsupported,
  type Value,
} from '../value.ts';
import { builtin } from './function.ts';

/** The names every Nix file sees without binding them. */
export function globals(session: Session): ReadonlyMap<string, Thunk> {
  const all: { readonly [name: string]: Value } = {
    import: builtin(session, 'import', 1, (_call, path) =>
      importPath(session, path.force(), path.site),
    ),
    toString: builtin(session, 'toString', 1, (_call, value) => printed(value.force(), session)),
  };
  const builtins: Value = { ...record(all), missing: (name) => unsupported(`builtins.${name}`) };
  const names = new Map(Object.entries(all).map(([name, value]) => [name, Thunk.of(value)]));
  names
    .set('true', Thunk.of(trueValue))
    .set('false', Thunk.of(falseValue))
    .set('null', Thunk.of(nullValue));
  return names.set('builtins', Thunk.of(builtins));
}
