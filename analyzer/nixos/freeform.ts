import { unsupported } from '../evaluate/value.ts';
import type { OptionType } from '../option-types/option-type.ts';

/** What stands below a name that only leads to options may have any form. */
export const anyForm: OptionType = { kind: 'form' };

/** The type of one name that nobody declares, where all of them together have a type. */
export function freeElement(type: OptionType | undefined): OptionType | undefined {
  if (type?.kind === 'set') return type.element();
  return type?.kind === 'form' ? type : { kind: 'unknown', why: unsupported('freeformType') };
}
