import { attributes, unsupported } from '../evaluate/value.ts';
import { fits, type OptionType } from '../option-types/option-type.ts';

/** What stands below a name that only leads to options may have any form. */
export const anyForm: OptionType = { kind: 'form' };

const someSet = attributes(new Map());

/** The type that merges what nobody declares, which is a set: of a choice of types the first that takes sets. */
export function freeformType(type: OptionType | undefined): OptionType | undefined {
  switch (type?.kind) {
    case 'either':
      return freeformType(fits(type.left(), someSet) === true ? type.left() : type.right());
    case 'nullOr':
      return freeformType(type.element());
    default:
      return type;
  }
}

/** Whether the type says of every name by itself what it is. */
export function isByName(type: OptionType): boolean {
  return type.kind === 'set' || type.kind === 'form' || isPlainSet(type);
}

/**
 * The type of one name that nobody declares, where all of them together have a
 * type. In plain sets (`types.attrs`) the last definition of a name counts.
 */
export function freeElement(type: OptionType, definitions: () => number): OptionType {
  if (type.kind === 'set') return type.element();
  if (isPlainSet(type) && definitions() < 2) return anyForm;
  return type.kind === 'form' ? type : { kind: 'unknown', why: unsupported('freeformType') };
}

function isPlainSet(type: OptionType): boolean {
  return type.kind === 'scalar' && type.merge.by === 'update';
}
