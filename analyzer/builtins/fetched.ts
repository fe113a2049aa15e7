import { textAt } from '../evaluate/look.ts';
import {
  type Attributes,
  record,
  setWith,
  type Thunk,
  type Unknown,
  type UnknownReason,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import {
  type FlakeReference,
  isPublic,
  parseReference,
  referenceIn,
  repositoryOf,
} from '../sources/reference.ts';
import type { BuiltinCall, Definitions } from './function.ts';

/**
 * What is fetched is unknown, but it is known whose it is: like an input of a
 * flake, it goes by its repository.
 */
export const fetchingFunctions: Definitions = {
  fetchTarball: [1, (call, argument) => placeOf(call, argument)],
  fetchGit: [1, fetchedSet],
  fetchTree: [1, fetchedSet],
};

/** A set with the path of what was fetched. */
function fetchedSet(call: BuiltinCall, argument: Thunk): Value {
  const outPath = placeOf(call, argument);
  const known: Attributes = record({ outPath });
  return setWith(known, { open: outPath });
}

/** The path in the store. */
function placeOf(call: BuiltinCall, argument: Thunk): Unknown {
  const impure: UnknownReason = { kind: 'impure', builtin: call.name };
  const reference = fetchedReference(call, argument.force());
  const repository = reference && repositoryOf(reference);
  if (!reference || repository === undefined) return unknown(impure, argument.site, [argument]);
  const name = repository.slice(repository.indexOf('/') + 1);
  const reason = { kind: 'input', name, repository, isPublic: isPublic(name, reference) } as const;
  return unknown({ ...reason, path: ['outPath'] }, argument.site);
}

/** What the argument names: an address, or a set with one or with its parts. */
function fetchedReference({ name }: BuiltinCall, given: Value): FlakeReference | undefined {
  const url = given.kind === 'string' ? given.value : textAt(given, 'url');
  if (name === 'fetchGit' && url !== undefined) return parseReference(`git+${url}`);
  return given.kind === 'string' ? parseReference(given.value) : referenceIn(given);
}
