import { anyType } from '../values/type.ts';
import {
  isWhole,
  kept,
  moreSecret,
  type Secrecy,
  tuple,
  unknown,
  type Value,
} from '../values/value.ts';
import { any, argumentAt, type Functions, wrong } from './function.ts';

export const flattening: Functions = {
  flatten: {
    parameters: [any],
    returns: anyType,
    keepsPlaces: true,
    call: (given) => flattened(argumentAt(given, 0)),
  },
};

/** Lists inside of lists, at whatever depth, become one; something unknown may be another list. */
function flattened(value: Value): Value {
  if (!('items' in value)) return wrong('a list is required');
  const found: Found = { items: [], secrecy: value.secrecy, open: undefined };
  collect(value, found);
  const { items, secrecy, open } = found;
  return kept(open === undefined ? tuple(items) : unknown(open), secrecy);
}

interface Found {
  readonly items: Value[];
  secrecy: Secrecy | undefined;
  open: string | undefined;
}

/** Values are not nested deeply enough to exhaust the stack. */
function collect(value: Value & { readonly items: readonly Value[] }, found: Found): void {
  if (value.kind === 'set' && value.items.length > 1 && !isWhole(value)) {
    found.open ??= 'the members of a set are not all known';
  }
  for (const item of value.items) {
    if ('items' in item) {
      found.secrecy = moreSecret(found.secrecy, item.secrecy);
      collect(item, found);
    } else if (item.kind === 'unknown' && !isScalarType(item.type.kind)) {
      found.secrecy = moreSecret(found.secrecy, item.secrecy);
      found.open ??= item.reason;
    } else found.items.push(item);
  }
}

function isScalarType(kind: string): boolean {
  return ['string', 'number', 'bool', 'map', 'object'].includes(kind);
}
