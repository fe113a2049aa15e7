import type { Session } from '../session.ts';
import { type Attributes, record, unsupported } from '../value.ts';
import { moduleFunctions } from './module-functions.ts';

/** `nixpkgs.lib`. What is not written here is unknown, by name. */
export function lib(session: Session): Attributes {
  return {
    ...record({ ...moduleFunctions(session) }),
    missing: (name) => unsupported(`lib.${name}`),
  };
}
