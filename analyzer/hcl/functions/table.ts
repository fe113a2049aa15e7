import { addressFunctions } from './addresses.ts';
import { conversionFunctions } from './conversions.ts';
import { encodingFunctions } from './encodings.ts';
import { fileFunctions } from './files.ts';
import { flattening } from './flattening.ts';
import { formattingFunctions } from './formatting.ts';
import type { Functions } from './function.ts';
import { hashFunctions } from './hashes.ts';
import { joining } from './joining.ts';
import { mappingFunctions } from './mappings.ts';
import { numberFunctions } from './numbers.ts';
import { patternFunctions } from './patterns.ts';
import { secrecyFunctions } from './secrecy.ts';
import { sequenceFunctions } from './sequences.ts';
import { setFunctions } from './sets.ts';
import { stringFunctions } from './strings.ts';
import { timeFunctions } from './times.ts';

/** The functions of OpenTofu, by name. */
export const functions: Functions = {
  ...addressFunctions,
  ...conversionFunctions,
  ...encodingFunctions,
  ...fileFunctions,
  ...flattening,
  ...formattingFunctions,
  ...hashFunctions,
  ...joining,
  ...mappingFunctions,
  ...numberFunctions,
  ...patternFunctions,
  ...secrecyFunctions,
  ...sequenceFunctions,
  ...setFunctions,
  ...stringFunctions,
  ...timeFunctions,
};
